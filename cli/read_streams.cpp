#include "read_streams.h"

#include <asynchat/traces/error.h>
#include <asynchat/traces/import.h>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "terminal.h"

namespace asynchat::cli {

namespace {

void warn_of_gap(const recorded_stream& one) {
  if (one.gap_bytes == 0) return;
  warn(fmt::format("{}: connection {}, {}: {} bytes are missing after byte {}; what follows, {} bytes, is not checked",
                   one.trace, one.conn, to_string(one.from), one.gap_bytes, one.bytes.size(), one.left_away_bytes));
}

}  // namespace

stream_source::stream_source(std::vector<std::string> paths, std::uint16_t port, const framing_choice& framing,
                             std::optional<side> only)
    : paths_(std::move(paths)), port_(port), framing_(framing), only_(only) {}

stream_source::~stream_source() = default;

std::optional<recorded_stream> stream_source::next() {
  while (ready_.empty()) {
    if (file_ == paths_.size()) return std::nullopt;
    if (!talks_) open();
    if (std::optional<traces::dialogue> talk = talks_->next()) {
      take(*std::move(talk));
    } else {
      close();
    }
  }
  recorded_stream result = std::move(ready_.back());
  ready_.pop_back();
  return result;
}

void stream_source::open() {
  traces::capture_options options;
  if (port_ != 0) options.server_port = port_;
  events_ = traces::open_source(paths_[file_], options);
  talks_ = std::make_unique<traces::dialogue_reader>(*events_);
  has_bytes_ = has_streams_ = false;
}

void stream_source::take(traces::dialogue talk) {
  ready_ = streams_of(std::move(talk), paths_[file_], framing_);
  for (recorded_stream& one : ready_) {
    one.place.file = file_;
    one.place.connection = talks_->number();
    warn_of_gap(one);
  }
  has_bytes_ = has_bytes_ || !ready_.empty();
  if (only_) std::erase_if(ready_, [this](const recorded_stream& one) { return one.from != *only_; });
  has_streams_ = has_streams_ || !ready_.empty();
  std::reverse(ready_.begin(), ready_.end());
}

void stream_source::close() {
  warn(events_->warnings());
  const std::string& path = paths_[file_];
  if (!has_bytes_) {
    throw traces::input_error(path, "expected a connection that carries bytes; there is none to check");
  }
  if (!has_streams_) {
    throw traces::input_error(
        path, fmt::format("expected bytes from the {}; there are none to send (see --side)", to_string(*only_)));
  }
  talks_.reset();
  events_.reset();
  ++file_;
}

std::vector<recorded_stream> read_streams(const std::string& path, std::uint16_t port, const framing_choice& framing) {
  stream_source source({path}, port, framing);
  std::vector<recorded_stream> result;
  while (std::optional<recorded_stream> one = source.next()) result.push_back(*std::move(one));
  std::sort(result.begin(), result.end(),
            [](const recorded_stream& a, const recorded_stream& b) { return a.place < b.place; });
  return result;
}

}  // namespace asynchat::cli
