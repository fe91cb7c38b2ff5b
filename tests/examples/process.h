#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

namespace asynchat::examples {

/// A descriptor, closed with it.
class owned_fd {
 public:
  explicit owned_fd(int fd = -1) : fd_(fd) {}
  owned_fd(owned_fd&& other) noexcept;
  owned_fd& operator=(owned_fd&& other) noexcept;
  ~owned_fd() { reset(); }
  int get() const { return fd_; }
  void reset();

 private:
  int fd_;
};

/// What a program that has ended came to: its exit status (128 + signal where one ended it) and what it wrote.
struct finished_run {
  int status = 0;
  std::string out;
  std::string err;
};

/// Runs a real client with this input, to its end.
finished_run run_client(const std::vector<std::string>& words, const std::string& input = {});

/// A program at work, with pipes to its input and from its output. It is ended with this object.
class running_program {
 public:
  explicit running_program(const std::vector<std::string>& words);
  running_program(const running_program&) = delete;
  running_program& operator=(const running_program&) = delete;
  ~running_program();

  pid_t pid() const { return pid_; }
  void write(const std::string& text);
  /// The next line of its output without its end; empty, and a failed test, where none comes.
  std::string read_line();
  /// Sends a signal, waits for the end, and says what it came to; what read_line has given is not in `out`.
  finished_run stop(int signal);

 private:
  pid_t pid_ = -1;
  owned_fd input_;
  owned_fd output_;
  owned_fd errors_;
  std::string unread_;
};

/// A server of examples/ that listens on a port that the system chose. Its end, with this object, is SIGTERM, and must
/// be clean: under a sanitizer nothing may have leaked.
class running_server {
 public:
  explicit running_server(const std::string& name, const std::vector<std::string>& arguments = {});
  ~running_server();

  int port() const { return port_; }
  std::string port_text() const { return std::to_string(port_); }
  std::string address() const { return "127.0.0.1:" + port_text(); }
  std::string url(const std::string& path = "/") const { return "http://" + address() + path; }
  running_program& program() { return program_; }

  std::size_t open_descriptors() const;
  /// True once it holds at most that many. The end of a connection takes it a pass or some, so before each look `ask`
  /// asks it for something, and waits for the answer: earlier connections have been accepted then.
  template <class Ask>
  bool comes_down_to(std::size_t descriptors, Ask ask) const {
    constexpr int asked_max = 20'000;
    for (int asked = 0; asked < asked_max; ++asked) {
      ask();
      if (open_descriptors() <= descriptors) return true;
    }
    return false;
  }
  /// Bytes of memory: those that it has now, and the most that it ever had.
  std::size_t resident_bytes() const;
  std::size_t resident_bytes_peak() const;

 private:
  running_program program_;
  int port_ = 0;
};

/// False under a sanitizer, whose own memory is more than that of a server.
bool memory_is_measured();

/// Lets this process open as many descriptors as the system allows, and says how many those are.
std::size_t allow_many_descriptors_here();

std::string program_path(const std::string& name);

}  // namespace asynchat::examples
