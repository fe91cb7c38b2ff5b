#pragma once

#include <asynchat/sim/boundary_hint.h>
#include <asynchat/sim/plan.h>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::sim {

/// A stream as strategies see it. All is borrowed.
struct stream_shape {
  std::string_view bytes = {};
  ending end = ending::eof;                         ///< how the stream ends where a strategy does not decide that
  std::span<const std::size_t> frame_ends = {};     ///< offsets just past each frame, ascending, at most bytes.size()
  std::span<const edge> edges = {};                 ///< find_edges of the stream
  std::span<const std::size_t> recorded_cuts = {};  ///< where the recording's own chunks ended, ascending
  std::uint64_t seed = 0;                           ///< of what is random
};

/// One change to the bytes of a stream: from `offset` on, `removed` bytes are replaced by `inserted`.
struct edit {
  std::size_t offset = 0;
  std::size_t removed = 0;
  std::string inserted = {};

  friend bool operator==(const edit&, const edit&) = default;
};

/// What is played: the first `kept` bytes of the stream, changed by the edit where there is one, and then the suffix,
/// under the plan, which delivers all of it. The edit lies within the bytes that are kept.
struct delivery {
  plan steps = {};
  std::size_t kept = 0;
  std::string suffix = {};
  std::optional<edit> change = {};

  friend bool operator==(const delivery&, const delivery&) = default;
};

/// The bytes that a delivery of the stream brings, without its suffix and with it.
std::string kept_bytes(std::string_view stream, const delivery& what);
std::string bytes_of(std::string_view stream, const delivery& what);
/// How many bytes of the stream come as they are before any that were changed or put behind them.
std::size_t unchanged_bytes(const delivery& what);

/// A number that a strategy was made with.
struct parameter {
  std::string_view name;
  std::uint64_t value = 0;
  std::string_view unit;
};

/// Makes plans for a stream: an indexed family, so that it can be counted, sampled and repeated. Immutable, and the
/// same plan for the same shape and index everywhere and for ever.
class strategy {
 public:
  virtual ~strategy() = default;

  /// One word, the same for all parameters.
  virtual std::string_view name() const = 0;
  /// One sentence on the bug it finds.
  virtual std::string_view finds() const = 0;
  virtual std::vector<parameter> parameters() const { return {}; }

  /// How many plans there are for the stream; 0 for one that is too short for it.
  virtual std::uint64_t count(const stream_shape& shape) const = 0;
  /// The plan of an index below count(shape).
  virtual delivery make(const stream_shape& shape, std::uint64_t index) const = 0;
  /// The offset in the stream that the plan of that index is about; none where it is about the whole.
  virtual std::optional<std::size_t> offset(const stream_shape& shape, std::uint64_t index) const;

 protected:
  strategy() = default;
  strategy(const strategy&) = default;
  strategy& operator=(const strategy&) = delete;
};

/// The name with the values of its parameters: "burst(3)".
std::string to_string(const strategy& what);

/// True when `name` is its name, alone ("burst", all of them) or with the values of its parameters ("burst(3)").
bool is_called(const strategy& what, std::string_view name);

/// True when it is called so by one of the names, or there is none.
bool is_chosen(const strategy& what, std::span<const std::string> names);

/// The delivery of the whole stream, cut at the ascending offsets.
delivery cut_whole(const stream_shape& shape, std::span<const std::size_t> cuts);

/// The delivery of the whole stream with that change: in one read, and cut before what was put in and behind it.
delivery changed_whole(const stream_shape& shape, edit change);
delivery changed_and_cut(const stream_shape& shape, edit change);

}  // namespace asynchat::sim
