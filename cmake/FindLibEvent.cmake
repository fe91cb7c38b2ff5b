# libevent: a rival of the benchmarks. The core library, with buffers, bufferevents and the loop.
# The imported target is LibEvent::LibEvent.
include(${CMAKE_CURRENT_LIST_DIR}/asynchat_find_library.cmake)
asynchat_find_library(LibEvent LibEvent::LibEvent libevent event2/event.h event_core)
