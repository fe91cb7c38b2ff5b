#include <asynchat/properties/plain_chat.h>

#include <algorithm>

namespace asynchat::properties {

events gathered_callbacks(const events& told, std::string_view sent) {
  events result;
  const std::vector<event>& list = told.list();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const bool ends_in_find = list[i].name == "data" && i + 1 < list.size() && list[i + 1].name == "found";
    if (ends_in_find) {
      result.add("found", list[i++].bytes);
    } else {
      result.add(list[i].name, list[i].bytes);
    }
  }
  const bool threw = std::any_of(list.begin(), list.end(), [](const event& one) { return one.name == "exception"; });
  if (!sent.empty() && !threw) result.add("sent", sent);
  return result;
}

}  // namespace asynchat::properties
