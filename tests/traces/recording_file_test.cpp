#include <asynchat/traces/recording_file.h>

#include <asynchat/traces/trace_reader.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <csignal>
#include <filesystem>
#include <optional>

#include "trace_vocabulary.h"

namespace asynchat::traces {
namespace {

trace_event opened(std::uint64_t conn, std::uint64_t time_ns = 0) {
  return {.kind = event_kind::open, .time_ns = time_ns, .conn = conn, .client = "c:1", .server = "s:2"};
}
trace_event said(std::uint64_t conn, std::string bytes, std::uint64_t time_ns = 0) {
  return {.kind = event_kind::data, .time_ns = time_ns, .conn = conn, .bytes = std::move(bytes)};
}
trace_event ended(std::uint64_t conn, event_kind kind) { return {.kind = kind, .conn = conn}; }

std::string story_of(const std::string& path) {
  trace_reader reader(path);
  std::string told = story(all_events(reader));
  EXPECT_TRUE(reader.warnings().empty());
  return told;
}

/// While it lives, no file of this process grows beyond so many bytes.
class file_size_limit {
 public:
  explicit file_size_limit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit less{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &less);
  }
  ~file_size_limit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

TEST(recording_file, holds_each_event_as_soon_as_it_was_taken) {
  const scratch_folder folder;
  recording_file file(folder.path("a.trace.jsonl"), {.kind = source_kind::proxy, .name = "there", .started = {}});
  file.take(opened(1));
  EXPECT_EQ(story_of(folder.path("a.trace.jsonl")), "1 open");
  file.take(said(1, "x"));
  EXPECT_EQ(story_of(folder.path("a.trace.jsonl")), "1 open; 1 client \"x\"");
  EXPECT_EQ(file.bytes_written(), contents(folder.path("a.trace.jsonl")).size());
}

TEST(recording_file, keeps_a_file_that_is_there_unless_told_otherwise) {
  const scratch_folder folder;
  const std::string path = folder.write("a.trace.jsonl", "mine");
  EXPECT_EQ(message_of<output_error>([&] { recording_file file(path, {}); }),
            path + ": expected a name that no file has yet: it is not overwritten unless that is asked for");
  EXPECT_EQ(contents(path), "mine");
  recording_file file(path, {}, {.replace = true});
  EXPECT_EQ(story_of(path), "");
}

TEST(recording_file, never_takes_the_file_of_another_recording) {
  const scratch_folder folder;
  const std::string path = folder.path("a.trace.jsonl");
  recording_file first(path, {});
  EXPECT_EQ(message_of<output_error>([&] { recording_file file(path, {}, {.replace = true}); }),
            path + ": expected a file of its own: another recording is written into it");
  first.take(opened(1));
  EXPECT_EQ(story_of(path), "1 open");
}

TEST(recording_file, passes_over_a_number_whose_name_leads_nowhere) {
  const scratch_folder folder;
  std::filesystem::create_symlink("nowhere", folder.path("a.1.trace.jsonl"));
  recording_file file(folder.path("a.trace.jsonl"), {}, {.rotate_bytes = 1});
  file.take(opened(1));
  file.take(said(1, "x"));
  EXPECT_EQ(file.trouble(), std::nullopt);
  EXPECT_EQ(story_of(folder.path("a.2.trace.jsonl")), "1 open; 1 client \"x\"");
}

TEST(recording_file, leaves_what_stood_on_the_standard_output_when_the_disk_is_full) {
  const scratch_folder folder;
  const std::string path = folder.write("all.txt", "stood here\n");
  const int before = ::dup(STDOUT_FILENO);
  const int appended = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  ::dup2(appended, STDOUT_FILENO);
  {
    recording_file file("-", {});
    const file_size_limit limit(contents(path).size() + 10);
    file.take(opened(1));
    EXPECT_TRUE(file.trouble());
  }
  ::dup2(before, STDOUT_FILENO);
  ::close(before);
  ::close(appended);
  EXPECT_TRUE(contents(path).starts_with("stood here\n{\"format\""));
  EXPECT_TRUE(contents(path).ends_with("}\n"));
}

TEST(recording_file, says_at_once_that_a_folder_is_missing) {
  const scratch_folder folder;
  EXPECT_EQ(message_of<output_error>([&] { recording_file file(folder.path("none/a"), {}); }),
            folder.path("none/a") + ": expected a file that can be written: No such file or directory");
  EXPECT_EQ(message_of<output_error>([] { recording_file file("/dev/full", {}); }),
            "/dev/full: expected a file that can be written: No space left on device");
}

TEST(recording_file, goes_back_to_the_last_whole_line_when_the_disk_is_full) {
  const scratch_folder folder;
  recording_file file(folder.path("a.trace.jsonl"), {});
  file.take(opened(1));
  file.take(said(1, "kept"));
  {
    const file_size_limit limit(file.bytes_written() + 50);
    file.take(said(1, std::string(1000, 'x')));
  }
  EXPECT_EQ(file.trouble(), folder.path("a.trace.jsonl") + ": expected a file that can be written: File too large");
  file.take(said(1, "not after that"));
  EXPECT_EQ(story_of(folder.path("a.trace.jsonl")), "1 open; 1 client \"kept\"");
  EXPECT_EQ(file.bytes_written(), contents(folder.path("a.trace.jsonl")).size());
}

TEST(recording_file, opens_what_is_open_again_in_the_next_file) {
  const scratch_folder folder;
  recording_file file(folder.path("a.trace.jsonl"), {.kind = source_kind::proxy, .name = "there", .started = {}},
                      {.rotate_bytes = 300});
  for (const std::uint64_t conn : {1u, 2u, 3u}) file.take(opened(conn));
  file.take(ended(1, event_kind::eof));
  file.take(ended(2, event_kind::close));
  file.take(said(3, std::string(300, 'x'), 5));
  file.take(said(3, "y", 7));
  EXPECT_EQ(folder.names(), (std::vector<std::string>{"a.1.trace.jsonl", "a.trace.jsonl"}));
  EXPECT_EQ(story_of(folder.path("a.1.trace.jsonl")), "1 open; 1 client eof; 3 open; 3 client \"y\"");
  trace_reader reader(folder.path("a.1.trace.jsonl"));
  EXPECT_EQ(reader.header().name, "there, part 2, goes on with connections 1 3");
  EXPECT_EQ(reader.next(), opened(1, 7));
  EXPECT_EQ(file.files(), 2u);
}

TEST(recording_file, passes_over_a_number_whose_file_exists) {
  for (const bool replace : {false, true}) {
    const scratch_folder folder;
    folder.write("a.1", "mine");
    recording_file file(folder.path("a"), {}, {.rotate_bytes = 1, .replace = replace});
    file.take(opened(1));
    file.take(said(1, "x"));
    EXPECT_EQ(folder.names(), (std::vector<std::string>{"a", "a.1", "a.2"}));
    EXPECT_EQ(contents(folder.path("a.1")), "mine");
  }
}

TEST(recording_file, rotates_regular_files_alone) {
  for (const std::string path : {"-", "/dev/null"}) {
    EXPECT_EQ(message_of<output_error>([&] { recording_file file(path, {}, {.rotate_bytes = 1}); }),
              path + ": expected the name of a regular file: no other can be rotated");
  }
}

}  // namespace
}  // namespace asynchat::traces
