# RE2: regular expressions in linear time.
# The imported target is RE2::RE2.
include(${CMAKE_CURRENT_LIST_DIR}/asynchat_find_library.cmake)
asynchat_find_library(RE2 RE2::RE2 re2 re2/re2.h re2)
