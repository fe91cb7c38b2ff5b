#pragma once

#include <asynchat/transport/side.h>

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

namespace asynchat::traces {

/// What is wrong with a JSON text, without the name of its file. `byte` is where, if the text is not JSON at all.
class json_fault : public std::runtime_error {
 public:
  explicit json_fault(const std::string& message, std::size_t where = 0) : std::runtime_error(message), byte(where) {}
  std::size_t byte;
};

/// Every value costs memory many times its text, and printing one recurses.
struct json_limits {
  std::size_t depth_max = 32;
  std::size_t values_max = 100'000;
};

/// The one JSON object that `text` holds; the same key twice is an error, since readers differ on which one counts.
nlohmann::json parse_json_object(std::string_view text, const json_limits& limits);

/// Members of an object, or a json_fault that says what was expected there.
const nlohmann::json& member(const nlohmann::json& object, const char* key, const std::string& expected);
std::string text_member(const nlohmann::json& object, const char* key);
std::uint64_t integer_member(const nlohmann::json& object, const char* key, std::uint64_t min);
side side_member(const nlohmann::json& object);

/// Bytes are in `text` or in `base64`, in one of the two.
std::string bytes_member(const nlohmann::json& object);

/// True for what is written as `text`.
bool is_text(std::string_view bytes);
void put_bytes(nlohmann::ordered_json& object, std::string_view bytes);

/// One line of ASCII; text that is not UTF-8 (a file's name can be anything) gets replacement characters.
std::string to_line(const nlohmann::ordered_json& value);

/// A short form of a value or of foreign text, safe to show on a terminal.
std::string shown(const nlohmann::json& value);

}  // namespace asynchat::traces
