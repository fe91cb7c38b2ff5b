#include "engine/buffered_search.h"

namespace asynchat::bench {

void split_string_view_find(const frames& work, tally& notes) {
  split_by_search(work, notes, [](std::string_view view, std::string_view terminator, std::size_t from) {
    return view.find(terminator, from);
  });
}

}  // namespace asynchat::bench
