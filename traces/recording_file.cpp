#include <asynchat/traces/recording_file.h>

#include <asynchat/traces/trace_writer.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <ostream>
#include <streambuf>
#include <string_view>
#include <system_error>
#include <utility>

namespace asynchat::traces {
namespace {

/// Collects a line, and keeps its memory for the next one.
class line_buffer final : public std::streambuf {
 public:
  std::string line;

 protected:
  int_type overflow(int_type c) override {
    if (!traits_type::eq_int_type(c, traits_type::eof())) line += traits_type::to_char_type(c);
    return traits_type::not_eof(c);
  }
  std::streamsize xsputn(const char* bytes, std::streamsize count) override {
    line.append(bytes, static_cast<std::size_t>(count));
    return count;
  }
};

/// Also true where there is no file yet.
bool is_regular(const std::string& path) {
  struct stat there {};
  return path != "-" && (::stat(path.c_str(), &there) != 0 || S_ISREG(there.st_mode));
}

/// A file that is there is opened only if it may be replaced and nobody records into it, or if it is none to keep:
/// a pipe, /dev/null.
int open_output(const std::string& path, bool replace) {
  if (path == "-") return ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
  if (!is_regular(path)) return ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_CREAT | (replace ? 0 : O_EXCL), 0666);
  if (fd < 0) return fd;
  const bool taken = ::flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  if (!taken && ::ftruncate(fd, 0) == 0) return fd;
  const int why = taken ? EBUSY : errno;
  ::close(fd);
  errno = why;
  return -1;
}

/// Where the next write goes; nothing in a pipe and the like.
std::optional<off_t> place_in(int fd) {
  const bool appends = (::fcntl(fd, F_GETFL) & O_APPEND) != 0;
  const off_t place = ::lseek(fd, 0, appends ? SEEK_END : SEEK_CUR);
  return place < 0 ? std::nullopt : std::optional(place);
}

/// All of it or an error; a whole line is one call, but where the system takes a part of it. A signal that ends the
/// wait for room in a pipe is an error: whoever wants to stop must not wait for its reader.
int write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

std::string refusal(int code) {
  if (code == EEXIST) return "expected a name that no file has yet: it is not overwritten unless that is asked for";
  if (code == EBUSY) return "expected a file of its own: another recording is written into it";
  return "expected a file that can be written: " + std::generic_category().message(code);
}

}  // namespace

struct recording_file::open_connection {
  std::string client;
  std::string server;
  std::array<std::optional<event_kind>, 2> ends;  ///< eof or reset, of each side
};

class recording_file::output final {
 public:
  output(int descriptor, const trace_header& header)
      : fd(descriptor), begin(place_in(fd)), out(&buffer), writer(out, header) {}
  ~output() { ::close(fd); }
  output(const output&) = delete;
  output& operator=(const output&) = delete;

  int fd;
  std::optional<off_t> begin;  ///< of the trace in the file; the standard output may have held something before
  line_buffer buffer;
  std::ostream out;
  trace_writer writer;
};

recording_file::recording_file(std::string path, trace_header header, const recording_options& options)
    : path_(std::move(path)), header_(std::move(header)), options_(options) {
  if (options_.rotate_bytes != 0 && !is_regular(path_)) {
    throw output_error(path_, "expected the name of a regular file: no other can be rotated");
  }
  start(path_, header_, options_.replace);
  if (trouble_) throw output_error(path_, trouble_->substr(path_.size() + 2), trouble_code_);
}

recording_file::~recording_file() = default;

void recording_file::take(const trace_event& event) {
  if (output_ == nullptr) return;
  if (options_.rotate_bytes != 0 && bytes_ - bytes_at_start_ >= options_.rotate_bytes) rotate(event.time_ns);
  if (write(event)) remember(event);
}

void recording_file::start(const std::string& path, const trace_header& header, bool replace) {
  output_.reset();
  bytes_before_ += std::exchange(bytes_, 0);
  current_path_ = path;
  const int fd = open_output(path, replace);
  if (fd < 0) return fail(errno);
  ++files_;
  output_ = std::make_unique<output>(fd, header);
  flush_line();
  bytes_at_start_ = bytes_;
}

/// Ends the file and begins the next one with what is open.
void recording_file::rotate(std::uint64_t time_ns) {
  trace_header header = header_;
  header.name += (header.name.empty() ? "part " : ", part ") + std::to_string(files_ + 1);
  std::string_view before = ", goes on with connections ";
  for (const auto& [conn, known] : open_) {
    header.name.append(before).append(std::to_string(conn));
    before = " ";
  }
  start(next_path(), header, false);
  for (const auto& [conn, known] : open_) {
    trace_event event{.kind = event_kind::open, .time_ns = time_ns, .conn = conn};
    event.client = known.client;
    event.server = known.server;
    if (!write(event)) return;
    for (const side from : {side::client, side::server}) {
      const std::optional<event_kind> end = known.ends[static_cast<std::size_t>(from)];
      if (end && !write({.kind = *end, .time_ns = time_ns, .conn = conn, .from = from})) return;
    }
  }
  bytes_at_start_ = bytes_;
}

std::string recording_file::next_path() {
  constexpr std::string_view suffix = ".trace.jsonl";
  const bool named_so = path_.ends_with(suffix);
  const std::string stem = named_so ? path_.substr(0, path_.size() - suffix.size()) : path_;
  std::string path;
  struct stat there {};  // a link that leads nowhere is there, too
  do {
    path = stem + "." + std::to_string(++number_) + std::string(named_so ? suffix : "");
  } while (::lstat(path.c_str(), &there) == 0);
  return path;
}

void recording_file::remember(const trace_event& event) {
  if (options_.rotate_bytes == 0) return;
  if (event.kind == event_kind::open) {
    open_[event.conn] = {event.client, event.server, {}};
  } else if (event.kind == event_kind::close) {
    open_.erase(event.conn);
  } else if (event.kind == event_kind::eof || event.kind == event_kind::reset) {
    open_[event.conn].ends[static_cast<std::size_t>(event.from)] = event.kind;
  }
}

/// True when the event is in the file.
bool recording_file::write(const trace_event& event) {
  if (output_ == nullptr) return false;
  output_->writer.write(event);
  return flush_line();
}

bool recording_file::flush_line() {
  std::string& line = output_->buffer.line;
  if (const int code = write_all(output_->fd, line)) {
    // What cannot be cut, a pipe, has no half line either, or a reader that drops it.
    if (output_->begin) static_cast<void>(::ftruncate(output_->fd, *output_->begin + static_cast<off_t>(bytes_)) == 0);
    output_.reset();
    fail(code);
    return false;
  }
  bytes_ += line.size();
  line.clear();
  return true;
}

void recording_file::fail(int code) {
  trouble_ = current_path_ + ": " + refusal(code);
  trouble_code_ = code;
}

}  // namespace asynchat::traces
