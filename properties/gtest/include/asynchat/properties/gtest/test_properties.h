#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace asynchat::properties {

/// Adds to a number among the running test's properties.
inline void count_property(const char* key, std::uint64_t more) {
  const testing::TestResult& result = *testing::UnitTest::GetInstance()->current_test_info()->result();
  for (int i = 0; i < result.test_property_count(); ++i) {
    const testing::TestProperty& one = result.GetTestProperty(i);
    if (one.key() == std::string_view(key)) more += std::stoull(one.value());
  }
  testing::Test::RecordProperty(key, std::to_string(more));
}

}  // namespace asynchat::properties
