#include "digest.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace asynchat::sim {

std::uint64_t content_digest(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

}  // namespace asynchat::sim
