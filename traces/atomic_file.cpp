#include <asynchat/traces/atomic_file.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <streambuf>
#include <system_error>

namespace asynchat::traces {
namespace {

namespace fs = std::filesystem;

constexpr mode_t mode_of_new_files = 0666;  // less the umask, as everywhere

/// The first name beside the target that `make` can give to a file; empty, with errno, where there is none.
template <typename Make>
fs::path name_beside(const fs::path& target, Make make) {
  constexpr int attempts_max = 1000;
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    fs::path name = target;
    name += ".part" + std::to_string(attempt);
    if (make(name.c_str())) return name;
    if (errno != EEXIST) break;
  }
  return {};
}

/// Where a write to `path` would end, links followed, whether or not there is a file yet.
fs::path behind_links(fs::path path) {
  constexpr int links_max = 40;
  std::error_code ignored;
  for (int links = 0; links < links_max && fs::is_symlink(path, ignored); ++links) {
    path = path.parent_path() / fs::read_symlink(path, ignored);
  }
  return path;
}

int nameless_in(const fs::path& folder) {
#ifdef O_TMPFILE
  const bool can_be_named = ::access("/proc/self/fd", X_OK) == 0;
  if (can_be_named) return ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, mode_of_new_files);
#endif
  static_cast<void>(folder);
  return -1;
}

bool give_name(int fd, const char* name) {
  const std::string itself = "/proc/self/fd/" + std::to_string(fd);
  return ::linkat(AT_FDCWD, itself.c_str(), AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
}

}  // namespace

/// The way of a stream's bytes into a descriptor. The first error ends it, and is kept.
class atomic_file::output final : public std::streambuf {
 public:
  explicit output(int fd) : fd_(fd) { setp(block_.data(), block_.data() + block_.size()); }
  output(const output&) = delete;
  output& operator=(const output&) = delete;
  ~output() override { ::close(fd_); }

  int fd() const { return fd_; }
  int error() const { return error_; }

  bool flush() {
    const char* at = pbase();
    while (at != pptr() && error_ == 0) {
      const ssize_t wrote = ::write(fd_, at, static_cast<std::size_t>(pptr() - at));
      if (wrote >= 0) {
        at += wrote;
      } else if (errno != EINTR) {
        error_ = errno;
      }
    }
    setp(block_.data(), block_.data() + block_.size());
    return error_ == 0;
  }

 protected:
  int_type overflow(int_type next) override {
    if (!flush()) return traits_type::eof();
    if (!traits_type::eq_int_type(next, traits_type::eof())) sputc(traits_type::to_char_type(next));
    return traits_type::not_eof(next);
  }
  int sync() override { return flush() ? 0 : -1; }

 private:
  int fd_;
  int error_ = 0;
  std::array<char, 65536> block_;
};

atomic_file::atomic_file(const std::string& path) : path_(path), target_(behind_links(path)) {
  struct stat old {};
  const bool exists = ::stat(target_.c_str(), &old) == 0;
  if (exists && S_ISDIR(old.st_mode)) fail(EISDIR);
  replaces_ = !exists || S_ISREG(old.st_mode);
  if (replaces_) {
    require(!exists || ::access(target_.c_str(), W_OK) == 0);
    open_new();
    require(!exists || ::fchmod(bytes_->fd(), old.st_mode & 0777) == 0);
  } else {
    const int fd = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
    require(fd >= 0);
    bytes_ = std::make_unique<output>(fd);
  }
  out_.rdbuf(bytes_.get());
}

atomic_file::~atomic_file() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void atomic_file::open_new() {
  const fs::path folder = target_.has_parent_path() ? target_.parent_path() : fs::path(".");
  int fd = nameless_in(folder);
  if (fd < 0) {
    temporary_ = name_beside(target_, [&fd](const char* name) {
      fd = ::open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode_of_new_files);
      return fd >= 0;
    });
  }
  require(fd >= 0);
  bytes_ = std::make_unique<output>(fd);
}

void atomic_file::commit() {
  bytes_->flush();
  if (bytes_->error() != 0) fail(bytes_->error());
  if (out_.fail()) fail(EIO);
  if (replaces_) publish();
}

void atomic_file::publish() {
  const int fd = bytes_->fd();
  require(::fsync(fd) == 0);
  if (temporary_.empty()) {
    if (give_name(fd, target_.c_str())) return;
    // A name that is taken passes on by a rename alone.
    require(errno == EEXIST);
    temporary_ = name_beside(target_, [fd](const char* name) { return give_name(fd, name); });
    require(!temporary_.empty());
  }
  require(std::rename(temporary_.c_str(), target_.c_str()) == 0);
  temporary_.clear();
}

void atomic_file::require(bool done) {
  if (!done) fail(errno);
}

void atomic_file::fail(int code) {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  temporary_.clear();
  throw output_error(path_, "expected a file that can be written: " + std::generic_category().message(code), code);
}

}  // namespace asynchat::traces
