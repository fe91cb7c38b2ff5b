# xxHash: digests, from its headers alone.
# The imported target is XxHash::XxHash.
include(${CMAKE_CURRENT_LIST_DIR}/asynchat_find_library.cmake)
asynchat_find_library(XxHash XxHash::XxHash libxxhash xxhash.h xxhash)
