#include "scratch_folder.h"

#include <asynchat/traces/repro.h>
#include <asynchat/traces/trace_reader.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "schema_check.h"

namespace asynchat {
namespace {

namespace fs = std::filesystem;

bool is_read(const std::string& path) {
  try {
    traces::trace_reader trace(path);
    while (trace.next()) {
    }
    return true;
  } catch (const traces::input_error&) {
  }
  try {
    traces::read_repro(path);
    return true;
  } catch (const traces::input_error&) {
    return false;
  }
}

}  // namespace

scratch_folder::scratch_folder() {
  std::string pattern = (fs::temp_directory_path() / "asynchat-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
}

scratch_folder::~scratch_folder() {
  check_files();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string scratch_folder::path(std::string_view name) const {
  return name.empty() ? folder_.string() : (folder_ / name).string();
}

std::string scratch_folder::write(std::string_view name, std::string_view content) const {
  const fs::path file = folder_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
  written_[file] = content;
  return file.string();
}

std::vector<std::string> scratch_folder::names() const {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(folder_)) found.push_back(entry.path().filename().string());
  std::sort(found.begin(), found.end());
  return found;
}

void scratch_folder::check_files() const {
  std::error_code gone;
  for (const auto& entry : fs::recursive_directory_iterator(folder_, gone)) {
    if (entry.is_symlink() || !entry.is_regular_file()) continue;
    const std::string why = refused_file(entry.path().string());
    if (why.empty()) continue;
    const auto written = written_.find(entry.path());
    const bool as_written = written != written_.end() && written->second == content_of(entry.path().string());
    EXPECT_TRUE(as_written && !is_read(entry.path().string())) << entry.path() << ": " << why;
  }
}

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace asynchat
