#include "sim_verify.h"

#include <sys/wait.h>
#include <unistd.h>

#include <fmt/core.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "shard.h"
#include "sim_report.h"
#include "terminal.h"

namespace asynchat::cli {

namespace {

/// This program, started anew; what it prints is read line by line, and what it says on stderr goes where ours does.
class fresh_process final {
 public:
  /// `arguments` as a shell takes them. The link in /proc leads to this program even if its file was replaced.
  explicit fresh_process(const std::string& arguments)
      : output_(popen(fmt::format("/proc/{}/exe {}", getpid(), arguments).c_str(), "re")) {
    if (output_ == nullptr) throw std::system_error(errno, std::generic_category(), "a fresh process");
  }
  fresh_process(const fresh_process&) = delete;
  fresh_process& operator=(const fresh_process&) = delete;
  ~fresh_process() {
    std::free(line_);
    if (output_ != nullptr) pclose(output_);
  }

  std::optional<std::string> next_line() {
    const ssize_t size = getline(&line_, &line_size_, output_);
    if (size <= 0) return std::nullopt;
    std::string text(line_, static_cast<std::size_t>(size));
    if (text.back() == '\n') text.pop_back();
    return text;
  }

  /// Waits for its end.
  std::string end() {
    const int status = pclose(std::exchange(output_, nullptr));
    if (WIFSIGNALED(status)) return fmt::format("was ended by signal {}", WTERMSIG(status));
    return fmt::format("ended with status {}", WEXITSTATUS(status));
  }

 private:
  std::FILE* output_;
  char* line_ = nullptr;
  std::size_t line_size_ = 0;
};

/// "sim …", what this program is called with to run a campaign.
std::string words_of(const sim_campaign& campaign) {
  const std::string command = command_of(campaign);
  return command.substr(command.find(' ') + 1);
}

std::string in_words(const std::optional<std::string>& event) {
  return event ? on_one_line(*event) : std::string("nothing more");
}

/// The first event that a seed does not tell in both processes.
std::string different_event(const sim_campaign& campaign, const log_one_seed& log) {
  const std::vector<std::string> here = log(campaign.seeds.first);
  fresh_process other(words_of(campaign) + " --log");
  for (std::size_t i = 0;; ++i) {
    const std::optional<std::string> mine = i < here.size() ? std::optional(here[i]) : std::nullopt;
    const std::optional<std::string> theirs = other.next_line();
    if (mine != theirs) {
      return fmt::format("  event {} here:             {}\n  event {} in a fresh process: {}\n", i + 1, in_words(mine),
                         i + 1, in_words(theirs));
    }
    if (!mine) return fmt::format("  both tell the same {} events when it is run once more\n", here.size());
  }
}

}  // namespace

std::optional<std::string> first_difference(const sim_arguments& arguments, const std::vector<std::uint64_t>& digests,
                                            const log_one_seed& log, const std::function<bool()>& stop) {
  const seed_share share(arguments.campaign.seeds, arguments.part);
  fresh_process other(fmt::format("{} --shard {} --jobs {} --digests{}", words_of(arguments.campaign),
                                  to_string(arguments.part), arguments.jobs, arguments.quiet ? " --quiet" : ""));
  for (std::size_t place = 0; place < digests.size(); ++place) {
    const std::uint64_t seed = share.seed(place);
    const std::optional<std::string> line = other.next_line();
    if (!line && stop()) return std::nullopt;
    if (!line) throw std::runtime_error(fmt::format("the fresh process {} before seed {}", other.end(), seed));
    const std::string mine = digest_line(seed, digests[place]);
    if (*line == mine) continue;
    sim_campaign one = arguments.campaign;
    one.seeds = {seed, seed};
    return fmt::format(
        "seed {}\n  seed and digest here:      {}\n  in a fresh process:        {}\n{}  again:  {} --verify\n", seed,
        mine, on_one_line(*line), different_event(one, log), command_of(one));
  }
  return std::nullopt;
}

}  // namespace asynchat::cli
