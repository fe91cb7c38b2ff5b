#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat {

/// An empty folder for the test that is running, gone with it.
///
/// Before it goes, the traces and repros in it are held against their JSON Schemas, whatever their names: one that is
/// refused fails the test. Of the files that the test itself wrote only those that are read without an error are.
class scratch_folder {
 public:
  scratch_folder();
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  ~scratch_folder();

  std::string path(std::string_view name = {}) const;
  /// Writes a file, and the folders that it lies in, and returns its path.
  std::string write(std::string_view name, std::string_view content) const;
  /// Of what lies in it, in order.
  std::vector<std::string> names() const;

 private:
  void check_files() const;

  std::filesystem::path folder_;
  mutable std::map<std::filesystem::path, std::string> written_;  ///< by the test itself
};

std::string content_of(const std::string& path);

}  // namespace asynchat
