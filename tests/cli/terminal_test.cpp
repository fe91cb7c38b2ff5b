#include "terminal.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "check_progress.h"
#include "command_line.h"
#include "command_run.h"
#include "sim_progress.h"

namespace asynchat::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// A terminal of so many columns in the place of stdout and stderr, as long as it lives.
class test_terminal {
 public:
  explicit test_terminal(unsigned short columns) : master_(posix_openpt(O_RDWR | O_NOCTTY)) {
    if (master_ < 0 || grantpt(master_) != 0 || unlockpt(master_) != 0) throw std::runtime_error("no terminal");
    const int slave = open(ptsname(master_), O_RDWR | O_NOCTTY);
    const winsize size{24, columns, 0, 0};
    ioctl(slave, TIOCSWINSZ, &size);
    flush();
    for (const int standard : {STDOUT_FILENO, STDERR_FILENO}) {
      before_.push_back(dup(standard));
      dup2(slave, standard);
    }
    close(slave);
    reader_ = std::thread([this] {
      std::array<char, 4096> part{};
      for (ssize_t got = 0; (got = read(master_, part.data(), part.size())) > 0;) {
        seen_.append(part.data(), static_cast<std::size_t>(got));
      }
    });
  }
  test_terminal(const test_terminal&) = delete;
  test_terminal& operator=(const test_terminal&) = delete;
  ~test_terminal() {
    if (reader_.joinable()) seen();
  }

  /// Ends the terminal; returns all that was written to it.
  std::string seen() {
    flush();
    for (const int standard : {STDOUT_FILENO, STDERR_FILENO}) {
      dup2(before_[static_cast<std::size_t>(standard - STDOUT_FILENO)], standard);
      close(before_[static_cast<std::size_t>(standard - STDOUT_FILENO)]);
    }
    reader_.join();
    close(master_);
    return seen_;
  }

 private:
  static void flush() {
    std::cout.flush();
    std::fflush(nullptr);
  }

  int master_;
  std::vector<int> before_;
  std::thread reader_;
  std::string seen_;
};

/// What a terminal of that width shows of one run.
std::string shown_on_terminal(unsigned short columns, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "asynchat");
  std::vector<const char*> argv;
  for (const std::string& one : arguments) argv.push_back(one.c_str());
  setenv("TERM", "xterm", 1);
  test_terminal terminal(columns);
  run(static_cast<int>(argv.size()), argv.data());
  return terminal.seen();
}

std::string failing_repro(const scratch_folder& folder) {
  run_command({"check", "--framing", "canary:no_carry_over", "--out", folder.path(),
               folder.file("talk.trace.jsonl", trace_of("HELO one\r\nUSER al\r\n"))});
  return folder.path("talk-1-client-invariance.repro.json");
}

TEST(a_terminal, shows_a_repro_in_colour_unless_the_user_objects) {
  const scratch_folder folder;
  const std::string repro = failing_repro(folder);
  EXPECT_THAT(shown_on_terminal(80, {"show", repro}), HasSubstr("\x1b[1;31m|\x1b[0m"));
  setenv("NO_COLOR", "1", 1);
  EXPECT_THAT(shown_on_terminal(80, {"show", repro}), Not(HasSubstr("\x1b")));
  unsetenv("NO_COLOR");
  EXPECT_THAT(run_command({"show", repro}).out, Not(HasSubstr("\x1b")));
}

TEST(a_terminal, is_kept_to_its_width_by_the_table) {
  for (const unsigned columns : {60u, 80u, 100u, 200u}) {
    std::istringstream lines(shown_on_terminal(static_cast<unsigned short>(columns),
                                               {"check", "--framing", "crlf", data_file("hand/mail.trace.jsonl")}));
    for (std::string line; std::getline(lines, line) && !line.starts_with("\r");) {
      EXPECT_LE(line.size(), columns + 1) << line;
    }
  }
}

/// A check of two streams, half through the first, as a terminal of that width is told of it.
std::string progress_shown(unsigned short columns, bool quiet) {
  std::vector<recorded_stream> streams(2);
  for (recorded_stream& one : streams) one.bytes = "HELO one\r\n";
  streams[0].trace = "talk.trace.jsonl";
  auto now = std::chrono::steady_clock::time_point{};
  test_terminal terminal(columns);
  {
    check_progress progress(quiet, [&now] { return now; });
    progress.streams_done({.read = 2, .bytes_read = 20, .all_read = true});
    progress.within(streams[0], {"cut1", 1, 10});
    for (int i = 0; i < 3; ++i) {
      now += std::chrono::seconds(2);
      progress.within(streams[0], {"cut1", 5, 10});
      progress.within(streams[0], {"cut1", 6, 10});
    }
    progress.streams_done({.done = 1, .read = 2, .bytes_done = 10, .bytes_read = 20, .all_read = true});
    progress.clear();
  }
  return terminal.seen();
}

TEST(progress, says_how_much_is_done_and_how_long_the_rest_takes) {
  const std::string seen = progress_shown(100, false);
  EXPECT_THAT(seen,
              StartsWith("\rabout 6 s left: 0 of 2 streams; talk, connection 1, from the client: cut1, 50 %\x1b[K\r"));
  EXPECT_THAT(seen, Not(HasSubstr("60 %"))) << "too soon after the one before";
  EXPECT_THAT(seen, testing::EndsWith("\r\x1b[K"));
}

TEST(progress, fits_into_one_line_of_the_terminal) {
  EXPECT_THAT(progress_shown(40, false), StartsWith("\rabout 6 s left: 0 of 2 streams; talk, c\x1b[K\r"));
}

TEST(progress, of_a_simulation_says_how_fast_it_is_and_how_many_faults_have_fired) {
  auto now = std::chrono::steady_clock::time_point{};
  test_terminal terminal(100);
  {
    sim_progress progress(100, false, [&now] { return now; });
    sim_tally done;
    done.seeds = 20;
    done.faults.add("latency", 50, 30);
    progress.show(done);
    now += std::chrono::seconds(2);
    progress.show(done);
    progress.show(done);
  }
  EXPECT_EQ(terminal.seen(), "\rabout 8 s left: 20 of 100 seeds, 10 seeds/s, 30 faults fired\x1b[K\r\x1b[K");
}

TEST(progress, is_silent_when_that_is_asked_for) { EXPECT_THAT(progress_shown(100, true), IsEmpty()); }

}  // namespace
}  // namespace asynchat::cli
