#include "schema_check.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include <array>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

namespace asynchat {
namespace {

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::unique_ptr<rapidjson::SchemaDocument> schema(const std::string& name, const std::string& part) {
  std::string text = content_of(ASYNCHAT_SCHEMAS + name);
  if (!part.empty()) {  // The definitions stay; what the whole asks for is asked of the part alone.
    const std::string whole = R"("anyOf": [{ "$ref": "#/definitions/header" }, { "$ref": "#/definitions/event" }],)";
    const std::size_t at = text.find(whole);
    if (at == std::string::npos) throw std::runtime_error(name + " does not begin as expected");
    text.replace(at, whole.size(), R"("allOf": [{ "$ref": "#/definitions/)" + part + R"(" }],)");
  }
  rapidjson::Document json;
  if (json.Parse(text.data(), text.size()).HasParseError()) throw std::runtime_error(name + " is not JSON");
  return std::make_unique<rapidjson::SchemaDocument>(json);
}

std::string text_of(const rapidjson::Pointer& place) {
  rapidjson::StringBuffer text;
  place.StringifyUriFragment(text);
  return text.GetString();
}

std::string refused_trace(const std::string& text) {
  std::size_t begin = 0;
  for (std::size_t number = 1;; ++number) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string::npos) return {};
    const std::string_view line = std::string_view(text).substr(begin, end - begin);
    const std::string why = refused_by_schema(number == 1 ? schema_part::header : schema_part::event, line);
    if (!why.empty()) return "line " + std::to_string(number) + ": " + why;
    begin = end + 1;
  }
}

}  // namespace

std::string refused_by_schema(schema_part what, std::string_view json) {
  static const std::array schemas{schema("repro.schema.json", ""), schema("trace.schema.json", "header"),
                                  schema("trace.schema.json", "event")};
  rapidjson::Document value;
  value.Parse(json.data(), json.size());
  if (value.HasParseError()) return rapidjson::GetParseError_En(value.GetParseError());
  rapidjson::SchemaValidator validator(*schemas[static_cast<std::size_t>(what)]);
  if (value.Accept(validator)) return {};
  return text_of(validator.GetInvalidDocumentPointer()) + " is refused by " +
         text_of(validator.GetInvalidSchemaPointer()) + ": " + validator.GetInvalidSchemaKeyword();
}

std::string refused_file(const std::string& path) {
  const std::string text = content_of(path);
  const auto is_a = [&](const char* ending, const char* beginning) {
    return path.ends_with(ending) || text.starts_with(beginning);
  };
  if (is_a(".repro.json", "{\n  \"format\": \"asynchat-repro\"")) return refused_by_schema(schema_part::repro, text);
  if (is_a(".trace.jsonl", "{\"format\":\"asynchat-trace\"")) return refused_trace(text);
  return {};
}

}  // namespace asynchat
