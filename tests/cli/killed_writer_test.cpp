// A writer that is killed leaves nothing under the final name.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "command_run.h"

namespace asynchat::cli {
namespace {

using testing::ElementsAre;

/// True where a file can be without a name.
bool has_nameless_files(const scratch_folder& folder) {
  const int fd = ::open(folder.path().c_str(), O_TMPFILE | O_WRONLY, 0600);
  if (fd < 0) return false;
  ::close(fd);
  return true;
}

/// Starts `asynchat import` of a pipe, gives it more than a pipe holds of a capture, and kills it while it waits for
/// the rest.
void kill_in_the_middle_of_an_import(const std::string& pipe, const std::string& trace) {
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const std::string program = std::string(ASYNCHAT_PROGRAMS) + "/asynchat";
  const char* const words[] = {"asynchat", "import", pipe.c_str(), "-o", trace.c_str(), nullptr};
  pid_t pid = -1;
  ASSERT_EQ(posix_spawn(&pid, program.c_str(), nullptr, nullptr, const_cast<char**>(words), environ), 0);
  const int fd = ::open(pipe.c_str(), O_WRONLY);
  const std::string capture = content_of(data_file("captures/http1-mtu1500.pcapng"));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(::write(fd, capture.data(), capture.size()), static_cast<ssize_t>(capture.size()));
  }
  kill(pid, SIGKILL);
  int status = 0;
  EXPECT_EQ(waitpid(pid, &status, 0), pid);
  EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself";
  ::close(fd);
}

TEST(killed_writer, leaves_nothing) {
  const scratch_folder folder;
  kill_in_the_middle_of_an_import(folder.path("pipe"), folder.path("a.trace.jsonl"));
  EXPECT_FALSE(std::filesystem::exists(folder.path("a.trace.jsonl")));
  if (has_nameless_files(folder)) {
    EXPECT_THAT(folder.names(), ElementsAre("pipe"));
  }
}

TEST(killed_writer, leaves_what_was_there) {
  const scratch_folder folder;
  folder.file("a.trace.jsonl", "old");
  kill_in_the_middle_of_an_import(folder.path("pipe"), folder.path("a.trace.jsonl"));
  EXPECT_EQ(content_of(folder.path("a.trace.jsonl")), "old");
}

}  // namespace
}  // namespace asynchat::cli
