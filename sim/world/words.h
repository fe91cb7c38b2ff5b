#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>
#include <system_error>

namespace asynchat::sim {

/// The words of a line, between single or several spaces, from left to right.
class words {
 public:
  explicit words(std::string_view text) : text_(text) { skip_spaces(); }

  bool empty() const { return at_ == text_.size(); }
  /// Where the next word begins.
  std::size_t position() const { return at_; }
  /// The next word and all after it.
  std::string_view rest() const { return text_.substr(at_); }

  /// The next word; empty when there is none.
  std::string_view take() {
    const std::size_t end = std::min(text_.find(' ', at_), text_.size());
    const std::string_view word = text_.substr(at_, end - at_);
    at_ = end;
    skip_spaces();
    return word;
  }

 private:
  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// The decimal number that a text is, without sign, nothing else in it.
template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace asynchat::sim
