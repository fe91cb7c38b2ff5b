#include "sim_progress.h"

#include <fmt/core.h>

#include <utility>

#include "check_progress.h"
#include "check_wording.h"

namespace asynchat::cli {

namespace {

/// What is done before that needs no line.
constexpr std::chrono::milliseconds first_line_after{500};
constexpr std::chrono::milliseconds between_lines{200};

}  // namespace

sim_progress::sim_progress(std::size_t seeds, bool quiet, std::function<clock::time_point()> now)
    : seeds_(seeds),
      shown_(!quiet && progress_line::has_terminal()),
      now_(std::move(now)),
      begin_(now_()),
      next_(begin_ + first_line_after) {}

void sim_progress::show(const sim_tally& done) {
  if (!shown_ || now_() < next_) return;
  next_ = now_() + between_lines;
  const double pace = static_cast<double>(done.seeds) / seconds();
  const double rest = pace > 0 ? static_cast<double>(seeds_ - done.seeds) / pace : 0;
  line_.show(fmt::format("about {} left: {} of {}, {:.0f} seeds/s, {} fired", rough_time(rest), grouped(done.seeds),
                         counted(seeds_, "seed"), pace, counted(done.faults_fired(), "fault")));
}

double sim_progress::seconds() const { return std::chrono::duration<double>(now_() - begin_).count(); }

}  // namespace asynchat::cli
