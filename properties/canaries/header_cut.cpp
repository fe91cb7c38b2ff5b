#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct header_cut_parser {
  void feed(std::string_view chunk, events& out) {
    while (!chunk.empty()) {
      if (!wanted_) {
        const std::size_t high = static_cast<unsigned char>(chunk[0]);
        const std::size_t low = chunk.size() > 1 ? static_cast<unsigned char>(chunk[1]) : 0;
        wanted_ = high * 256 + low;
        frame_ = chunk.substr(0, 2);
        chunk.remove_prefix(frame_.size());
      }
      const std::string_view part = chunk.substr(0, *wanted_);
      frame_ += part;
      chunk.remove_prefix(part.size());
      *wanted_ -= part.size();
      if (*wanted_ > 0) continue;
      out.add("frame", std::string_view(frame_).substr(std::min<std::size_t>(frame_.size(), 2)));
      frame_.clear();
      wanted_.reset();
    }
  }
  void finish(events& out) { tell_incomplete(frame_, out); }

  friend bool operator==(const header_cut_parser&, const header_cut_parser&) = default;

 private:
  std::optional<std::size_t> wanted_;
  std::string frame_;
};

}  // namespace

canary header_cut() {
  using std::string_view_literals::operator""sv;  // the bytes hold a NUL
  return {.name = "header_cut",
          .mistake = "Of a header of two bytes that is cut in the middle, the missing byte is taken for 0.",
          .models = "mint_web_socket#22 and aiohttp#1951: the header of a frame comes in two reads.",
          .caught_by = law::invariance,
          .framing = "length:u16be",
          .cuts_max = 1,
          .right = {"\0\3abc"sv, "3 2 | eof"},
          .wrong = {"\0\1a"sv, "1 2 | eof"},
          .model = model_of(u16be_rule),
          .make = make_parser<header_cut_parser>,
          .make_right = make_right<u16be_rule>};
}

}  // namespace asynchat::properties::canaries
