#include "command_run.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "command_line.h"

namespace asynchat::cli {

command_run run_command(const std::vector<std::string>& arguments, const seed_work_maker& simulation) {
  std::vector<const char*> argv{"asynchat"};
  for (const std::string& one : arguments) argv.push_back(one.c_str());
  unsetenv("GITHUB_ACTIONS");  // The tests may run there, and these checks are not the runner's.
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  command_run result;
  result.status = run(static_cast<int>(argv.size()), argv.data(), simulation);
  std::fflush(nullptr);
  result.out = testing::internal::GetCapturedStdout();
  result.err = testing::internal::GetCapturedStderr();
  return result;
}

scratch_folder::scratch_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "asynchat-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
}

scratch_folder::~scratch_folder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string scratch_folder::file(const std::string& name, const std::string& content) const {
  std::ofstream(path(name), std::ios::binary) << content;
  return path(name);
}

std::vector<std::string> scratch_folder::names() const {
  std::vector<std::string> result;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) result.push_back(entry.path().filename());
  std::sort(result.begin(), result.end());
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

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string data_file(const std::string& name) { return std::string(ASYNCHAT_TEST_DATA) + "/" + name; }

std::string corpus_file(const std::string& name) { return std::string(ASYNCHAT_CORPUS) + "/" + name; }

}  // namespace asynchat::cli
