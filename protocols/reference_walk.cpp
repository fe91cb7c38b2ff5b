#include "reference_walk.h"

namespace asynchat::protocols {

void reference_walk::add(const std::string& name, std::string_view bytes) {
  if (name == "data" && bytes.empty()) return;
  if (name == "data" && !frames_.empty() && frames_.back().name == "data") {
    frames_.back().bytes += bytes;
    frames_.back().end = at_;
  } else {
    frames_.push_back({name, std::string(bytes), at_});
  }
}

void reference_walk::fail(std::string_view reason) {
  add("error", reason);
  done_ = true;
}

void reference_walk::stop(std::string_view unreported) {
  at_ = bytes_.size();
  if (end_ == stream_end::ended) add("incomplete", unreported);
  done_ = true;
}

bool reference_walk::take_lines(const std::string& ending, std::uint64_t size_max, std::string& found,
                                std::string_view unreported) {
  const std::string_view rest = bytes_.substr(at_);
  const reference_text text = find_reference_lines(rest, ending, size_max, end_);
  if (text.what == reference_text::kind::wrong) {
    at_ += text.seen;
    fail(text.reason);
  } else if (text.what == reference_text::kind::unfinished) {
    stop(unreported);
  } else {
    found = rest.substr(0, text.size);
    at_ += text.size + ending.size();
  }
  return !done_;
}

bool reference_walk::take_data(std::uint64_t size) {
  const std::string_view rest = bytes_.substr(at_);
  const bool whole = rest.size() >= size;
  const std::string_view bytes = whole ? rest.substr(0, static_cast<std::size_t>(size)) : rest;
  at_ += bytes.size();
  add("data", bytes);
  if (!whole) stop("");
  return whole;
}

void reference_walk::rest_is_data() {
  const std::string_view rest = bytes_.substr(at_);
  at_ = bytes_.size();
  add("data", rest);
  done_ = true;
}

}  // namespace asynchat::protocols
