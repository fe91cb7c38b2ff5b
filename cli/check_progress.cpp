#include "check_progress.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "check_totals.h"
#include "check_wording.h"

namespace asynchat::cli {

namespace {

/// What is done before that needs no line.
constexpr std::chrono::milliseconds first_line_after{500};
constexpr std::chrono::milliseconds between_lines{200};

/// Before that, how long it takes is a guess.
constexpr double guess_after_seconds = 1;

}  // namespace

std::string rough_time(double seconds) {
  if (seconds < 99.5) return fmt::format("{:.0f} s", std::ceil(seconds));
  if (seconds < 90 * 60) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.0f} h", seconds / 3600);
}

std::string known_streams(const streams_progress& now) {
  return counted(now.read, "stream") + (now.all_read ? "" : " read so far");
}

check_progress::check_progress(bool quiet, std::function<clock::time_point()> now)
    : shown_(!quiet && progress_line::has_terminal()),
      now_(std::move(now)),
      begin_(now_()),
      next_(begin_ + first_line_after) {}

void check_progress::streams_done(const streams_progress& now) {
  if (!shown_) return;
  const std::lock_guard lock(guard_);
  streams_ = now;
  under_way_.erase(now.finished);
}

void check_progress::within(const recorded_stream& stream, const properties::check_progress& now) {
  if (!shown_) return;
  const double share = now.planned == 0 ? 1 : static_cast<double>(now.done) / static_cast<double>(now.planned);
  const std::lock_guard lock(guard_);
  under_way_[&stream] = share * static_cast<double>(stream.bytes.size());
  if (!is_time()) return;
  double known = static_cast<double>(streams_.bytes_done);
  for (const auto& [which, bytes] : under_way_) known += bytes;
  const bool has_end = streams_.all_read && streams_.bytes_read > 0;
  line_.show(fmt::format("{}{} of {}; {}, {}: {}, {:.0f} %",
                         rest(has_end ? known / static_cast<double>(streams_.bytes_read) : 0), streams_.done,
                         known_streams(streams_), short_name(stream.trace), where_in_trace(stream), now.strategy,
                         100 * share));
}

void check_progress::clear() {
  const std::lock_guard lock(guard_);
  line_.clear();
}

/// True once in each stretch of time.
bool check_progress::is_time() {
  const clock::time_point now = now_();
  if (now < next_) return false;
  next_ = now + between_lines;
  return true;
}

/// "about 8 s left: ", when that can be told.
std::string check_progress::rest(double share) const {
  const double spent = std::chrono::duration<double>(now_() - begin_).count();
  if (spent < guess_after_seconds || share < 0.01) return {};
  return fmt::format("about {} left: ", rough_time(std::max(0.0, spent / share - spent)));
}

}  // namespace asynchat::cli
