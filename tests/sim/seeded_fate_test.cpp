#include <asynchat/sim/fate.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

namespace asynchat::sim {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr wire_name wire{3, 7, side::client};

/// How many of 10,000 places answer yes.
int yes_of_10000(const std::function<bool(std::uint32_t)>& asked) {
  int yes = 0;
  for (std::uint32_t place = 0; place < 10'000; ++place) yes += asked(place) ? 1 : 0;
  return yes;
}

link_options everything_on() {
  link_options link;
  link.jitter = milliseconds(10);
  link.slice = link.short_read = link.spurious_wakeup = link.short_write = chance{300'000};
  link.reset = chance{10'000};
  return link;
}

std::vector<ready_event> ten_ready() {
  std::vector<ready_event> ready;
  for (std::uint32_t slot = 0; slot < 10; ++slot) ready.push_back({{slot, 0}, readiness::read});
  return ready;
}

TEST(seeded_fate, sends_full_segments_after_the_latency_where_nothing_is_on) {
  seeded_fate decides(1);
  const link_options calm;
  EXPECT_EQ(decides.next_segment(wire, calm, 0, 5000), (segment{1460, microseconds(50)}));
  EXPECT_EQ(decides.next_segment(wire, calm, 5000, 3), (segment{3, microseconds(50)}));
  EXPECT_EQ(decides.accepted(wire, calm, 0, 99), 99u);
  EXPECT_EQ(decides.connect(wire, calm), connect_fate{});
  EXPECT_EQ(decides.lookup(0, 1, {}), lookup_fate{});
  EXPECT_FALSE(decides.accept_fails(0, 1, {}) || decides.reset_on_close(wire, calm) ||
               decides.reset_discards(wire, calm));
}

TEST(seeded_fate, answers_the_same_whatever_was_asked_before) {
  seeded_fate asked_a_lot(5);
  seeded_fate asked_once(5);
  const link_options link = everything_on();
  for (std::uint64_t offset = 0; offset < 1000; ++offset) asked_a_lot.next_segment(wire, link, offset, 100);
  for (std::uint64_t offset = 1000; offset-- > 0;) {
    EXPECT_EQ(asked_a_lot.next_segment(wire, link, offset, 100), asked_once.next_segment(wire, link, offset, 100));
  }
}

TEST(seeded_fate, answers_differently_for_each_seed_wire_and_offset) {
  link_options link;
  link.jitter = std::chrono::hours(1);
  std::set<duration> transits;
  for (const std::uint64_t seed : {1u, 2u}) {
    for (const wire_name& each : {wire, wire_name{3, 7, side::server}, wire_name{3, 8}, wire_name{4, 7}}) {
      for (std::uint64_t offset = 0; offset < 3; ++offset) {
        transits.insert(seeded_fate(seed).next_segment(each, link, offset, 1).transit);
      }
    }
  }
  EXPECT_EQ(transits.size(), 24u);
}

TEST(seeded_fate, says_the_same_on_every_machine) {
  link_options link = everything_on();
  link.reset = {};
  seeded_fate decides(20260721);
  std::string said;
  for (std::uint64_t offset = 0; offset < 6; ++offset) {
    const segment next = decides.next_segment(wire, link, offset * 100, 100);
    said += std::to_string(next.bytes) + " " + std::to_string(next.transit.count()) + " " +
            std::to_string(next.read_cut) + (next.blocks_once ? " b; " : "; ");
  }
  EXPECT_EQ(said, "3 6211907 0; 100 3058342 0; 100 2953495 0 b; 100 5444385 4; 100 2515456 0 b; 100 1257729 0 b; ");
}

TEST(seeded_fate, keeps_to_the_chances) {
  seeded_fate decides(9);
  link_options link = everything_on();
  const auto near = [](int count, int expected) { return std::abs(count - expected) < 200; };
  const auto ask = [&](std::uint32_t offset) { return decides.next_segment(wire, link, offset, 100); };
  EXPECT_PRED2(near, yes_of_10000([&](std::uint32_t at) { return ask(at).is_reset; }), 100);
  link.reset = {};
  EXPECT_PRED2(near, yes_of_10000([&](std::uint32_t at) { return ask(at).bytes < 100; }), 3000);
  EXPECT_PRED2(near, yes_of_10000([&](std::uint32_t at) { return ask(at).blocks_once; }), 3000);
  EXPECT_PRED2(near, yes_of_10000([&](std::uint32_t at) { return decides.accepted(wire, link, at, 100) < 100; }), 3000);
  link.slice = {};
  EXPECT_PRED2(near, yes_of_10000([&](std::uint32_t at) { return ask(at).read_cut > 0; }), 3000);
}

TEST(seeded_fate, decides_each_connect_once_and_for_one_thing) {
  seeded_fate decides(9);
  link_options link;
  link.refuse = chance{200'000};
  link.no_answer = chance{800'000};
  link.slow_connect = chance{1'000'000};
  using kind = connect_fate::kind;
  const auto ask = [&](std::uint32_t number) { return decides.connect({0, number + 1}, link); };
  EXPECT_NEAR(yes_of_10000([&](std::uint32_t at) { return ask(at).what == kind::refused; }), 2000, 200);
  EXPECT_EQ(yes_of_10000([&](std::uint32_t at) { return ask(at).what == kind::asked; }), 0);
  EXPECT_EQ(yes_of_10000([&](std::uint32_t at) { return ask(at).delay > link.slow_connect_max; }), 0);
}

TEST(seeded_fate, loses_and_delays_lookups_and_fails_accepts_by_chance) {
  seeded_fate decides(9);
  host_options host;
  host.lost_lookup = host.slow_lookup = host.accept_error = chance{500'000};
  EXPECT_NEAR(yes_of_10000([&](std::uint32_t at) { return !decides.lookup(1, at, host).found; }), 5000, 200);
  EXPECT_NEAR(yes_of_10000([&](std::uint32_t at) { return decides.lookup(1, at, host).delay.count() > 0; }), 5000, 200);
  EXPECT_NEAR(yes_of_10000([&](std::uint32_t at) { return decides.accept_fails(1, at, host); }), 5000, 200);
}

TEST(seeded_fate, cuts_off_few_bytes_as_often_as_many) {
  seeded_fate decides(9);
  link_options link;
  link.slice = chance{1'000'000};
  link.segment_bytes_max = 1025;
  const auto ask = [&](std::uint32_t offset) { return decides.next_segment(wire, link, offset, 1025).bytes; };
  EXPECT_EQ(yes_of_10000([&](std::uint32_t at) { return ask(at) < 1 || ask(at) > 1024; }), 0);
  EXPECT_NEAR(yes_of_10000([&](std::uint32_t at) { return ask(at) < 32; }), 10'000 * 5 / 11, 300);
  EXPECT_EQ(decides.next_segment(wire, link, 0, 1).bytes, 1u);
}

TEST(seeded_fate, brings_what_is_ready_into_every_order) {
  seeded_fate decides(9);
  std::set<std::uint32_t> first;
  int moved = 0;
  for (std::uint64_t pass = 0; pass < 200; ++pass) {
    std::vector<ready_event> ready = ten_ready();
    moved += decides.order(1, pass, {}, ready) ? 1 : 0;
    first.insert(ready[0].who.slot);
    EXPECT_TRUE(std::is_permutation(ready.begin(), ready.end(), ten_ready().begin()));
  }
  EXPECT_EQ(first.size(), 10u);
  EXPECT_EQ(moved, 200);
}

TEST(seeded_fate, tells_whether_an_order_is_another) {
  seeded_fate decides(9);
  for (std::uint64_t pass = 0; pass < 200; ++pass) {
    std::vector<ready_event> ready{{{0, 0}, readiness::read}, {{1, 0}, readiness::read}};
    const std::vector<ready_event> before = ready;
    const bool moved = decides.order(1, pass, {}, ready);
    EXPECT_EQ(moved, ready != before);
  }
}

TEST(seeded_fate, leaves_the_order_of_a_host_that_asks_for_none) {
  host_options host;
  host.permute_ready = false;
  std::vector<ready_event> ready = ten_ready();
  EXPECT_FALSE(seeded_fate(9).order(1, 1, host, ready));
  EXPECT_EQ(ready, ten_ready());
}

}  // namespace
}  // namespace asynchat::sim
