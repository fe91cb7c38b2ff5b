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

double weight(const recorded_stream& stream) { return static_cast<double>(stream.bytes.size()); }

}  // namespace

std::string rough_time(double seconds) {
  if (seconds < 99.5) return fmt::format("{:.0f} s", std::ceil(seconds));
  if (seconds < 90 * 60) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.0f} h", seconds / 3600);
}

check_progress::check_progress(const std::vector<recorded_stream>& streams, bool quiet,
                               std::function<clock::time_point()> now)
    : streams_(streams),
      shown_(!quiet && progress_line::has_terminal()),
      now_(std::move(now)),
      begin_(now_()),
      shares_(streams.size()) {
  next_ = (begin_ + first_line_after).time_since_epoch().count();
  for (const recorded_stream& one : streams) bytes_ += weight(one);
}

void check_progress::streams_done(std::size_t count) {
  if (!shown_) return;
  const std::lock_guard lock(guard_);
  done_ = count;
}

void check_progress::within(const recorded_stream& stream, const properties::check_progress& now) {
  if (!shown_) return;
  const auto index = static_cast<std::size_t>(&stream - streams_.data());
  const double share = now.planned == 0 ? 1 : static_cast<double>(now.done) / static_cast<double>(now.planned);
  shares_[index] = share;
  if (!is_time()) return;
  const std::lock_guard lock(guard_);
  double known = 0;
  for (std::size_t i = 0; i < streams_.size(); ++i) known += shares_[i] * weight(streams_[i]);
  line_.show(fmt::format("{}{} of {}; {}, {}: {}, {:.0f} %", rest(bytes_ > 0 ? known / bytes_ : 0), done_,
                         counted(streams_.size(), "stream"), short_name(stream.trace), where_in_trace(stream),
                         now.strategy, 100 * share));
}

void check_progress::clear() {
  const std::lock_guard lock(guard_);
  line_.clear();
}

/// True for one caller in each stretch of time.
bool check_progress::is_time() {
  const clock::time_point now = now_();
  clock::rep due = next_;
  if (now.time_since_epoch().count() < due) return false;
  return next_.compare_exchange_strong(due, (now + between_lines).time_since_epoch().count());
}

/// "about 8 s left: ", when that can be told.
std::string check_progress::rest(double share) const {
  const double spent = std::chrono::duration<double>(now_() - begin_).count();
  if (spent < guess_after_seconds || share < 0.01) return {};
  return fmt::format("about {} left: ", rough_time(std::max(0.0, spent / share - spent)));
}

}  // namespace asynchat::cli
