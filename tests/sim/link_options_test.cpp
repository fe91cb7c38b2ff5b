#include <asynchat/sim/link_options.h>
#include <asynchat/sim/world_fault.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace asynchat::sim {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::string complaint(const std::function<void(link_options&)>& change) {
  link_options link;
  change(link);
  return complaint_about(link);
}

link_options parsed(std::string_view text) {
  const auto result = parse_link_options(text);
  const auto* error = std::get_if<option_error>(&result);
  EXPECT_EQ(error, nullptr) << error->position << ": " << error->message;
  return error == nullptr ? std::get<link_options>(result) : link_options{};
}

/// The offset and what was expected, or "parsed".
std::string refusal(std::string_view text) {
  const auto result = parse_link_options(text);
  const auto* error = std::get_if<option_error>(&result);
  return error == nullptr ? "parsed" : std::to_string(error->position) + ": " + error->message;
}

TEST(link_options, as_they_are_made_are_fine) {
  EXPECT_EQ(complaint_about(link_options{}), "");
  EXPECT_EQ(complaint_about(host_options{}), "");
}

TEST(link_options, know_chances_up_to_a_million) {
  EXPECT_EQ(complaint([](link_options& link) { link.slice = chance{1'000'000}; }), "");
  EXPECT_EQ(complaint([](link_options& link) { link.slice = chance{1'500'000}; }),
            "slice is 1500000 of a million: a chance is at most 1000000");
  EXPECT_EQ(complaint([](link_options& link) { link.refuse = link.no_answer = chance{600'000}; }),
            "refuse and no_answer are 1200000 of a million together: a connect has one of these fates at most");
}

TEST(link_options, know_times_up_to_a_year) {
  EXPECT_EQ(complaint([](link_options& link) { link.jitter = -milliseconds(3); }),
            "jitter is -3ms: a time is not negative");
  EXPECT_EQ(complaint([](link_options& link) { link.close_delay = duration::max(); }),
            "close_delay is 9223372036854775807ns: a time is at most 31536000s, a year");
}

TEST(link_options, know_no_buffer_of_nothing) {
  for (const auto field : {&link_options::send_buffer_bytes, &link_options::receive_window_bytes}) {
    EXPECT_NE(complaint([&](link_options& link) { link.*field = 0; }), "");
  }
  EXPECT_EQ(complaint([](link_options& link) { link.segment_bytes_max = 0; }),
            "segment_bytes_max is 0: nothing would ever get through");
  EXPECT_EQ(complaint([](link_options& link) { link.bytes_per_second = 0; }), "");
}

TEST(link_options, that_contradict_each_other_are_named) {
  EXPECT_EQ(complaint([](link_options& link) { link.latency = seconds(127); }),
            "connect_timeout is 127s, and latency 127s: no connect would be answered in time");
  EXPECT_EQ(complaint([](link_options& link) { link.coalesce = hours(1); }),
            "send_timeout is 924s, and latency, jitter and coalesce together 3600000050us: a sender would give up "
            "before its bytes arrive");
  EXPECT_EQ(complaint([](link_options& link) { link.bytes_per_second = 1; }),
            "bytes_per_second is 1, so that a segment of 1460 bytes takes 1460s: send_timeout is 924s");
  EXPECT_EQ(complaint([](link_options& link) { link.slow_connect = chance{1}, link.slow_connect_max = {}; }),
            "slow_connect is on, and slow_connect_max is 0ns: no connect would be slow");
  EXPECT_EQ(complaint([](link_options& link) { link.nagle = true, link.send_buffer_bytes = 512; }),
            "nagle is on, segment_bytes_max is 1460 and send_buffer_bytes 512: no segment would ever be full");
  EXPECT_EQ(complaint([](link_options& link) { link.slice = chance{1}, link.segment_bytes_max = 1; }),
            "slice is on, and segment_bytes_max is 1: one byte is not cut");
}

TEST(host_options, that_cannot_be_are_named) {
  host_options host;
  host.slow_lookup = chance{1};
  host.slow_lookup_max = {};
  EXPECT_EQ(complaint_about(host), "slow_lookup is on, and slow_lookup_max is 0ns: no lookup would be slow");
  host.accept_queue_max = 0;
  EXPECT_EQ(complaint_about(host), "accept_queue_max is 0: nothing would ever get through");
}

TEST(link_options_text, shows_what_is_not_usual) {
  link_options link;
  EXPECT_EQ(to_string(link), "");
  link.latency = milliseconds(20);
  link.slice = chance{10'000};
  link.reset = chance{1};
  link.short_read = chance{125'500};
  link.nagle = true;
  link.send_buffer_bytes = 4096;
  EXPECT_EQ(to_string(link), "latency=20ms nagle=on send_buffer_bytes=4096 slice=1% short_read=12.55% reset=0.0001%");
  EXPECT_EQ(parsed(to_string(link)), link);
}

TEST(link_options_text, takes_any_order_and_spaces) {
  EXPECT_EQ(parsed("  slice=100%   latency=1us "), parsed("latency=1000ns slice=100.0000%"));
  EXPECT_EQ(parsed(""), link_options{});
}

TEST(link_options_text, says_where_it_is_wrong) {
  EXPECT_EQ(refusal("jitter=5ms slice=0.5"), "11: expected slice= and a percentage such as 1% or 0.0001%");
  EXPECT_EQ(refusal("slice=1.00001%"), "0: expected slice= and a percentage such as 1% or 0.0001%");
  EXPECT_EQ(refusal("latency=5"), "0: expected latency= and a time such as 20ms, of s, ms, us or ns");
  EXPECT_EQ(refusal("latency"), "0: expected latency= and a time such as 20ms, of s, ms, us or ns");
  EXPECT_EQ(refusal("nagle=1"), "0: expected nagle= and on or off");
  EXPECT_EQ(refusal("segment_bytes_max=4294967296"),
            "0: expected segment_bytes_max= and a whole number of at most 4294967295");
  EXPECT_EQ(refusal("slice=1% slice=1%"), "9: slice is said twice");
  EXPECT_EQ(refusal("speed=1").substr(0, 37), "0: expected an option, one of latency");
  EXPECT_EQ(refusal("slice=150%"), "0: slice is 1500000 of a million: a chance is at most 1000000");
}

TEST(link_options_text, refuses_what_is_hostile) {
  for (const char* text :
       {"=", "latency=-1s", "latency=99999999999999999999s", "latency=9223372036854775807s", "slice=%", "slice=.5%",
        "slice=-1%", "slice=1.-5%", "slice=4294967295%", "latency=ms", "\n", "latency=1s\t"}) {
    EXPECT_NE(refusal(text), "parsed") << text;
  }
}

TEST(world_fault, has_a_name_of_its_own_that_leads_back) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < world_fault_count; ++i) {
    const auto which = static_cast<world_fault>(i);
    EXPECT_EQ(world_fault_named(to_string(which)), which);
    names.insert(to_string(which));
  }
  EXPECT_EQ(names.size(), world_fault_count);
  EXPECT_EQ(to_string(world_fault::ready_order), "ready_order");
  EXPECT_EQ(world_fault_named("earthquake"), std::nullopt);
}

}  // namespace
}  // namespace asynchat::sim
