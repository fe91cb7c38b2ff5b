#include <gmock/gmock.h>
#include <thread>

#include "in_a_world.h"

namespace asynchat::parity {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class readiness_parity : public parity_test {};
INSTANTIATE_TEST_SUITE_P(worlds, readiness_parity, testing::ValuesIn(all_worlds()), world_name);

TEST_P(readiness_parity, readiness_lasts_until_it_is_used_up) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
  EXPECT_EQ(read(*end, 2).bytes, "ab");
  end->watch(channel, readiness::read);
  EXPECT_THAT(news(at_once), IsEmpty());
}

TEST_P(readiness_parity, only_what_is_wanted_is_reported) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::write);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::write)));
  end->watch(channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
  end->watch(channel, readiness::read | readiness::write);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read | readiness::write)));
}

TEST_P(readiness_parity, watching_for_nothing_reports_nothing_while_the_peer_is_there) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::none);
  EXPECT_THAT(news(at_once), IsEmpty());
  EXPECT_THAT(news(at_once), IsEmpty());
  end->watch(channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
}

TEST_P(readiness_parity, watching_for_nothing_reports_the_hangup_of_a_reset) {
  const auto end = here().meet({.then = peer::end::resets});
  end->watch(channel, readiness::none);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::hangup)));
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::hangup)));
}

TEST_P(readiness_parity, an_error_is_ready_to_be_read) {
  const auto end = here().meet({.then = peer::end::resets});
  end->watch(channel, readiness::read);
  const auto events = news();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].who, channel);
  EXPECT_TRUE(any(events[0].what, readiness::read)) << events[0].what;
}

TEST_P(readiness_parity, unwatch_silences_until_the_next_watch) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::read | readiness::write);
  EXPECT_THAT(news(), testing::SizeIs(1));
  end->unwatch();
  end->unwatch();
  EXPECT_THAT(news(at_once), IsEmpty());
  end->watch(channel, readiness::read | readiness::write);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read | readiness::write)));
}

TEST_P(readiness_parity, close_silences) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::read | readiness::write);
  EXPECT_THAT(news(), testing::SizeIs(1));
  end->close();
  EXPECT_THAT(news(at_once), IsEmpty());
}

TEST_P(readiness_parity, news_bears_the_generation_of_the_last_watch) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(channel, readiness::read)));
  end->watch(next_channel, readiness::read);
  EXPECT_THAT(news(), ElementsAre(event(next_channel, readiness::read)));
}

TEST_P(readiness_parity, wait_appends_to_what_is_there) {
  const auto end = here().meet({.says = {"ab"}});
  end->watch(channel, readiness::write);
  std::vector<ready_event> ready{event(channel, readiness::hangup)};
  here().net().wait(patience, ready);
  EXPECT_THAT(ready, ElementsAre(event(channel, readiness::hangup), event(channel, readiness::write)));
}

TEST_P(readiness_parity, time_never_goes_back_and_passes_in_wait) {
  const auto end = here().meet({});
  const time_point start = here().net().now();
  time_point before = start;
  for (int waits = 0; waits < 1000 && before < start + std::chrono::milliseconds(3); ++waits) {
    EXPECT_THAT(news(std::chrono::microseconds(500)), IsEmpty());
    EXPECT_GE(here().net().now(), before);
    before = here().net().now();
  }
  EXPECT_GE(before, start + std::chrono::milliseconds(3));
}

TEST_P(readiness_parity, a_wake_ends_the_next_wait_and_takes_no_news_away) {
  const auto end = here().meet({});
  here().net().wake();
  std::vector<ready_event> ready;
  here().net().wait(std::nullopt, ready);
  EXPECT_THAT(ready, IsEmpty());
  end->watch(channel, readiness::write);
  here().net().wake();
  std::vector<ready_event> events;
  for (int waits = 0; waits < empty_waits_max && events.empty(); ++waits) events = news();
  EXPECT_THAT(events, ElementsAre(event(channel, readiness::write)));
}

}  // namespace

}  // namespace asynchat::parity
