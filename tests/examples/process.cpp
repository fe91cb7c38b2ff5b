#include "process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace asynchat::examples {

namespace {

constexpr int patience_ms = 60'000;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif
#else
constexpr bool sanitized = false;
#endif

int check(int result, const char* call) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), call);
  return result;
}

/// A file without a name, for output that nobody reads while it is written.
owned_fd scratch_file() { return owned_fd(check(memfd_create("asynchat-test", MFD_CLOEXEC), "memfd_create")); }

std::string content_of(const owned_fd& file) {
  std::string content(static_cast<std::size_t>(check(static_cast<int>(lseek(file.get(), 0, SEEK_END)), "lseek")), '\0');
  const ssize_t count = pread(file.get(), content.data(), content.size(), 0);
  content.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return content;
}

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty())
    bytes.remove_prefix(
        static_cast<std::size_t>(check(static_cast<int>(::write(fd, bytes.data(), bytes.size())), "write")));
}

pid_t spawn(const std::vector<std::string>& words, int in, int out, int err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int error = posix_spawnp(&pid, argv.front(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::system_error(error, std::generic_category(), words.front());
  return pid;
}

bool becomes_readable(int fd) {
  pollfd state{fd, POLLIN, 0};
  int count = 0;
  do {
    count = poll(&state, 1, patience_ms);
  } while (count < 0 && errno == EINTR);
  return count == 1;
}

/// The end of a child: its exit status, 128 + the signal that ended it, or that of SIGKILL after a minute.
int status_of(pid_t pid) {
  const owned_fd end(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  if (end.get() >= 0 && !becomes_readable(end.get())) kill(pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::size_t status_line_bytes(pid_t pid, const std::string& name) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name + ":")) return std::stoul(line.substr(name.size() + 1)) * 1024;
  }
  throw std::runtime_error("/proc tells no " + name);
}

}  // namespace

owned_fd::owned_fd(owned_fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

owned_fd& owned_fd::operator=(owned_fd&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

void owned_fd::reset() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

finished_run run_client(const std::vector<std::string>& words, const std::string& input) {
  const owned_fd in = scratch_file();
  const owned_fd out = scratch_file();
  const owned_fd err = scratch_file();
  write_all(in.get(), input);
  lseek(in.get(), 0, SEEK_SET);
  const int status = status_of(spawn(words, in.get(), out.get(), err.get()));
  return {status, content_of(out), content_of(err)};
}

running_program::running_program(const std::vector<std::string>& words) : errors_(scratch_file()) {
  int in[2];
  int out[2];
  check(pipe2(in, O_CLOEXEC), "pipe2");
  const owned_fd its_input(in[0]);
  input_ = owned_fd(in[1]);
  check(pipe2(out, O_CLOEXEC), "pipe2");
  output_ = owned_fd(out[0]);
  const owned_fd its_output(out[1]);
  pid_ = spawn(words, its_input.get(), its_output.get(), errors_.get());
}

running_program::~running_program() {
  if (pid_ > 0) stop(SIGKILL);
}

void running_program::write(const std::string& text) { write_all(input_.get(), text); }

std::string running_program::read_line() {
  while (unread_.find('\n') == std::string::npos) {
    char buffer[4096];
    const ssize_t count = becomes_readable(output_.get()) ? ::read(output_.get(), buffer, sizeof(buffer)) : -1;
    if (count <= 0) {
      ADD_FAILURE() << "no line came, after \"" << unread_ << "\"; on its stderr: " << content_of(errors_);
      return {};
    }
    unread_.append(buffer, static_cast<std::size_t>(count));
  }
  const std::size_t end = unread_.find('\n');
  std::string line = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return line;
}

finished_run running_program::stop(int signal) {
  kill(pid_, signal);
  finished_run result;
  result.status = status_of(std::exchange(pid_, -1));
  result.out = std::move(unread_);
  char buffer[4096];
  for (ssize_t count = 1; count > 0;) {
    count = ::read(output_.get(), buffer, sizeof(buffer));
    if (count > 0) result.out.append(buffer, static_cast<std::size_t>(count));
  }
  result.err = content_of(errors_);
  return result;
}

running_server::running_server(const std::string& name, const std::vector<std::string>& arguments)
    : program_([&] {
        std::vector<std::string> words{program_path(name)};
        words.insert(words.end(), arguments.begin(), arguments.end());
        words.push_back("127.0.0.1:0");
        return words;
      }()) {
  const std::string expected = "listening on 127.0.0.1:";
  const std::string line = program_.read_line();
  if (!line.starts_with(expected)) throw std::runtime_error("not what a server says first: " + line);
  port_ = std::stoi(line.substr(expected.size()));
}

running_server::~running_server() {
  const finished_run end = program_.stop(SIGTERM);
  EXPECT_EQ(end.status, 0) << end.err;
}

std::size_t running_server::open_descriptors() const {
  const std::filesystem::directory_iterator open("/proc/" + std::to_string(program_.pid()) + "/fd");
  return static_cast<std::size_t>(std::distance(begin(open), end(open)));
}

std::size_t running_server::resident_bytes() const { return status_line_bytes(program_.pid(), "VmRSS"); }

std::size_t running_server::resident_bytes_peak() const { return status_line_bytes(program_.pid(), "VmHWM"); }

bool memory_is_measured() { return !sanitized; }

std::size_t allow_many_descriptors_here() {
  rlimit limit{};
  check(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
  limit.rlim_cur = limit.rlim_max;
  check(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
  return limit.rlim_cur;
}

std::string program_path(const std::string& name) { return std::string(ASYNCHAT_PROGRAMS) + "/" + name; }

}  // namespace asynchat::examples
