#include <gmock/gmock.h>

#include "chats.h"
#include "in_a_world.h"
#include "open_sockets.h"

namespace asynchat::parity {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// What a kernel does with the numbers of closed descriptors: the next socket gets the lowest one.
class reuse_parity : public parity_test {
 protected:
  void until_both_are_ready(stream& one, stream& two) {
    one.watch(channel, readiness::read);
    two.watch(next_channel, readiness::read);
    for (int waits = 0; waits < empty_waits_max && news().size() < 2; ++waits) continue;
    one.unwatch();
    two.unwatch();
  }
};
INSTANTIATE_TEST_SUITE_P(worlds, reuse_parity, testing::ValuesIn(worlds_of_sockets()), world_name);

TEST_P(reuse_parity, news_of_a_closed_stream_does_not_come_under_the_name_of_its_heir) {
  auto first = here().pair();
  first.second->send("for the first one");
  first.first->watch(channel, readiness::read);
  EXPECT_THAT(next_news(), ElementsAre(event(channel, readiness::read)));
  const auto numbers = open_sockets();
  first.first->close();
  first.second->close();
  const auto heirs = here().pair();
  EXPECT_EQ(open_sockets(), numbers) << "the test is of no use without reuse";
  heirs.first->watch(next_channel, readiness::read);
  EXPECT_THAT(news(at_once), IsEmpty());
  heirs.second->send("for the heir");
  EXPECT_THAT(next_news(), ElementsAre(event(next_channel, readiness::read)));
  EXPECT_EQ(read(*heirs.first, 12).bytes, "for the heir");
}

TEST_P(reuse_parity, interest_in_a_stream_that_was_closed_before_any_wait_is_forgotten) {
  auto first = here().pair();
  first.second->send("x");
  first.first->watch(channel, readiness::read | readiness::write);
  first.first->close();
  first.second->close();
  const auto heirs = here().pair();
  heirs.second->send("x");
  EXPECT_THAT(news(at_once), IsEmpty());
}

/// Counts its read events.
class newcomer final : public reader {
 public:
  using reader::reader;
  void handle_read() override {
    ++reads;
    reader::handle_read();
  }
  int reads = 0;
};

/// Closes the other, and has a new channel take its descriptor over, when it reads first.
class usurper final : public reader {
 public:
  usurper(loop& owner, world& around, std::unique_ptr<stream> connected)
      : reader(owner, std::move(connected)), around_(around) {}

  void found_terminator() override {
    reader::found_terminator();
    if (other->closed()) return;
    const auto numbers = open_sockets();
    other->close();
    other_end->close();
    heir_ends = around_.pair();
    EXPECT_EQ(open_sockets(), numbers) << "the test is of no use without reuse";
    heir = std::make_unique<newcomer>(owner(), std::move(heir_ends.first));
  }

  reader* other = nullptr;
  stream* other_end = nullptr;
  stream_pair heir_ends;
  std::unique_ptr<newcomer> heir;

 private:
  world& around_;
};

TEST_P(reuse_parity, a_channel_made_within_a_pass_gets_no_news_of_the_one_whose_descriptor_it_has) {
  stream_pair ends[2] = {here().pair(), here().pair()};
  ends[0].second->send("one\r\n");
  ends[1].second->send("two\r\n");
  until_both_are_ready(*ends[0].first, *ends[1].first);
  loop channels(here().net());
  usurper one(channels, here(), std::move(ends[0].first));
  usurper two(channels, here(), std::move(ends[1].first));
  one.other = &two;
  one.other_end = ends[1].second.get();
  two.other = &one;
  two.other_end = ends[0].second.get();
  run_until(channels, [&] { return one.heir || two.heir; });
  usurper& winner = one.heir ? one : two;
  linger(channels);
  EXPECT_FALSE(one.heir && two.heir);
  EXPECT_EQ(winner.heir->reads, 0) << "it got the news of the other";
  EXPECT_EQ(winner.heir->closes, 0);
  EXPECT_EQ(winner.other->closes, 0);
  winner.heir_ends.second->send("for the heir\r\n");
  run_until(channels, [&] { return !winner.heir->lines.empty(); });
  EXPECT_THAT(winner.heir->lines, ElementsAre("for the heir"));
}

TEST_P(reuse_parity, a_thousand_connections_one_after_the_other_leave_the_loop_as_it_was) {
  loop channels(here().net());
  for (int round = 0; round < 1000; ++round) {
    stream_pair ends = here().pair();
    reader one(channels, std::move(ends.first));
    ends.second->send("hello\r\n");
    run_until(channels, [&] { return !one.lines.empty(); });
    ends.second->close();
    run(channels);
    EXPECT_EQ(one.closes, 1);
  }
}

TEST_P(reuse_parity, two_watch_and_each_gets_its_own_news) {
  const auto one = here().pair();
  const auto two = here().pair();
  one.first->watch(channel, readiness::read);
  two.first->watch(next_channel, readiness::write);
  one.second->send("x");
  std::vector<ready_event> seen = next_news();
  if (seen.size() < 2) seen = next_news();
  EXPECT_THAT(seen, UnorderedElementsAre(event(channel, readiness::read), event(next_channel, readiness::write)));
}

}  // namespace

}  // namespace asynchat::parity
