// The memory of the command on large traces, as the system counts it for a process of its own.

#include <asynchat/traces/trace_writer.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "command_run.h"

namespace asynchat::cli {
namespace {

using testing::HasSubstr;

/// A trace whose connections come and go: so many at once, each of as many bytes, in lines of text and chunks of
/// `chunk_bytes`.
struct made_trace {
  std::size_t trace_bytes = 0;
  std::size_t connection_bytes = 0;
  std::uint64_t at_once = 0;
  std::size_t chunk_bytes = 0;
};

void write(const made_trace& plan, const std::string& path) {
  using traces::event_kind;
  std::ofstream out(path, std::ios::binary);
  traces::trace_writer writer(out, {});
  std::string chunk(plan.chunk_bytes, 'x');
  for (std::size_t at = 41; at < chunk.size(); at += 42) chunk.replace(at - 1, 2, "\r\n");
  std::uint64_t time_ns = 0;
  for (std::uint64_t first = 1; static_cast<std::size_t>(out.tellp()) < plan.trace_bytes; first += plan.at_once) {
    for (std::uint64_t i = 0; i < plan.at_once; ++i) {
      writer.write({.kind = event_kind::open, .time_ns = time_ns, .conn = first + i, .client = "a:1", .server = "b:2"});
    }
    for (std::size_t sent = 0; sent < plan.connection_bytes; sent += chunk.size()) {
      for (std::uint64_t i = 0; i < plan.at_once; ++i) {
        const side from = sent % 3 == 0 ? side::client : side::server;
        writer.write({event_kind::data, ++time_ns, first + i, from, chunk});
      }
    }
    for (std::uint64_t i = 0; i < plan.at_once; ++i) {
      writer.write({.kind = event_kind::close, .time_ns = time_ns, .conn = first + i});
    }
  }
}

/// The most memory that the command had, in MiB; its output goes to `out`.
double peak_mib(const std::string& arguments, const std::string& out) {
  // Started by a small process: a child is charged for what its parent had, too.
  const std::string measure =
      "import os, resource, subprocess, sys\n"
      "subprocess.run(sys.argv[1:])\n"
      "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)\n";
  const std::string command = "/usr/bin/python3 -c '" + measure + "' " + ASYNCHAT_PROGRAMS + "/asynchat " + arguments +
                              " > '" + out + "' 2> '" + out + ".err'";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  std::istringstream last(content_of(out + ".err"));
  double kib = 0;
  for (std::string line; std::getline(last, line);) kib = std::strtod(line.c_str(), nullptr);
  EXPECT_GT(kib, 0);
  return kib / 1024;
}

/// Of a check that reads all of that trace, whether or not its budget suffices for more.
double peak_of_check(const made_trace& plan) {
  const scratch_folder folder;
  const std::string trace = folder.path("large.trace.jsonl");
  write(plan, trace);
  const std::string out = folder.path("out");
  const double peak =
      peak_mib("check --framing crlf --strategy whole --jobs 2 --budget 1 --out " + folder.path() + ' ' + trace, out);
  EXPECT_THAT(content_of(out), HasSubstr("as far as they were tried"));
  return peak;
}

class memory : public testing::Test {
 protected:
  void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer has memory of its own";
#endif
  }
  const scratch_folder folder_;
  const double own_ = peak_mib("--version", folder_.path("version"));
};

TEST_F(memory, of_a_check_grows_with_the_connections_that_are_open_at_once) {
  constexpr std::size_t trace_bytes = std::size_t{64} << 20;
  EXPECT_LT(peak_of_check({trace_bytes, 20'000, 50, 1400}), own_ + 32);
}

TEST_F(memory, of_a_check_does_not_grow_with_the_number_of_connections) {
  constexpr std::size_t trace_bytes = std::size_t{32} << 20;
  EXPECT_LT(peak_of_check({trace_bytes, 84, 50, 42}), own_ + 16);
}

TEST_F(memory, of_other_commands_does_not_grow_with_the_file) {
  const std::string trace = folder_.path("large.trace.jsonl");
  const std::string capture = folder_.path("large.pcapng");
  write({std::size_t{64} << 20, 20'000, 50, 1400}, trace);
  const double enough = own_ + 16;
  EXPECT_LT(peak_mib("export -o - " + trace, capture), enough);
  EXPECT_LT(peak_mib("import -o /dev/null " + capture, folder_.path("said")), enough);
  EXPECT_LT(peak_mib("show " + trace, folder_.path("shown")), enough);
  EXPECT_LT(peak_mib("diff " + trace + ' ' + trace, folder_.path("differs")), enough);
  std::filesystem::remove(trace);  // else the folder holds it against the schemas, as in the tests above
}

TEST_F(memory, of_a_check_of_1_gib_is_below_64_mib) {
  if (std::getenv("ASYNCHAT_LONG") == nullptr) GTEST_SKIP() << "takes minutes";
  constexpr std::size_t trace_bytes = std::size_t{1} << 30;
  EXPECT_LT(peak_of_check({trace_bytes, 100'000, 64, 1400}), 64);
  EXPECT_LT(peak_of_check({trace_bytes, 84, 100, 42}), 64);
}

}  // namespace
}  // namespace asynchat::cli
