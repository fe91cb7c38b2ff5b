#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "matching/many_bytes.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "matching/find_each-inl.h"

HWY_BEFORE_NAMESPACE();
namespace asynchat::matching::HWY_NAMESPACE {

/// The ends of the pattern are asked first, since most texts have no place where both stand. The bytes between them are
/// asked a few at a time as long as a place is left, so the worst text costs one comparison for each byte of the
/// pattern and vector of text.
std::size_t find_many_bytes(const char* text, std::size_t count, const char* pattern, std::size_t size,
                            std::uint16_t* places) {
  constexpr std::size_t at_a_time = 4;
  const auto first = repeated(pattern[0]);
  const auto last = repeated(pattern[size - 1]);
  return find_each(text, count, size, places, [&](const std::uint8_t* at) HWY_ATTR {
    const byte_vector lanes;
    auto stands = hn::And(hn::Eq(hn::LoadU(lanes, at), first), hn::Eq(hn::LoadU(lanes, at + size - 1), last));
    for (std::size_t i = 1; i + 1 < size && !hn::AllFalse(lanes, stands);) {
      const std::size_t end = i + at_a_time < size ? i + at_a_time : size - 1;
      for (; i < end; ++i) stands = hn::And(stands, hn::Eq(hn::LoadU(lanes, at + i), repeated(pattern[i])));
    }
    return stands;
  });
}

}  // namespace asynchat::matching::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "matching/find.h"

namespace asynchat::matching {

HWY_EXPORT(find_many_bytes);

std::size_t find_many_bytes(const char* text, std::size_t count, const char* pattern, std::size_t size,
                            std::uint16_t* places) {
  return HWY_DYNAMIC_DISPATCH(find_many_bytes)(text, count, pattern, size, places);
}

}  // namespace asynchat::matching
#endif
