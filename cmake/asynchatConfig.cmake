# find_package(asynchat [COMPONENTS room…]): asynchat::transport, asynchat::engine, asynchat::sim and the other rooms.
include(CMakeFindDependencyMacro)

# Static libraries are linked with the libraries they use.
find_dependency(hwy)
list(PREPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR}/modules)
find_dependency(LibUV)
find_dependency(LibPcap)
find_dependency(LibTins)
list(POP_FRONT CMAKE_MODULE_PATH)

include(${CMAKE_CURRENT_LIST_DIR}/asynchatTargets.cmake)

foreach(room IN LISTS asynchat_FIND_COMPONENTS)
  if(NOT TARGET asynchat::${room} AND asynchat_FIND_REQUIRED_${room})
    set(asynchat_FOUND FALSE)
    set(asynchat_NOT_FOUND_MESSAGE "asynchat has no room named ${room}")
  endif()
endforeach()
