#include "child_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <system_error>
#include <utility>

namespace asynchat::cli {

namespace {

/// The process groups that are to be killed when a signal ends this process; 0 is a free place. A signal's handler
/// reads them, so they are atomic and never move. A group that finds no place lives on until its input ends.
std::array<std::atomic<pid_t>, 1024> groups;

constexpr std::array ending_signals{SIGHUP, SIGINT, SIGTERM};

extern "C" void kill_groups_and_end(int signal_number) {
  for (std::atomic<pid_t>& group : groups) {
    if (const pid_t id = group.load(); id > 0) ::kill(-id, SIGKILL);
  }
  std::signal(signal_number, SIG_DFL);
  std::raise(signal_number);
}

void enter_group(pid_t id) {
  for (std::atomic<pid_t>& group : groups) {
    pid_t nobody = 0;
    if (group.compare_exchange_strong(nobody, id)) return;
  }
}

void leave_group(pid_t id) {
  for (std::atomic<pid_t>& group : groups) {
    pid_t known = id;
    if (group.compare_exchange_strong(known, 0)) return;
  }
}

void require(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

struct pipe_ends {
  descriptor read;
  descriptor write;
};

/// Above the standard streams' numbers, so that giving one to a child never overwrites another.
descriptor moved_up(descriptor one) {
  if (one.number() > STDERR_FILENO) return one;
  descriptor above(fcntl(one.number(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (!above.is_open()) require(errno, "a pipe to a program");
  return above;
}

pipe_ends make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) require(errno, "a pipe to a program");
  descriptor read(ends[0]);
  descriptor write(ends[1]);
  return {moved_up(std::move(read)), moved_up(std::move(write))};
}

void do_not_block(const descriptor& one) { fcntl(one.number(), F_SETFL, fcntl(one.number(), F_GETFL) | O_NONBLOCK); }

/// What a child is born with: the three streams, a process group of its own, no signal blocked or ignored.
class birth {
 public:
  birth() {
    require(posix_spawn_file_actions_init(&streams_), "starting a program");
    require(posix_spawnattr_init(&attributes_), "starting a program");
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  birth(const birth&) = delete;
  birth& operator=(const birth&) = delete;
  ~birth() {
    posix_spawn_file_actions_destroy(&streams_);
    posix_spawnattr_destroy(&attributes_);
  }

  void give(const descriptor& one, int number) {
    require(posix_spawn_file_actions_adddup2(&streams_, one.number(), number), "starting a program");
  }

  pid_t run(const std::string& command) {
    std::string shell = "sh";
    std::string option = "-c";
    std::string words = command;
    char* const arguments[] = {shell.data(), option.data(), words.data(), nullptr};
    pid_t id = -1;
    require(posix_spawn(&id, "/bin/sh", &streams_, &attributes_, arguments, environ), "starting /bin/sh");
    return id;
  }

 private:
  posix_spawn_file_actions_t streams_;
  posix_spawnattr_t attributes_;
};

}  // namespace

void watch_for_signals() {
  static std::once_flag once;
  std::call_once(once, [] {
    for (const int number : ending_signals) {
      struct sigaction now {};
      sigaction(number, nullptr, &now);
      if (now.sa_handler != SIG_DFL) continue;
      now.sa_handler = kill_groups_and_end;
      sigaction(number, &now, nullptr);
    }
    std::signal(SIGCHLD, SIG_DFL);
  });
}

descriptor::descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

descriptor& descriptor::operator=(descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

void descriptor::reset() {
  if (number_ >= 0) ::close(number_);
  number_ = -1;
}

child_process::child_process(const std::string& command) {
  watch_for_signals();
  pipe_ends in = make_pipe();
  pipe_ends out = make_pipe();
  pipe_ends err = make_pipe();
  birth child;
  child.give(in.read, STDIN_FILENO);
  child.give(out.write, STDOUT_FILENO);
  child.give(err.write, STDERR_FILENO);
  input = std::move(in.write);
  output = std::move(out.read);
  errors = std::move(err.read);
  for (const descriptor* one : {&input, &output, &errors}) do_not_block(*one);
  pid_ = child.run(command);
  enter_group(pid_);
}

child_process::~child_process() {
  kill();
  if (!end_) {
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) continue;
  }
  leave_group(pid_);
}

std::size_t child_process::unread() const {
  int bytes = 0;
  if (!input.is_open() || ioctl(input.number(), FIONREAD, &bytes) != 0) return 0;
  return static_cast<std::size_t>(bytes);
}

std::optional<process_end> child_process::ended() {
  // The child stays a zombie until its group is killed: so long nobody else can get its number.
  if (!end_) {
    siginfo_t what{};
    if (waitid(P_PID, static_cast<id_t>(pid_), &what, WEXITED | WNOHANG | WNOWAIT) != 0) {
      if (errno != EINTR) require(errno, "waiting for a program");
    } else if (what.si_pid == pid_) {
      end_ = process_end{what.si_code != CLD_EXITED, what.si_status};
      ::kill(-pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
  }
  return end_;
}

void child_process::kill() {
  if (!end_) ::kill(-pid_, SIGKILL);
}

sigpipe_ignored::sigpipe_ignored() : before_(std::signal(SIGPIPE, SIG_IGN)) {}
sigpipe_ignored::~sigpipe_ignored() { std::signal(SIGPIPE, before_); }

}  // namespace asynchat::cli
