#include <asynchat/protocols/references.h>

#include "reference_text.h"

#include <algorithm>
#include <cstdlib>

namespace asynchat::protocols {

namespace {

/// Walks over one value after the other. A step that cannot go on leaves its reason in `stopped`.
class resp_walk {
 public:
  enum class stop : std::uint8_t { no, unfinished, wrong };

  resp_walk(std::string_view bytes, stream_end end, const framing_limits& limits)
      : bytes_(bytes), end_(end), limits_(limits) {}

  /// Begins a frame where the walk is.
  void begin() { frame_start_ = at_; }
  std::size_t at() const { return at_; }
  stop stopped() const { return stopped_; }
  std::string_view reason() const { return reason_; }
  std::string_view frame() const { return bytes_.substr(frame_start_, at_ - frame_start_); }
  std::string_view rest() const { return bytes_.substr(frame_start_); }

  /// Walks over a line and its CRLF; gives the line.
  std::string_view line() {
    const std::string_view input = bytes_.substr(at_);
    const reference_text text = find_reference_lines(input, "\r\n", limits_.head_bytes_max, end_);
    if (text.what == reference_text::kind::unfinished) {
      stopped_ = stop::unfinished;
      return {};
    }
    if (text.what == reference_text::kind::wrong) {
      at_ += text.seen;
      wrong(text.reason);
      return {};
    }
    at_ += text.size + 2;
    const std::string_view line = input.substr(0, text.size);
    if (at_ - frame_start_ > limits_.frame_bytes_max) {
      wrong("too-long");
    } else if (line.find('\r') != std::string_view::npos) {
      wrong("bare-cr");
    }
    return line;
  }

  /// Walks over a value whose first line it is past, `arrays` deep.
  void value(std::string_view first, std::size_t arrays) {
    if (first.empty()) return wrong("type");
    const std::string rest(first.substr(1));
    switch (first[0]) {
      case '+':
      case '-':
        return;
      case ':':
        if (!fits_integer(rest)) wrong("integer");
        return;
      case '$':
        if (rest != "-1") bulk(rest);
        return;
      case '*':
        if (rest != "-1") array(rest, arrays);
        return;
      default:
        return wrong("type");
    }
  }

 private:
  void wrong(std::string_view reason) {
    if (stopped_ == stop::no) reason_ = reason;
    stopped_ = stop::wrong;
  }

  static bool fits_integer(const std::string& text) {
    const bool negative = text.starts_with('-');
    const bool sign = negative || text.starts_with('+');
    return is_reference_number(text.substr(sign ? 1 : 0), negative ? "9223372036854775808" : "9223372036854775807");
  }

  static bool fits_length(const std::string& text) { return is_reference_number(text, "18446744073709551615"); }

  void bulk(const std::string& length) {
    if (!fits_length(length)) return wrong("length");
    const std::uint64_t size = std::strtoull(length.c_str(), nullptr, 10);
    const std::uint64_t taken = at_ - frame_start_ + 2;
    if (taken > limits_.frame_bytes_max || size > limits_.frame_bytes_max - taken) return wrong("too-long");
    if (bytes_.size() - at_ < size + 2) {
      stopped_ = stop::unfinished;
      return;
    }
    at_ += static_cast<std::size_t>(size) + 2;
    if (bytes_.substr(at_ - 2, 2) != "\r\n") wrong("bulk-end");
  }

  void array(const std::string& length, std::size_t arrays) {
    if (!fits_length(length)) return wrong("length");
    const std::uint64_t size = std::strtoull(length.c_str(), nullptr, 10);
    if (size > 0 && arrays == limits_.depth_max) return wrong("too-deep");
    for (std::uint64_t i = 0; i < size && stopped_ == stop::no; ++i) {
      const std::string_view first = line();
      if (stopped_ == stop::no) value(first, arrays + 1);
    }
  }

  std::string_view bytes_;
  stream_end end_;
  framing_limits limits_;
  std::size_t at_ = 0;
  std::size_t frame_start_ = 0;
  stop stopped_ = stop::no;
  std::string_view reason_;
};

}  // namespace

std::vector<reference_frame> resp_reference(std::string_view bytes, side from, stream_end end,
                                            const framing_limits& limits) {
  std::vector<reference_frame> frames;
  resp_walk walk(bytes, end, limits);
  while (walk.at() < bytes.size()) {
    walk.begin();
    const std::string_view first = walk.line();
    const bool command = from == side::client && !first.starts_with('*');
    if (walk.stopped() == resp_walk::stop::no && !command) walk.value(first, 0);

    if (walk.stopped() == resp_walk::stop::wrong) {
      frames.push_back({"error", std::string(walk.reason()), walk.at()});
      break;
    }
    if (walk.stopped() == resp_walk::stop::unfinished) {
      if (end == stream_end::ended) frames.push_back({"incomplete", std::string(walk.rest()), bytes.size()});
      break;
    }
    if (command) {
      frames.push_back({"inline", std::string(first), walk.at()});
    } else {
      frames.push_back({"value", std::string(walk.frame()), walk.at()});
    }
  }
  return frames;
}

}  // namespace asynchat::protocols
