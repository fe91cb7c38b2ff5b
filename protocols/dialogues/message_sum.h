#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace asynchat::protocols {

/// What a reply tells of a message that it cannot hold, so that a byte lost, doubled or changed is seen in it.
class message_sum {
 public:
  void add(std::string_view bytes) {
    bytes_ += bytes.size();
    // FNV-1a: Fowler, Noll and Vo, draft-eastlake-fnv.
    for (const char byte : bytes) sum_ = (sum_ ^ static_cast<unsigned char>(byte)) * 0x100000001b3u;
  }
  std::string text() const { return std::to_string(bytes_) + " bytes, sum " + std::to_string(sum_); }

 private:
  std::uint64_t bytes_ = 0;
  std::uint64_t sum_ = 0xcbf29ce484222325u;
};

}  // namespace asynchat::protocols
