#pragma once

#include <string>
#include <string_view>

namespace asynchat {

/// What a text is held against: all of a repro, or a line of a trace.
enum class schema_part : unsigned char { repro, header, event };

/// Why the JSON Schemas in traces/schema/ refuse the text; empty where they hold.
std::string refused_by_schema(schema_part what, std::string_view json);

/// The same of a whole file, a repro or a trace by its name or as the writers begin one, with the number of the line; a
/// torn last line is no line. Any other file is not looked at.
std::string refused_file(const std::string& path);

}  // namespace asynchat
