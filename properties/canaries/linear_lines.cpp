#include "linear_lines.h"

namespace asynchat::properties::canaries {

std::uint64_t& work_done() {
  static thread_local std::uint64_t bytes = 0;
  return bytes;
}

void linear_lines::feed(std::string_view chunk, events& out) {
  kept_ += chunk;
  std::size_t taken = 0;
  for (std::size_t end = kept_.find("\r\n", searched_); end != std::string::npos; end = kept_.find("\r\n", taken)) {
    out.add("frame", std::string_view(kept_).substr(taken, end - taken));
    taken = end + 2;
  }
  work_done() += chunk.size();
  kept_.erase(0, taken);
  searched_ = kept_.size() - (kept_.ends_with('\r') ? 1 : 0);
}

}  // namespace asynchat::properties::canaries
