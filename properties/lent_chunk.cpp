#include <asynchat/properties/lent_chunk.h>

namespace asynchat::properties {

void overwrite(char* bytes, std::size_t size) { std::fill_n(bytes, size, '\xdb'); }

}  // namespace asynchat::properties
