#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>

namespace asynchat::properties {

/// Makes all of these bytes 0xdb; out of line, so that no compiler leaves it away in front of a free.
void overwrite(char* bytes, std::size_t size);

/// True where reads of freed memory are seen.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool sees_freed_memory = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool sees_freed_memory = true;
#else
inline constexpr bool sees_freed_memory = false;
#endif
#else
inline constexpr bool sees_freed_memory = false;
#endif

/// Bytes that are lent to a parser for one call: a heap block of their exact size, overwritten and freed afterwards, so
/// that a sanitizer sees a read past the end and a view that was kept; without one, a kept view shows other bytes.
class lent_chunk {
 public:
  explicit lent_chunk(std::string_view bytes) : size_(bytes.size()), block_(new char[bytes.size()]) {
    std::copy(bytes.begin(), bytes.end(), block_.get());
  }
  lent_chunk(const lent_chunk&) = delete;
  lent_chunk& operator=(const lent_chunk&) = delete;
  ~lent_chunk() { overwrite(block_.get(), size_); }

  std::string_view view() const { return {block_.get(), size_}; }

 private:
  const std::size_t size_;
  const std::unique_ptr<char[]> block_;
};

}  // namespace asynchat::properties
