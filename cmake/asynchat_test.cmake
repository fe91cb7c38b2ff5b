include_guard()
include(GoogleTest)
find_package(GTest REQUIRED)
find_package(rapidcheck CONFIG REQUIRED)

set(asynchat_test_options $<$<CONFIG:Release,RelWithDebInfo>:-Og> ${ASYNCHAT_TEST_OPTIONS})
asynchat_precompiled(tests
  HEADERS ${asynchat_standard_headers} <gmock/gmock.h> <gtest/gtest.h>
  LIBRARIES GTest::gmock
  OPTIONS ${asynchat_test_options})

# asynchat_test(ROOM SOURCES … LIBRARIES …)
#
# The test program of one room, `asynchat_ROOM_tests`, each of its tests known to ctest by name. RapidCheck is the
# library `rapidcheck`. A program's tests are listed when ctest runs, not when it is linked, so that building one
# target never runs another. ASYNCHAT_TEST_OPTIONS is what test sources alone are compiled with besides: a sanitizer's
# checks cost most of their time in the compiler, and those of the assertions' own code find nothing. Where a build
# optimises, test sources are compiled with -Og: with -O3, or with -O1 and AddressSanitizer, GCC 12 takes half as long
# again for them, to optimise assertions. The rooms that they are linked with keep what the build says.
#
# With ASYNCHAT_TEST_SHARDS=N a program is N tests instead, each with its share of them in one process: starting a
# process for each of thousands takes a sanitizer longer than running them.
function(asynchat_test room)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "" "SOURCES;LIBRARIES")
  set(target asynchat_${room}_tests)
  add_executable(${target} ${test_SOURCES})
  target_link_libraries(${target} PRIVATE asynchat_build_options ${test_LIBRARIES} GTest::gmock GTest::gtest_main)
  target_compile_options(${target} PRIVATE ${asynchat_test_options})
  asynchat_precompile(${target} tests)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support)
  if(NOT ASYNCHAT_TEST_SHARDS)
    gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 NO_PRETTY_VALUES
      PROPERTIES LABELS ${room})
    return()
  endif()
  math(EXPR last "${ASYNCHAT_TEST_SHARDS} - 1")
  foreach(shard RANGE ${last})
    add_test(NAME ${room}.${shard} COMMAND ${target} --gtest_brief=1)
    set_tests_properties(${room}.${shard} PROPERTIES LABELS ${room}
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${ASYNCHAT_TEST_SHARDS};GTEST_SHARD_INDEX=${shard}")
  endforeach()
endfunction()
