// What every way of marking has in common. Included once for each kind of vector, so it has no usual guard.

#if defined(ASYNCHAT_MATCHING_MARK_EACH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ASYNCHAT_MATCHING_MARK_EACH_INL_H_
#undef ASYNCHAT_MATCHING_MARK_EACH_INL_H_
#else
#define ASYNCHAT_MATCHING_MARK_EACH_INL_H_
#endif

#include <hwy/highway.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace asynchat::matching::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

static_assert(std::endian::native == std::endian::little, "masks are stored as the bytes of little-endian words");

/// Bytes of a vector: at most as many as a word has bits.
using byte_vector = hn::CappedTag<std::uint8_t, 64>;

HWY_INLINE const std::uint8_t* as_bytes(const char* text) { return reinterpret_cast<const std::uint8_t*>(text); }

HWY_INLINE auto repeated(char byte) { return hn::Set(byte_vector(), static_cast<std::uint8_t>(byte)); }

/// Marks with `stands_at(p)`, the mask of the lanes i for which the pattern, of `size` bytes, stands at p + i.
template <class StandsAt>
HWY_INLINE void mark_each(const char* text, std::size_t count, std::size_t size, std::uint64_t* bits,
                          StandsAt stands_at) {
  const byte_vector lanes;
  const std::size_t width = hn::Lanes(lanes);
  if (width < 8) {
    // Without vectors a lane is a byte, and its mask has no byte of its own.
    for (std::size_t i = 0; i < count; i += 64) bits[i / 64] = 0;
    for (std::size_t i = 0; i < count; ++i) {
      bits[i / 64] |= std::uint64_t{hn::CountTrue(lanes, stands_at(as_bytes(text + i)))} << (i % 64);
    }
    return;
  }
  bits[(count - 1) / 64] = 0;
  auto* out = reinterpret_cast<std::uint8_t*>(bits);
  std::size_t at = 0;
  for (; at + width <= count; at += width) hn::StoreMaskBits(lanes, stands_at(as_bytes(text + at)), out + at / 8);
  if (at == count) return;
  // A vector here would read behind the text, so it reads a copy with zeros behind it.
  std::uint8_t last[2 * 64] = {};
  std::memcpy(last, text + at, count - at + size - 1);
  std::uint64_t mask = 0;
  hn::StoreMaskBits(lanes, stands_at(last), reinterpret_cast<std::uint8_t*>(&mask));
  mask &= (std::uint64_t{1} << (count - at)) - 1;
  bits[at / 64] |= mask << (at % 64);
}

}  // namespace asynchat::matching::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
