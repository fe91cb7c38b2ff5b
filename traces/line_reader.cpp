#include <asynchat/traces/line_reader.h>

#include <cstring>

namespace asynchat::traces {
namespace {

constexpr std::size_t block_bytes = std::size_t{64} << 10;

}  // namespace

line_reader::result line_reader::next(std::string_view& line) {
  ++number_;
  std::size_t searched = 0;
  for (;;) {
    const char* begin = block_.data() + begin_;
    const std::size_t held = end_ - begin_;
    line = {begin, held};
    if (const void* newline = std::memchr(begin + searched, '\n', held - searched)) {
      line = line.substr(0, static_cast<std::size_t>(static_cast<const char*>(newline) - begin));
      begin_ += line.size() + 1;
      return line.size() > bytes_max_ ? result::long_ : result::line;
    }
    if (held > bytes_max_) return result::long_;
    searched = held;
    if (fill()) continue;
    if (in_.bad()) return result::failed;
    line = {block_.data() + begin_, held};  // fill() may have moved it
    begin_ = end_;
    return held == 0 ? result::end : result::torn;
  }
}

line_reader::result line_reader::next(std::string& line) {
  std::string_view lent;
  const result got = next(lent);
  line = lent;
  return got;
}

/// Makes room and takes what the stream has, waiting only where that is nothing; false at its end.
bool line_reader::fill() {
  if (begin_ == end_) {
    begin_ = end_ = 0;
    // One long line does not keep its memory for ever.
    if (block_.size() != block_bytes) std::string(block_bytes, '\0').swap(block_);
  } else if (end_ == block_.size()) {
    block_.erase(0, begin_);
    end_ -= begin_;
    begin_ = 0;
    block_.resize(end_ < block_bytes ? block_bytes : 2 * end_);
  }
  if (in_.peek() == std::istream::traits_type::eof()) return false;
  std::streamsize got = in_.readsome(block_.data() + end_, static_cast<std::streamsize>(block_.size() - end_));
  if (got == 0) got = in_.read(block_.data() + end_, 1).gcount();  // a stream without a buffer tells of none
  end_ += static_cast<std::size_t>(got);
  return got > 0;
}

}  // namespace asynchat::traces
