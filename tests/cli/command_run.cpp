#include "command_run.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "command_line.h"

namespace asynchat::cli {

command_run run_command(const std::vector<std::string>& arguments, const seed_work_maker& simulation) {
  std::vector<const char*> argv{"asynchat"};
  for (const std::string& one : arguments) argv.push_back(one.c_str());
  unsetenv("GITHUB_ACTIONS");  // The tests may run there, and these checks are not the runner's.
  unsetenv("COLUMNS");         // They may run in a terminal, too.
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  command_run result;
  result.status = run(static_cast<int>(argv.size()), argv.data(), simulation);
  std::fflush(nullptr);
  result.out = testing::internal::GetCapturedStdout();
  result.err = testing::internal::GetCapturedStderr();
  return result;
}

std::string trace_of(const std::string& printable) {
  return R"({"format":"asynchat-trace","version":1,"source":{"kind":"hand"}})"
         "\n"
         R"({"t":0,"conn":1,"event":"open","client":"10.0.0.1:40000","server":"10.0.0.2:25"})"
         "\n"
         R"({"t":1,"conn":1,"event":"data","from":"client","text":)" +
         nlohmann::json(printable).dump() + "}\n" + R"({"t":2,"conn":1,"event":"eof","from":"client"})" + "\n" +
         R"({"t":3,"conn":1,"event":"close"})" + "\n";
}

std::string data_file(const std::string& name) { return std::string(ASYNCHAT_TEST_DATA) + "/" + name; }

std::string corpus_file(const std::string& name) { return std::string(ASYNCHAT_CORPUS) + "/" + name; }

}  // namespace asynchat::cli
