#pragma once

#include <asynchat/properties/events.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::cli {

/// The bytes escaped, in `width` characters at most; "..." at the end says that some were left out, if there is room.
std::string fitted(std::string_view bytes, std::size_t width);

/// The text in lines of that width at most, broken at spaces where it can be; all but the first begin `indent` columns
/// to the right.
std::string wrapped(std::string text, std::size_t width, std::size_t indent = 4);

/// An event on one line of at most about that width, with nothing in it that steers a terminal: `name "bytes" 1 2`. A
/// name and numbers that are longer stay whole.
std::string event_text(const properties::event& one, std::size_t width);

/// The events of a log, whole, a line each; and as one text, two columns to the right.
std::vector<std::string> lines_of(const properties::events& log);
std::string listed(const properties::events& log);

/// Those around one of them, in the same form; says how many are left away before and after. Of an empty log,
/// "nothing".
std::string listed_around(const properties::events& log, std::size_t centre);

/// Nanoseconds as a person reads them: "850 ns", "12.3 us", "5.00 ms", "1.25 s".
std::string time_text(std::uint64_t ns);

}  // namespace asynchat::cli
