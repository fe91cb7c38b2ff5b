#pragma once

#include <asynchat/properties/events.h>
#include <json-c/json_object.h>
#include <json-c/json_tokener.h>

#include <memory>
#include <string_view>

namespace asynchat::examples {

/// json-c's tokener: values of JSON, one after another, each told as json-c writes it. `Flags` are those of
/// json_tokener_set_flags().
template <int Flags>
class json_c_values {
 public:
  json_c_values() { json_tokener_set_flags(tokener_.get(), Flags); }

  /// The tokener keeps no bytes: what it leaves behind a value is given to it again.
  void feed(std::string_view chunk, properties::events& out) {
    while (!chunk.empty() && !failed_) chunk.remove_prefix(parse(chunk, out));
  }

  /// The documentation's way to say that a number at the very end is whole.
  void finish(properties::events& out) {
    if (!failed_ && begun_) parse(std::string_view("\0", 1), out);
    if (!failed_ && begun_) out.add("incomplete");
  }

 private:
  /// Tells what a piece brings; returns how much of it was used.
  std::size_t parse(std::string_view chunk, properties::events& out) {
    json_object* value = json_tokener_parse_ex(tokener_.get(), chunk.data(), static_cast<int>(chunk.size()));
    const json_tokener_error state = json_tokener_get_error(tokener_.get());
    if (state == json_tokener_continue) {
      begun_ = begun_ || chunk.find_first_not_of(" \t\r\n") != std::string_view::npos;
      return chunk.size();
    }
    begun_ = false;
    failed_ = state != json_tokener_success;
    if (failed_) {
      out.add("error", json_tokener_error_desc(state));
    } else {
      out.add("value", json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));
    }
    json_object_put(value);
    return json_tokener_get_parse_end(tokener_.get());
  }

  std::unique_ptr<json_tokener, decltype(&json_tokener_free)> tokener_{json_tokener_new(), json_tokener_free};
  bool begun_ = false;  ///< a value
  bool failed_ = false;
};

}  // namespace asynchat::examples
