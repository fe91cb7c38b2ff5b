#include <asynchat/properties/final_result.h>

#include <string_view>
#include <vector>

namespace asynchat::properties {
namespace {

constexpr std::string_view prefix = "last ";

bool is_verdict(const event& one) {
  return one.name == "error" || one.name == "exception" || one.name == "exit" || one.name == "connection";
}

}  // namespace

events result_of(const events& log) {
  const std::vector<event>& list = log.list();
  events result;
  if (list.empty()) return result;
  const std::size_t kept = is_verdict(list.back()) && list.size() > 1 ? 2 : 1;
  for (std::size_t i = list.size() - kept; i < list.size(); ++i) {
    const std::string name = is_verdict(list[i]) ? list[i].name : std::string(prefix) + list[i].name;
    result.add(name, list[i].bytes, list[i].numbers);
  }
  return result;
}

bool is_of_result(const event& one) { return one.name.starts_with(prefix); }

outcome final_result::play(std::string_view bytes, const sim::plan& steps, std::span<const heard_frame> heard) const {
  outcome told = parser_.play(bytes, steps, heard);
  told.log = result_of(told.log);
  return told;
}

}  // namespace asynchat::properties
