include_guard()

# Not with a launcher: by default ccache stores nothing that a precompiled header went into, and storing saves more.
set(asynchat_precompiles OFF)
if(ASYNCHAT_PRECOMPILED_HEADERS AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(asynchat_precompiles ON)
endif()

# asynchat_precompiled(NAME HEADERS <header>… [LIBRARIES target…] [OPTIONS option…])
#
# Headers that GCC reads once, with these options, for every target that is given to asynchat_precompile, where
# ASYNCHAT_PRECOMPILED_HEADERS is on. A source then sees them whether it includes them or not: presets release and asan,
# which are the ones to be fast, have it on, and the others find the include that is missing. Only what most sources
# read, since GCC brings all of it back for each of them; and not <iostream>, which would have each set up the standard
# streams.
function(asynchat_precompiled name)
  if(NOT asynchat_precompiles)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 precompiled "" "" "HEADERS;LIBRARIES;OPTIONS")
  set(target asynchat_precompiled_${name})
  # CMake builds the headers with a target's sources, so there is one, which is empty.
  set(source ${PROJECT_BINARY_DIR}/${target}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(${target} OBJECT ${source})
  target_link_libraries(${target} PRIVATE asynchat_build_options ${precompiled_LIBRARIES})
  target_compile_options(${target} PRIVATE ${precompiled_OPTIONS})
  target_precompile_headers(${target} PRIVATE ${precompiled_HEADERS})
endfunction()

# asynchat_precompile(TARGET NAME): the target is compiled with the headers that asynchat_precompiled(NAME) names.
function(asynchat_precompile target name)
  if(TARGET asynchat_precompiled_${name})
    target_precompile_headers(${target} REUSE_FROM asynchat_precompiled_${name})
  endif()
endfunction()

set(asynchat_standard_headers <algorithm> <array> <charconv> <chrono> <cstddef> <cstdint> <cstdlib> <cstring> <deque>
  <filesystem> <functional> <limits> <map> <memory> <numeric> <optional> <ostream> <set> <span> <sstream> <stdexcept>
  <string> <string_view> <system_error> <utility> <variant> <vector>)
asynchat_precompiled(standard HEADERS ${asynchat_standard_headers})
