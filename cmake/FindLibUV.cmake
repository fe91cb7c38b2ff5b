# libuv: sockets, timers, DNS and child processes.
# The imported target is LibUV::LibUV.
include(${CMAKE_CURRENT_LIST_DIR}/asynchat_find_library.cmake)
asynchat_find_library(LibUV LibUV::LibUV libuv uv.h uv)
