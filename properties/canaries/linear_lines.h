#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "framings.h"

namespace asynchat::properties::canaries {

/// What canary_work() returns.
std::uint64_t& work_done();

/// Lines as they should be read where cost counts: no byte is searched twice, and none is moved for each line.
struct linear_lines {
  void feed(std::string_view chunk, events& out);
  void finish(events& out) { tell_incomplete(kept_, out); }

  friend bool operator==(const linear_lines&, const linear_lines&) = default;

 private:
  std::string kept_;
  std::size_t searched_ = 0;  ///< bytes of kept_ in which no terminator begins
};

}  // namespace asynchat::properties::canaries
