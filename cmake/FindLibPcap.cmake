# libpcap: captures in pcap and pcapng.
# The imported target is LibPcap::LibPcap.
include(${CMAKE_CURRENT_LIST_DIR}/asynchat_find_library.cmake)
asynchat_find_library(LibPcap LibPcap::LibPcap libpcap pcap/pcap.h pcap)
