#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace asynchat::examples {

/// A file with this content, removed with it.
class temporary_file {
 public:
  explicit temporary_file(std::string content)
      : content_(std::move(content)), path_(std::filesystem::temp_directory_path() / "asynchat-XXXXXX") {
    const int fd = mkstemp(path_.data());
    if (fd < 0) throw std::runtime_error("no temporary file");
    ::close(fd);
    std::ofstream(path_, std::ios::binary) << content_;
  }
  temporary_file(const temporary_file&) = delete;
  temporary_file& operator=(const temporary_file&) = delete;
  ~temporary_file() { std::filesystem::remove(path_); }

  const std::string& content() const { return content_; }
  const std::string& path() const { return path_; }

 private:
  std::string content_;
  std::string path_;
};

}  // namespace asynchat::examples
