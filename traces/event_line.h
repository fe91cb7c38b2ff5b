#pragma once

#include <asynchat/traces/trace_event.h>

#include <optional>
#include <string>
#include <string_view>

namespace asynchat::traces {

/// The event in a line that holds one as most lines do: an object without objects in it, every key once, each value as
/// the format has it, and no key that belongs to another kind of event. Nothing says only that the line asks for a
/// closer look.
std::optional<trace_event> plain_event(std::string_view line);

/// Appends the event as a line of a trace, with its newline.
void append_line(std::string& out, const trace_event& event);

}  // namespace asynchat::traces
