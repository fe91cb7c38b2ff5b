# What `cmake --install` lays down: the rooms with their headers (see asynchat_export), the command, and a package for
# find_package(asynchat) with the find modules it needs.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/asynchat)

write_basic_package_version_file(asynchatConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_SOURCE_DIR}/cmake/asynchatConfig.cmake ${PROJECT_BINARY_DIR}/asynchatConfigVersion.cmake
  DESTINATION ${package_dir})
install(
  FILES
    ${PROJECT_SOURCE_DIR}/cmake/asynchat_find_library.cmake
    ${PROJECT_SOURCE_DIR}/cmake/FindLibPcap.cmake
    ${PROJECT_SOURCE_DIR}/cmake/FindLibTins.cmake
    ${PROJECT_SOURCE_DIR}/cmake/FindLibUV.cmake
  DESTINATION ${package_dir}/modules)

if(TARGET asynchat)
  install(TARGETS asynchat)
endif()
