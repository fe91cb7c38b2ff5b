# libtins: packets and TCP reassembly.
# The imported target is LibTins::LibTins.
include(${CMAKE_CURRENT_LIST_DIR}/asynchat_find_library.cmake)
asynchat_find_library(LibTins LibTins::LibTins libtins tins/tins.h tins)
