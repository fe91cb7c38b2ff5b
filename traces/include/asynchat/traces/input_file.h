#pragma once

#include <cstddef>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

namespace asynchat::traces {

/// A file that is read from its beginning to its end, once: a pipe serves as well. What a pipe has delivered is given
/// before more is waited for. A read that fails sets badbit.
class input_stream final : public std::istream {
 public:
  /// Opens a file, or the standard input for `-`. Throws input_error with the system's reason where it cannot be opened
  /// or is a directory.
  explicit input_stream(const std::string& path);
  input_stream(const input_stream&) = delete;
  input_stream& operator=(const input_stream&) = delete;
  ~input_stream() override;

  /// The next bytes, which stay to be read: `count` of them, or all that are left. At most start_bytes_max.
  std::string_view start(std::size_t count);

  static constexpr std::size_t start_bytes_max = 65'536;

 private:
  class buffer;
  explicit input_stream(std::unique_ptr<buffer> bytes);

  std::unique_ptr<buffer> buffer_;
};

/// Opens a file for reading; see input_stream.
std::unique_ptr<input_stream> open_input(const std::string& path);

/// The name that errors give to what `path` stands for: `-` is the standard input.
std::string name_of_input(const std::string& path);

/// What is said of a file whose bytes the system does not give.
[[noreturn]] void fail_to_read(const std::string& path);

}  // namespace asynchat::traces
