include_guard()
include(GoogleTest)
find_package(GTest REQUIRED)
find_package(rapidcheck CONFIG REQUIRED)

# asynchat_test(ROOM SOURCES … LIBRARIES …)
#
# The test program of one room, `asynchat_ROOM_tests`, each of its tests known to ctest by name. RapidCheck is the
# library `rapidcheck`. A program's tests are listed when ctest runs, not when it is linked, so that building one
# target never runs another. ASYNCHAT_TEST_OPTIONS is what test sources alone are compiled with besides: a sanitizer's
# checks cost most of their time in the compiler, and those of the assertions' own code find nothing.
function(asynchat_test room)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "" "SOURCES;LIBRARIES")
  set(target asynchat_${room}_tests)
  add_executable(${target} ${test_SOURCES})
  target_link_libraries(${target} PRIVATE asynchat_build_options ${test_LIBRARIES} GTest::gmock GTest::gtest_main)
  target_compile_options(${target} PRIVATE ${ASYNCHAT_TEST_OPTIONS})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support)
  gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 NO_PRETTY_VALUES PROPERTIES LABELS ${room})
endfunction()
