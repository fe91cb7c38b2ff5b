#include "child_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <system_error>

namespace asynchat::bench {

namespace {

int check(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

}  // namespace

child_process::child_process(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  int ends[2];
  check(pipe2(ends, O_CLOEXEC), "pipe");
  pid_ = check(fork(), "fork");
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(ends[1], STDOUT_FILENO);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  close(ends[1]);
  output_ = fdopen(ends[0], "r");
}

child_process::~child_process() {
  std::fclose(output_);
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

std::optional<std::string> child_process::read_line() {
  std::string line;
  for (int byte = std::getc(output_); byte != EOF; byte = std::getc(output_)) {
    if (byte == '\n') return line;
    line += static_cast<char>(byte);
  }
  return std::nullopt;
}

double child_process::cpu_seconds() const {
  clockid_t its_clock{};
  if (const int error = clock_getcpuclockid(pid_, &its_clock); error != 0) {
    throw std::system_error(error, std::generic_category(), "clock_getcpuclockid");
  }
  timespec used{};
  check(clock_gettime(its_clock, &used), "clock_gettime");
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

}  // namespace asynchat::bench
