#include <asynchat/traces/line_reader.h>

#include <array>

namespace asynchat::traces {

line_reader::result line_reader::next(std::string& line) {
  line.clear();
  ++number_;
  std::array<char, 4096> part;
  for (;;) {
    in_.getline(part.data(), part.size());
    if (in_.bad()) return result::failed;
    const bool ended = in_.eof();
    const bool more = in_.fail() && !ended;  // the part is full, and no newline was seen
    const auto extracted = static_cast<std::size_t>(in_.gcount());
    line.append(part.data(), ended || more ? extracted : extracted - 1);
    if (line.size() > bytes_max_) return result::long_;
    if (ended) return line.empty() ? result::end : result::torn;
    if (!more) return result::line;
    in_.clear();
  }
}

}  // namespace asynchat::traces
