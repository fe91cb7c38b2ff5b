// Outputs that cannot be written, by the command as a program of its own: a full device, a limit of file size.

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "command_run.h"

namespace asynchat::cli {
namespace {

using testing::EndsWith;

/// Runs a line of a shell in which `asynchat` is the program; in the folder, as far as it writes.
command_run run_in_shell(const scratch_folder& folder, const std::string& line) {
  const std::string command =
      "cd '" + folder.path() + "' && PATH='" ASYNCHAT_PROGRAMS "':$PATH && (" + line + ") > out 2> err";
  const int status = std::system(command.c_str());
  return {WEXITSTATUS(status), content_of(folder.path("out")), content_of(folder.path("err"))};
}

TEST(standard_output, that_is_full_is_the_machines_trouble_for_every_command) {
  const scratch_folder folder;
  const std::string trace = corpus_file("resp/redis-mtu576.trace.jsonl");
  for (const std::string& arguments :
       {"show " + trace, "diff " + trace + ' ' + trace, "export -o - " + trace, "replay --framing resp " + trace,
        "import -o - " + data_file("captures/http1-mtu576.pcapng"),
        "conform " + data_file("conformance/asynchat.jsonl"), std::string("--help")}) {
    const command_run result = run_in_shell(folder, "asynchat " + arguments + " > /dev/full");
    EXPECT_EQ(result.status, 75) << arguments;
    EXPECT_EQ(result.err, "asynchat: standard output: it cannot be written: No space left on device\n") << arguments;
  }
}

TEST(standard_output, that_is_open_for_reading_alone_is_a_mistake_of_the_command_line) {
  const scratch_folder folder;
  const command_run result = run_in_shell(folder, "asynchat --version 1< /dev/null");
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.err, "asynchat: standard output: it cannot be written: Bad file descriptor\n");
}

TEST(an_output_file, that_may_not_grow_is_the_machines_trouble) {
  const scratch_folder folder;
  for (const std::string& arguments : {"import " + data_file("captures/http1-mtu576.pcapng"),
                                       "export " + corpus_file("http1/http1-mtu576.trace.jsonl")}) {
    const command_run result = run_in_shell(folder, "ulimit -f 8; asynchat " + arguments + " -o grows");
    EXPECT_EQ(result.status, 75) << arguments;
    EXPECT_EQ(result.err, "asynchat: grows: expected a file that can be written: File too large\n");
  }
  const command_run result = run_in_shell(
      folder, "ulimit -f 8; asynchat show " + corpus_file("resp/redis-mtu576.trace.jsonl") + " > grows 2> said");
  EXPECT_EQ(result.status, 75);
  EXPECT_EQ(content_of(folder.path("said")), "asynchat: standard output: it cannot be written: File too large\n");
}

TEST(an_output_file, in_a_folder_that_is_not_there_is_a_mistake_of_the_command_line) {
  const scratch_folder folder;
  const std::string trace = corpus_file("http1/http1-mtu576.trace.jsonl");
  const command_run result = run_in_shell(folder, "asynchat export " + trace + " -o no/such/folder");
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, EndsWith("No such file or directory\n"));
}

TEST(a_wrong_option, is_told_with_the_help_of_its_command) {
  EXPECT_THAT(run_command({"record", "--bogus"}).err, EndsWith("(see asynchat record --help)\n"));
  EXPECT_THAT(run_command({"--bogus"}).err, EndsWith("(see asynchat --help)\n"));
}

}  // namespace
}  // namespace asynchat::cli
