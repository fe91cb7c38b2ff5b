#include <nlohmann/json.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "child_process.h"
#include "engine/python_asynchat.h"

namespace asynchat::bench {

namespace {

/// That of zlib and of Ethernet, a bit at a time.
std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffu;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0u);
  }
  return ~crc;
}

/// A file for another process to read, as long as this lives.
class passing_file {
 public:
  explicit passing_file(std::string_view bytes) {
    std::string name = (std::filesystem::temp_directory_path() / "asynchat-bench-XXXXXX").string();
    const int fd = mkstemp(name.data());
    if (fd < 0) throw std::system_error(errno, std::generic_category(), name);
    close(fd);
    path_ = name;
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~passing_file() { std::filesystem::remove(path_); }
  passing_file(const passing_file&) = delete;
  passing_file& operator=(const passing_file&) = delete;

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

constexpr const char* script = ASYNCHAT_BENCH_SOURCES "/python/frames_asynchat.py";

}  // namespace

void enter_python_asynchat(contest& all, const std::string& task, const frames& work) {
  const std::string python = "python3";
  child_process probe({python, "-W", "ignore", "-c", "import asynchat; print('here')"});
  if (probe.read_line() != "here") return all.excuse(task, "Python asynchat", "python3 is missing, or has no asynchat");

  const auto input = std::make_shared<passing_file>(work.input);
  const auto run = [=, chunk = std::to_string(work.chunk_bytes), right = crc32(right_contents(work)),
                    bytes = work.input.size()](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
      child_process child({python, "-W", "ignore", script, input->path(), chunk});
      const auto report = nlohmann::json::parse(child.read_line().value_or(""), nullptr, false);
      if (report.is_discarded()) return state.SkipWithError("it printed no report");
      if (report.at("crc32") != right) return state.SkipWithError("the frames are not the right ones");
      state.SetIterationTime(report.at("seconds"));
    }
    report_cost(state, bytes);
  };
  all.enter(task, "Python asynchat", run, timer::contestant);
}

}  // namespace asynchat::bench
