include_guard()
include(GNUInstallDirs)

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# What every target of the project is compiled with, and no user of it. GCC 12 accuses correct code of two things when
# it has inlined enough: a std::variant's destructor of uninitialised members, and "literal" + std::string of an
# overlapping copy (GCC bug 105651). Those two warnings are clang's to give.
add_library(asynchat_build_options INTERFACE)
target_compile_features(asynchat_build_options INTERFACE cxx_std_20)
target_compile_options(asynchat_build_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-restrict>
  $<$<BOOL:${ASYNCHAT_WARNINGS_AS_ERRORS}>:-Werror>)

# asynchat_room(NAME SOURCES … HEADERS … [USES room…] [LIBRARIES target…])
#
# One folder, one target (asynchat::NAME), one include root. USES names the rooms it may include; nothing else of the
# project is on its include path, so a forbidden include does not compile. LIBRARIES are linked privately, and again
# by whoever links the room, installed or not, so a library of headers alone is named as $<BUILD_INTERFACE:…>. The room
# is installed and exported with its headers.
function(asynchat_room name)
  cmake_parse_arguments(PARSE_ARGV 1 room "" "" "SOURCES;HEADERS;USES;LIBRARIES")
  set(target asynchat_${name})
  add_library(${target} STATIC ${room_SOURCES})
  add_library(asynchat::${name} ALIAS ${target})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${room_HEADERS})
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} VERIFY_INTERFACE_HEADER_SETS ON)
  list(TRANSFORM room_USES PREPEND asynchat::)
  target_link_libraries(${target} PUBLIC ${room_USES} PRIVATE $<BUILD_INTERFACE:asynchat_build_options>
    ${room_LIBRARIES})
  install(TARGETS ${target} EXPORT asynchat FILE_SET HEADERS)
endfunction()
