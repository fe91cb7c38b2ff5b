// What every way of marking has in common. Included once for each kind of vector, so it has no usual guard.

#if defined(ASYNCHAT_MATCHING_FIND_EACH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ASYNCHAT_MATCHING_FIND_EACH_INL_H_
#undef ASYNCHAT_MATCHING_FIND_EACH_INL_H_
#else
#define ASYNCHAT_MATCHING_FIND_EACH_INL_H_
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

/// Bit i says whether lane i of the mask is set.
template <class Mask>
HWY_INLINE std::uint64_t bits_of(Mask mask) {
  if (hn::MaxLanes(byte_vector()) < 8) return hn::CountTrue(byte_vector(), mask);
  std::uint64_t bits = 0;
  hn::StoreMaskBits(byte_vector(), mask, reinterpret_cast<std::uint8_t*>(&bits));
  return bits;
}

HWY_INLINE std::uint16_t first_place(std::size_t base, std::uint64_t bits) {
  // With its last bit set a word is never zero, which would be asked about once more.
  return static_cast<std::uint16_t>(base + hwy::Num0BitsBelowLS1Bit_Nonzero64(bits | std::uint64_t{1} << 63));
}

HWY_INLINE std::uint64_t without_first(std::uint64_t bits) { return bits & (bits - 1); }

/// Writes base + i for each bit i that is set; returns the end of what it wrote. How many are set is hard to predict
/// for the processor, so two are written whether they are there or not.
HWY_INLINE std::uint16_t* write_places(std::uint16_t* places, std::size_t base, std::uint64_t bits) {
  std::uint16_t* const end = places + hwy::PopCount(bits);
  do {
    places[0] = first_place(base, bits);
    bits = without_first(bits);
    places[1] = first_place(base, bits);
    bits = without_first(bits);
    places += 2;
  } while (HWY_UNLIKELY(places < end));
  return end;
}

/// The same for bits of which at most one is set.
HWY_INLINE std::uint16_t* write_place(std::uint16_t* places, std::size_t base, std::uint64_t bits) {
  *places = first_place(base, bits);
  return places + (bits != 0 ? 1 : 0);
}

/// Finds with `stands_at(p)`, the mask of the lanes i for which the pattern, of `size` bytes, stands at p + i.
template <class StandsAt>
HWY_INLINE std::size_t find_each(const char* text, std::size_t count, std::size_t size, std::uint16_t* places,
                                 StandsAt stands_at) {
  const byte_vector lanes;
  const std::size_t width = hn::Lanes(lanes);
  std::uint16_t* end = places;
  std::size_t at = 0;
  for (; at + 4 * width <= count; at += 4 * width) {
    const std::uint64_t one = bits_of(stands_at(as_bytes(text + at)));
    const std::uint64_t two = bits_of(stands_at(as_bytes(text + at + width)));
    const std::uint64_t three = bits_of(stands_at(as_bytes(text + at + 2 * width)));
    const std::uint64_t four = bits_of(stands_at(as_bytes(text + at + 3 * width)));
    // Whether frames are longer or shorter than a vector seldom changes in the middle of a stream.
    if ((without_first(one) | without_first(two) | without_first(three) | without_first(four)) == 0) {
      end = write_place(end, at, one);
      end = write_place(end, at + width, two);
      end = write_place(end, at + 2 * width, three);
      end = write_place(end, at + 3 * width, four);
    } else {
      end = write_places(end, at, one);
      end = write_places(end, at + width, two);
      end = write_places(end, at + 2 * width, three);
      end = write_places(end, at + 3 * width, four);
    }
  }
  for (; at + width <= count; at += width) end = write_places(end, at, bits_of(stands_at(as_bytes(text + at))));
  if (at < count && count >= width) {
    // The last vector begins early enough to be a whole one, and forgets what is known already.
    const std::uint64_t bits = bits_of(stands_at(as_bytes(text + count - width)));
    end = write_places(end, at, bits >> (at + width - count));
  } else if (at < count) {
    // A vector would read behind the text, so it reads a copy with zeros behind it.
    std::uint8_t whole[2 * 64] = {};
    std::memcpy(whole, text, count + size - 1);
    end = write_places(end, at, bits_of(stands_at(whole)) & ((std::uint64_t{1} << count) - 1));
  }
  return static_cast<std::size_t>(end - places);
}

}  // namespace asynchat::matching::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
