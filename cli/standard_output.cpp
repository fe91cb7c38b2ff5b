#include "standard_output.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <iostream>
#include <string>
#include <system_error>

namespace asynchat::cli {

namespace {

std::atomic<int> first_reason = 0;

void keep_reason() {
  int none = 0;
  first_reason.compare_exchange_strong(none, errno);
}

}  // namespace

watched_output::watched_output() : behind_(std::cout.rdbuf(this)) {
  std::clearerr(stdout);
  first_reason = 0;
}

watched_output::~watched_output() { std::cout.rdbuf(behind_); }

watched_output::int_type watched_output::overflow(int_type next) {
  if (traits_type::eq_int_type(next, traits_type::eof())) return traits_type::not_eof(next);
  const int_type result = behind_->sputc(traits_type::to_char_type(next));
  if (traits_type::eq_int_type(result, traits_type::eof())) keep_reason();
  return result;
}

std::streamsize watched_output::xsputn(const char* bytes, std::streamsize count) {
  const std::streamsize written = behind_->sputn(bytes, count);
  if (written != count) keep_reason();
  return written;
}

int watched_output::sync() {
  const int result = behind_->pubsync();
  if (result != 0) keep_reason();
  return result;
}

void require_output() {
  if (!std::cout || std::ferror(stdout) != 0) throw output_failure();
}

traces::output_error output_failure(int code) {
  if (first_reason != 0) code = first_reason;
  const std::string why = code == 0 ? std::string() : ": " + std::generic_category().message(code);
  return {"standard output", "it cannot be written" + why, code};
}

}  // namespace asynchat::cli
