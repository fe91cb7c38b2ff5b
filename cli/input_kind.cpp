#include "input_kind.h"

#include <string_view>

namespace asynchat::cli {

bool is_repro(traces::input_stream& in, const std::string& path) {
  // A repro names its format near its beginning; a trace does so in its first line.
  constexpr std::size_t bytes_looked_at = 512;
  const std::string_view start = in.start(bytes_looked_at);
  if (in.bad()) traces::fail_to_read(traces::name_of_input(path));
  const std::size_t repro = start.find("\"asynchat-repro\"");
  const std::size_t trace = start.find("\"asynchat-trace\"");
  if (repro == trace) return path.ends_with(".repro.json");
  return repro < trace;
}

}  // namespace asynchat::cli
