#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::fuzz {

/// Something that hostile bytes are given to. It aborts, or is stopped by a sanitizer, where they find a mistake.
class target {
 public:
  target() = default;
  target(const target&) = delete;
  target& operator=(const target&) = delete;
  virtual ~target() = default;

  virtual void run(std::string_view input) = 0;
  /// A changed input in the place of the one in `data`; returns its size.
  virtual std::size_t mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned seed) = 0;
};

/// A target and where it is looked for: fuzz_NAME is its program.
struct target_entry {
  std::string name;     ///< letters, digits and underscores
  std::string framing;  ///< as --framing names it; empty for a reader
  std::unique_ptr<target> (*make)(const target_entry& entry) = nullptr;
};

/// Every framing against its reference, the server's side with a name of its own where the sides differ, and every
/// reader of files and texts. They live for ever.
const std::vector<target_entry>& all_targets();

/// Those of framings, and those of readers; all_targets() is both.
std::vector<target_entry> framing_targets();
std::vector<target_entry> reader_targets();

/// The target of that name; aborts, with a sentence, where there is none.
std::unique_ptr<target> make_target(std::string_view name);

/// The first change of `data` that an engine makes, where one is linked; else a byte is changed, added or dropped.
std::size_t mutate_bytes(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned seed);

}  // namespace asynchat::fuzz
