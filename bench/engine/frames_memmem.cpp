#include "engine/buffered_search.h"

namespace asynchat::bench {

void split_memmem(const frames& work, tally& notes) {
  split_by_search(work, notes, [](std::string_view view, std::string_view terminator, std::size_t from) {
    const void* found = memmem(view.data() + from, view.size() - from, terminator.data(), terminator.size());
    return found == nullptr ? std::string_view::npos
                            : static_cast<std::size_t>(static_cast<const char*>(found) - view.data());
  });
}

}  // namespace asynchat::bench
