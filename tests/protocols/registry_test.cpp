#include <asynchat/protocols/registry.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <type_traits>

#include "fed_framing.h"
#include "framing_streams.h"

namespace asynchat::protocols {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string error_of(std::string_view text) {
  const parsed_framing parsed = parse_framing(text);
  EXPECT_FALSE(parsed.spec) << text;
  return parsed.error;
}

framing_spec spec_of(std::string_view text) {
  const parsed_framing parsed = parse_framing(text);
  EXPECT_EQ(parsed.error, "");
  return parsed.spec.value_or(framing_spec{});
}

TEST(registry, reads_every_framing) {
  EXPECT_EQ(spec_of("line"), framing_spec(line_spec{}));
  EXPECT_EQ(spec_of("crlf"), framing_spec(crlf_spec{}));
  EXPECT_EQ(spec_of("delimiter:a:b"), framing_spec(delimiter_spec{"a:b"}));
  EXPECT_EQ(spec_of("count:18446744073709551615"), framing_spec(count_spec{std::numeric_limits<std::uint64_t>::max()}));
  EXPECT_EQ(spec_of("length:u16le"), framing_spec(length_spec{length_prefix::u16le}));
  EXPECT_EQ(spec_of("length:varint"), framing_spec(length_spec{length_prefix::varint}));
  EXPECT_EQ(spec_of("http1"), framing_spec(http1_spec{}));
  EXPECT_EQ(spec_of("resp"), framing_spec(resp_spec{}));
  EXPECT_EQ(spec_of("netstring"), framing_spec(netstring_spec{}));
  EXPECT_EQ(spec_of("memcache"), framing_spec(memcache_spec{}));
  EXPECT_EQ(spec_of("mqtt"), framing_spec(mqtt_spec{}));
  EXPECT_EQ(spec_of("smtp"), framing_spec(smtp_spec{}));
}

TEST(registry, reads_every_escape) {
  EXPECT_EQ(spec_of(R"(delimiter:\r\n\t\0\\\"\xfF.)"),
            framing_spec(delimiter_spec{std::string("\r\n\t\0\\\"\xff.", 8)}));
}

TEST(registry, reads_back_what_it_writes) {
  for (const framing_spec& spec : support::all_framings()) EXPECT_EQ(spec_of(to_string(spec)), spec);
  const framing_spec awkward = delimiter_spec{std::string("\0 \\\"\xff\r\n:\t", 9)};
  EXPECT_EQ(spec_of(to_string(awkward)), awkward);
}

TEST(registry, names_the_place_of_a_bad_escape) {
  EXPECT_THAT(error_of(R"(delimiter:a\q)"), HasSubstr("character 2"));
  EXPECT_THAT(error_of(R"(delimiter:\x1)"), HasSubstr("character 1"));
  EXPECT_THAT(error_of(R"(delimiter:\r\xzz)"), HasSubstr("character 3"));
  EXPECT_THAT(error_of(R"(delimiter:ab\)"), AllOf(HasSubstr("character 3"), HasSubstr(R"(\xHH)")));
  EXPECT_THAT(error_of(std::string_view("delimiter:\\\0", 12)), HasSubstr("character 1"));
}

TEST(registry, says_what_is_known_instead) {
  for (const framing_description& one : known_framings()) {
    EXPECT_THAT(error_of("lines"), HasSubstr(std::string(one.grammar)));
  }
  EXPECT_THAT(error_of("length:u64"), HasSubstr("u32le"));
  EXPECT_THAT(error_of("http1:x"), HasSubstr("no parameter"));
  EXPECT_THAT(error_of(""), HasSubstr("unknown framing"));
  EXPECT_THAT(error_of("delimiter"), HasSubstr("delimiter:TEXT"));
}

TEST(registry, refuses_parameters_that_mean_nothing) {
  EXPECT_THAT(error_of("delimiter:"), HasSubstr("at least one byte"));
  EXPECT_THAT(error_of("count:0"), HasSubstr("at least 1"));
  EXPECT_THAT(error_of("count:"), HasSubstr("decimal number"));
  EXPECT_THAT(error_of("count:-1"), HasSubstr("decimal number"));
  EXPECT_THAT(error_of("count:1x"), HasSubstr("decimal number"));
  EXPECT_THAT(error_of("count:18446744073709551616"), HasSubstr("overflows"));
}

TEST(registry, tells_which_frames_are_heard) {
  EXPECT_TRUE(is_heard(http1_spec{}, "head"));
  EXPECT_FALSE(is_heard(http1_spec{}, "data"));
  EXPECT_FALSE(is_heard(resp_spec{}, "value"));
  EXPECT_TRUE(is_heard(smtp_spec{}, "command"));
  EXPECT_TRUE(is_heard(smtp_spec{}, "response"));
  EXPECT_TRUE(is_heard(smtp_spec{}, "reply"));
  EXPECT_FALSE(is_heard(smtp_spec{}, "end"));
}

template <class Framing>
class watched final : public Framing {
 public:
  using Framing::Framing;
  void found_terminator() override {
    ++finds;
    Framing::found_terminator();
  }
  int finds = 0;
};

TEST(registry, makes_classes_derived_from_a_framing) {
  const int finds = visit_framing(spec_of("count:2"), side::client, [](const auto& factory) {
    support::fed_network network;
    loop owner(network);
    support::frame_log log;
    auto source = std::make_unique<support::fed_stream>();
    network.source = source.get();
    network.source->unread = "abcd";
    using framing_type = typename std::decay_t<decltype(factory)>::framing_type;
    const auto channel = factory.template make<watched<framing_type>>(owner, std::move(source), log);
    owner.poll(duration(0));
    return channel->finds;
  });
  EXPECT_EQ(finds, 2);
}

}  // namespace
}  // namespace asynchat::protocols
