#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace asynchat::traces {

/// A place in an input file: a line counted from 1, or a byte counted from 0.
struct at_line {
  std::uint64_t number = 0;
};
struct at_byte {
  std::uint64_t offset = 0;
};

/// An input file that cannot be used. what() is one sentence that says what was expected: `FILE:LINE: message` for
/// text, `FILE: at byte N: message` for captures, `FILE: message` where no place in the file is meant.
class input_error : public std::runtime_error {
 public:
  input_error(const std::string& file, const std::string& message);
  input_error(const std::string& file, at_line where, const std::string& message);
  input_error(const std::string& file, at_byte where, const std::string& message);
};

/// A file that cannot be written; what() is `FILE: message`, and code() the system's error number, 0 where it gave
/// none.
class output_error : public std::runtime_error {
 public:
  output_error(const std::string& file, const std::string& message, int code = 0);

  int code() const { return code_; }

 private:
  int code_;
};

}  // namespace asynchat::traces
