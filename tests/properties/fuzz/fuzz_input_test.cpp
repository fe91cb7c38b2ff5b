#include <asynchat/properties/fuzz/fuzz_input.h>
#include <asynchat/sim/random.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>

namespace asynchat::properties {
namespace {

using namespace std::string_literals;

std::string plan_text(std::string_view input) { return sim::to_string(to_plan(decode(input))); }

sim::plan plan_of(const std::string& text) { return std::get<sim::plan>(sim::parse_plan(text)); }

TEST(fuzz_input, reads_nothing_as_an_empty_stream_that_ends) {
  EXPECT_EQ(decode(""), fuzz_input());
  EXPECT_EQ(plan_text(""), "| eof");
}

TEST(fuzz_input, reads_codes_from_its_end) {
  EXPECT_EQ(decode("abcdef\x02\x01\x02\x00"s).bytes, "abcdef");
  EXPECT_EQ(plan_text("abcdef\x02\x01\x02\x00"s), "1 2 3 | eof");
}

TEST(fuzz_input, keeps_its_cuts_when_a_byte_is_put_into_the_stream) {
  EXPECT_EQ(plan_text("abcd_ef\x02\x01\x02\x00"s), "1 2 4 | eof");
}

TEST(fuzz_input, reads_each_flag) {
  EXPECT_EQ(plan_text("ab\x00\x01"s), "2 | reset");
  EXPECT_EQ(plan_text("ab\x00\x02"s), "2 | open");
  EXPECT_EQ(plan_text("ab\x00\x03"s), "2 | eof");
  EXPECT_EQ(plan_text("abc\x01\x01\x04"s), "1*3 | eof");
  EXPECT_EQ(plan_text("ab\x00\x08"s), "2 | eof | 1*");
  EXPECT_EQ(plan_text("ab\x00\x10"s), "2 | eof | b");
}

TEST(fuzz_input, reads_empty_reads_and_reads_longer_than_a_code) {
  EXPECT_EQ(plan_text("ab\x01\x00\x02\x00"s), "b 1 1 | eof");
  EXPECT_EQ(decode(std::string(300, 'x') + "\x01\x81\x02\x00"s).reads, std::vector<std::size_t>{255});
}

TEST(fuzz_input, means_the_same_for_ever) {
  // The digest of 1,000 inputs' meanings: a change of the format would move it, and with it every kept corpus.
  sim::random_source random(1);
  std::uint64_t digest = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string bytes(random.below(40), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.next());
    const fuzz_input input = decode(bytes);
    for (const char byte : input.bytes + '|' + sim::to_string(to_plan(input))) {
      digest = sim::mix64(digest ^ static_cast<unsigned char>(byte));
    }
  }
  EXPECT_EQ(digest, 11885050968777994917u);
}

TEST(fuzz_input, reads_any_bytes_and_writes_them_so_that_they_mean_the_same) {
  sim::random_source random(2);
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes(random.below(random.below(600) + 1), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.below(3) == 0 ? random.below(4) : random.next());
    const fuzz_input input = decode(bytes);
    ASSERT_EQ(decode(encode(input)), input);
    ASSERT_EQ(sim::delivered(to_plan(input)), input.bytes.size());
  }
}

TEST(fuzz_input, stands_for_every_plan_that_it_has_a_flag_for) {
  for (const char* text : {"| eof", "6 | open", "1 2 3 | reset", "b 1 b b 5 | eof", "6 b | eof", "1*6 | eof | 1*",
                           "2 4 | eof | b", "2 4 | eof | b 1*"}) {
    const sim::plan steps = plan_of(text);
    const std::string bytes = std::string("abcdef").substr(0, sim::delivered(steps));
    const std::optional<fuzz_input> input = from_plan(bytes, steps);
    ASSERT_TRUE(input) << text;
    EXPECT_EQ(to_plan(decode(encode(*input))), steps) << text;
  }
}

TEST(fuzz_input, stands_for_no_plan_that_waits_or_fails) {
  for (const char* text : {"w5ms 6 | eof", "1 f(EIO) 5 | eof", "6 | eof | 2 3*", "6 | eof | all b"}) {
    EXPECT_FALSE(from_plan("abcdef", plan_of(text))) << text;
  }
}

TEST(fuzz_input, is_cut_to_the_room_there_is) {
  const fuzz_input input{.bytes = "abcdef", .reads = {1, 2}};
  std::string room(20, '?');
  for (std::size_t size = 0; size <= room.size(); ++size) {
    const std::size_t written = encode(input, room.data(), size);
    ASSERT_LE(written, size);
    const fuzz_input again = decode(room.substr(0, written));
    ASSERT_EQ(input.bytes.substr(0, again.bytes.size()), again.bytes);
  }
  EXPECT_EQ(decode(room.substr(0, 10)), input);
}

TEST(fuzz_input, repeats_no_plan_beyond_its_limit) {
  fuzz_input input{.bytes = std::string(200'000, 'x'), .reads = {1}, .repeats = true};
  EXPECT_EQ(to_plan(input).recv.size(), fuzz_input::repeated_reads_max + 1);
  input.reads = {0, 0};
  EXPECT_EQ(sim::to_string(to_plan(input)), "b b 200000 | eof");
}

}  // namespace
}  // namespace asynchat::properties
