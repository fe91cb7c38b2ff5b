# asynchat_find_library(NAME TARGET PKG_CONFIG_MODULE HEADER LIBRARY)
#
# The body of a find module for a library that comes without CMake files: pkg-config says where to look and which
# version it is; the imported target TARGET is its header's folder and its library. A macro, since the result of
# find_package_handle_standard_args is for the caller of find_package.
macro(asynchat_find_library name target module header library)
  find_package(PkgConfig QUIET)
  if(PkgConfig_FOUND)
    pkg_check_modules(PC_${name} QUIET ${module})
  endif()
  find_path(${name}_INCLUDE_DIR ${header} HINTS ${PC_${name}_INCLUDEDIR} ${PC_${name}_INCLUDE_DIRS})
  find_library(${name}_LIBRARY ${library} HINTS ${PC_${name}_LIBDIR} ${PC_${name}_LIBRARY_DIRS})
  mark_as_advanced(${name}_INCLUDE_DIR ${name}_LIBRARY)

  include(FindPackageHandleStandardArgs)
  find_package_handle_standard_args(${name}
    REQUIRED_VARS ${name}_LIBRARY ${name}_INCLUDE_DIR
    VERSION_VAR PC_${name}_VERSION)

  if(${name}_FOUND AND NOT TARGET ${target})
    add_library(${target} UNKNOWN IMPORTED)
    set_target_properties(${target} PROPERTIES
      IMPORTED_LOCATION "${${name}_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${${name}_INCLUDE_DIR}")
  endif()
endmacro()
