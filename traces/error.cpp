#include <asynchat/traces/error.h>

namespace asynchat::traces {

input_error::input_error(const std::string& file, const std::string& message)
    : std::runtime_error(file + ": " + message) {}

input_error::input_error(const std::string& file, at_line where, const std::string& message)
    : std::runtime_error(file + ":" + std::to_string(where.number) + ": " + message) {}

input_error::input_error(const std::string& file, at_byte where, const std::string& message)
    : std::runtime_error(file + ": at byte " + std::to_string(where.offset) + ": " + message) {}

output_error::output_error(const std::string& file, const std::string& message, int code)
    : std::runtime_error(file + ": " + message), code_(code) {}

}  // namespace asynchat::traces
