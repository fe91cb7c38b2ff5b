include_guard()
include(GNUInstallDirs)
include(asynchat_precompile)

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# What every target of the project is compiled with, and no user of it. GCC 12 accuses correct code of two things when
# it has inlined enough: a std::variant's destructor of uninitialised members, and "literal" + std::string of an
# overlapping copy (GCC bug 105651). Those two warnings are clang's to give. From a precompiled header it reads
# char_traits.h without the pragmas that turn three more of the kind off there: those are for the other presets to give.
add_library(asynchat_build_options INTERFACE)
target_compile_features(asynchat_build_options INTERFACE cxx_std_20)
target_compile_options(asynchat_build_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-restrict>
  $<$<BOOL:${asynchat_precompiles}>:-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread>
  $<$<BOOL:${ASYNCHAT_WARNINGS_AS_ERRORS}>:-Werror>)

# asynchat_room(NAME SOURCES … HEADERS … [USES room…] [LIBRARIES target…] [PACKAGES (package target)…])
#
# One folder, one target (asynchat::NAME), one include root. USES names the rooms it may include; nothing else of the
# project is on its include path, so a forbidden include does not compile. LIBRARIES are linked privately, and again
# by whoever links the room, installed or not, so a library of headers alone is named as $<BUILD_INTERFACE:…>. The room
# is installed and exported with its headers.
function(asynchat_room name)
  cmake_parse_arguments(PARSE_ARGV 1 room "" "" "SOURCES;HEADERS;USES;LIBRARIES;PACKAGES")
  set(target asynchat_${name})
  add_library(${target} STATIC ${room_SOURCES})
  add_library(asynchat::${name} ALIAS ${target})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${room_HEADERS})
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  list(TRANSFORM room_USES PREPEND asynchat:: OUTPUT_VARIABLE used)
  target_link_libraries(${target} PUBLIC ${used} PRIVATE $<BUILD_INTERFACE:asynchat_build_options> ${room_LIBRARIES})
  asynchat_precompile(${target} standard)
  asynchat_export(${name} USES ${room_USES} PACKAGES ${room_PACKAGES})
endfunction()

# asynchat_export(NAME [USES room…] [PACKAGES (package target)…])
#
# Installs the target asynchat_NAME as asynchat::NAME, a component of its own for find_package(asynchat). It is there
# for a project in which the rooms that it uses are, and each of the packages: the target exists, or find_package finds
# the package.
function(asynchat_export name)
  cmake_parse_arguments(PARSE_ARGV 1 export "" "" "USES;PACKAGES")
  set(destination ${CMAKE_INSTALL_LIBDIR}/cmake/asynchat/rooms)
  set_target_properties(asynchat_${name} PROPERTIES EXPORT_NAME ${name})
  install(TARGETS asynchat_${name} EXPORT asynchat_${name} FILE_SET HEADERS)
  install(EXPORT asynchat_${name} NAMESPACE asynchat:: DESTINATION ${destination} FILE ${name}Targets.cmake)
  set(needs ${CMAKE_CURRENT_BINARY_DIR}/${name}Needs.cmake)
  file(WRITE ${needs} "set(uses ${export_USES})\nset(packages ${export_PACKAGES})\n")
  install(FILES ${needs} DESTINATION ${destination})
endfunction()
