#include <asynchat/traces/error.h>
#include <asynchat/traces/input_file.h>
#include <asynchat/transport/check.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <streambuf>
#include <system_error>
#include <vector>

namespace asynchat::traces {
namespace {

[[noreturn]] void fail_to_open(const std::string& path, int code) {
  throw input_error(path, "expected a file that can be opened: " + std::generic_category().message(code));
}

int opened(const std::string& path) {
  if (path == "-") return STDIN_FILENO;
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail_to_open(path, errno);
  struct stat what {};
  if (::fstat(fd, &what) == 0 && S_ISDIR(what.st_mode)) {  // a directory can be opened, but not read
    ::close(fd);
    fail_to_open(path, EISDIR);
  }
  return fd;
}

}  // namespace

class input_stream::buffer final : public std::streambuf {
 public:
  explicit buffer(const std::string& path) : fd_(opened(path)), bytes_(start_bytes_max) {
    setg(bytes_.data(), bytes_.data(), bytes_.data());
  }
  buffer(const buffer&) = delete;
  buffer& operator=(const buffer&) = delete;
  ~buffer() override {
    if (fd_ != STDIN_FILENO) ::close(fd_);
  }

  std::string_view start(std::size_t count) {
    ASYNCHAT_CHECK(count <= bytes_.size(), "no more is looked at in advance than start_bytes_max");
    while (held() < count && fill()) {
    }
    return {gptr(), std::min(count, held())};
  }

 protected:
  int_type underflow() override {
    if (held() == 0 && !fill()) return traits_type::eof();
    return traits_type::to_int_type(*gptr());
  }

 private:
  std::size_t held() const { return static_cast<std::size_t>(egptr() - gptr()); }

  /// Takes what one read gives, behind what is held; false at the end.
  bool fill() {
    const std::size_t kept = held();
    std::memmove(bytes_.data(), gptr(), kept);
    ssize_t got = -1;
    do {
      got = ::read(fd_, bytes_.data() + kept, bytes_.size() - kept);
    } while (got < 0 && errno == EINTR);
    const std::size_t fresh = got < 0 ? 0 : static_cast<std::size_t>(got);
    setg(bytes_.data(), bytes_.data(), bytes_.data() + kept + fresh);
    if (got < 0) throw std::system_error(errno, std::generic_category());  // the stream turns it into badbit
    return got > 0;
  }

  int fd_;
  std::vector<char> bytes_;
};

input_stream::input_stream(const std::string& path) : input_stream(std::make_unique<buffer>(path)) {}

input_stream::input_stream(std::unique_ptr<buffer> bytes) : std::istream(bytes.get()), buffer_(std::move(bytes)) {}

input_stream::~input_stream() = default;

std::string_view input_stream::start(std::size_t count) {
  try {
    return buffer_->start(count);
  } catch (const std::system_error&) {
    setstate(badbit);
    return {};
  }
}

std::unique_ptr<input_stream> open_input(const std::string& path) { return std::make_unique<input_stream>(path); }

std::string name_of_input(const std::string& path) { return path == "-" ? "standard input" : path; }

void fail_to_read(const std::string& path) {
  throw input_error(path, "expected a file that can be read, found an input/output error");
}

}  // namespace asynchat::traces
