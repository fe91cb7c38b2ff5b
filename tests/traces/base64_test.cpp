#include "base64.h"

#include <gtest/gtest.h>

namespace asynchat::traces {
namespace {

TEST(base64, codes_the_vectors_of_rfc4648) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(base64, keeps_every_byte_at_every_place_of_a_group) {
  for (int value = 0; value < 256; ++value) {
    for (const std::string before : {"", "x", "xy"}) {
      const std::string bytes = before + static_cast<char>(value);
      EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
    }
  }
}

TEST(base64, refuses_what_it_would_not_write) {
  for (const char* text :
       {"Zg", "Zg=", "Zg===", "Z===", "====", "Zh==", "Zm9=", "Zg==Zg==", "Z g=", "Zm9v\n", "Zm-_", "=Zg="}) {
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace asynchat::traces
