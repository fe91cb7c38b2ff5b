#include "report/surroundings.h"

#include <event2/event.h>
#include <hwy/highway.h>
#include <sys/utsname.h>
#include <uv.h>

#include <boost/version.hpp>
#include <fstream>
#include <thread>

#include "child_process.h"

namespace asynchat::bench {

namespace {

/// The value behind `key` and a separator, in the first line of `path` that begins with it.
std::string value_in(const std::string& path, const std::string& key, char separator) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::size_t at = line.find(separator);
    if (!line.starts_with(key) || at == std::string::npos) continue;
    const std::size_t first = line.find_first_not_of(" \t\"", at + 1);
    const std::size_t last = line.find_last_not_of(" \t\"");
    if (first != std::string::npos) return line.substr(first, last - first + 1);
  }
  return "unknown";
}

std::string boost_version() {
  return std::to_string(BOOST_VERSION / 100000) + '.' + std::to_string(BOOST_VERSION / 100 % 1000) + '.' +
         std::to_string(BOOST_VERSION % 100);
}

std::string highway_version() {
  return std::to_string(HWY_MAJOR) + '.' + std::to_string(HWY_MINOR) + '.' + std::to_string(HWY_PATCH);
}

std::string python_version() {
  child_process python({"python3", "-c", "import platform; print(platform.python_version())"});
  return python.read_line().value_or("missing");
}

}  // namespace

surroundings look_around() {
  surroundings result;
  result.processor = value_in("/proc/cpuinfo", "model name", ':');
  result.processors = std::thread::hardware_concurrency();
  utsname kernel{};
  uname(&kernel);
  result.system = value_in("/etc/os-release", "PRETTY_NAME", '=') + ", " + kernel.sysname + ' ' + kernel.release + ' ' +
                  kernel.machine;
#ifdef __clang__
  result.compiler = "Clang " __clang_version__;
#else
  result.compiler = "GCC " __VERSION__;
#endif
  result.compiler += ", " ASYNCHAT_BENCH_BUILD_TYPE;
  result.versions = {{"asynchat", ASYNCHAT_BENCH_VERSION},
                     {"Highway", highway_version()},
                     {"libuv", uv_version_string()},
                     {"libevent", event_get_version()},
                     {"Boost", boost_version()},
                     {"Python", python_version()},
                     {"Google Benchmark", ASYNCHAT_BENCH_BENCHMARK_VERSION}};
  return result;
}

}  // namespace asynchat::bench
