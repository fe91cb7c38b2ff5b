#pragma once

#include <asynchat/traces/error.h>

#include <streambuf>

namespace asynchat::cli {

/// While it lives, the system's reason for the first write to std::cout that fails is kept; errno forgets it.
class watched_output final : private std::streambuf {
 public:
  watched_output();
  watched_output(const watched_output&) = delete;
  watched_output& operator=(const watched_output&) = delete;
  ~watched_output() override;

 private:
  int_type overflow(int_type next) override;
  std::streamsize xsputn(const char* bytes, std::streamsize count) override;
  int sync() override;

  std::streambuf* behind_;
};

/// Throws output_failure() where a write to stdout has failed: long work then has no reader.
void require_output();

/// Stdout as a file that cannot be written, for the reason that was kept, else for `code`; 0 is none that is known.
traces::output_error output_failure(int code = 0);

}  // namespace asynchat::cli
