#include <gmock/gmock.h>
#include <stdexcept>

#include "counting_stream.h"
#include "in_a_world.h"
#include "recorded_chat.h"

namespace asynchat::parity {

namespace {

using support::event_log;
using support::recorded_chat;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class extensions_parity : public parity_test {
 protected:
  /// A chat with that peer, and how often it sent.
  struct meeting {
    explicit meeting(world& around, peer script)
        : met(around.meet(std::move(script))),
          channels(around.net()),
          chat(channels, std::make_unique<counting_stream>(std::move(met), sends), log) {
      channels.set_log_sink(nullptr);
    }
    recorded_chat* operator->() { return &chat; }

    std::unique_ptr<stream> met;
    int sends = 0;
    event_log log;
    loop channels;
    recorded_chat chat;
  };

  static std::string numbered_lines(std::size_t bytes) {
    std::string lines;
    while (lines.size() < bytes) lines += "line " + std::to_string(lines.size()) + "\r\n";
    return lines;
  }
};

INSTANTIATE_TEST_SUITE_P(worlds, extensions_parity, testing::ValuesIn(all_worlds()), world_name);

// X1, half-close.

TEST_P(extensions_parity, without_half_close_what_is_queued_at_the_peers_end_is_lost) {
  meeting talk(here(), {.says = {"get\r\n"}, .then = peer::end::ends, .listens = false});
  talk->set_terminator("\r\n");
  const std::string answer = numbered_lines(8U << 20U);
  talk->on_found = [&] { talk->push(answer); };
  run(talk.channels);
  EXPECT_LT(here().heard(std::string::npos).size(), answer.size());
}

TEST_P(extensions_parity, with_half_close_all_that_is_queued_at_the_peers_end_is_sent_before_the_end) {
  meeting talk(here(), {.says = {"get\r\n"}, .then = peer::end::ends, .listens = false});
  talk->set_terminator("\r\n");
  talk->set_half_close(true);
  const std::string answer = numbered_lines(8U << 20U);
  talk->on_found = [&] { talk->push(answer); };
  run_until(talk.channels, [&] { return !talk->readable(); });
  EXPECT_FALSE(talk->closed());
  here().peer_listens();
  run(talk.channels);
  EXPECT_TRUE(here().heard(std::string::npos) == answer);
  EXPECT_TRUE(here().peer_saw_the_end());
  EXPECT_EQ(talk.log.take(), "collect(get) found handle_close");
}

TEST_P(extensions_parity, with_half_close_and_nothing_queued_the_peers_end_closes) {
  meeting talk(here(), {.says = {"x"}, .then = peer::end::ends});
  talk->set_half_close(true);
  run(talk.channels);
  EXPECT_EQ(talk.log.take(), "collect(x) handle_close");
}

TEST_P(extensions_parity, with_half_close_a_producer_is_emptied_after_the_peers_end) {
  meeting talk(here(), {.says = {"get\r\n"}, .then = peer::end::ends, .listens = false});
  talk->set_terminator("\r\n");
  talk->set_half_close(true);
  int blocks = 0;
  talk->on_found = [&] {
    talk->push_with_producer(support::producing(
        [&] { return ++blocks <= 50 ? std::string(100'000, static_cast<char>('a' + blocks % 26)) : std::string(); }));
  };
  run_until(talk.channels, [&] { return !talk->readable(); });
  here().peer_listens();
  run(talk.channels);
  EXPECT_EQ(here().heard(std::string::npos).size(), 5'000'000U);
}

TEST_P(extensions_parity, half_close_does_not_wait_for_a_peer_that_resets) {
  meeting talk(here(), {.then = peer::end::resets, .listens = false});
  talk->set_half_close(true);
  talk->push(numbered_lines(8U << 20U));
  run(talk.channels);
  EXPECT_EQ(talk.log.take(), "handle_close");
}

// X2, frame limit.

TEST_P(extensions_parity, a_frame_above_its_limit_is_told_once_after_exactly_that_much_whatever_the_cut) {
  const std::string stream = "abcdef\r\ngh\r\n";
  for (std::size_t cut = 1; cut < stream.size(); ++cut) {
    start_anew();
    meeting talk(here(), {.says = {stream.substr(0, cut), stream.substr(cut)}, .then = peer::end::ends});
    talk->set_terminator("\r\n");
    talk->set_frame_limit(4);
    int limits = 0;
    talk->on_limit = [&] {
      ++limits;
      EXPECT_EQ(talk->unfinished, "abcd");
    };
    run(talk.channels);
    EXPECT_EQ(limits, 1) << "cut at " << cut;
    EXPECT_THAT(talk->messages, ElementsAre("abcd", "gh"));
  }
}

TEST_P(extensions_parity, a_frame_of_exactly_its_limit_is_a_frame_whatever_the_cut) {
  const std::string stream = "abcd\r\nefgh\r\n";
  for (std::size_t cut = 1; cut < stream.size(); ++cut) {
    start_anew();
    meeting talk(here(), {.says = {stream.substr(0, cut), stream.substr(cut)}, .then = peer::end::ends});
    talk->set_terminator("\r\n");
    talk->set_frame_limit(4);
    run(talk.channels);
    EXPECT_THAT(talk->messages, ElementsAre("abcd", "efgh")) << "cut at " << cut;
    EXPECT_THAT(talk.log.take(), Not(HasSubstr("limit")));
  }
}

TEST_P(extensions_parity, an_endless_line_is_one_error_and_a_close) {
  const std::vector<std::string> pieces(50, std::string(1000, 'x'));
  meeting talk(here(), {.says = pieces});
  talk->set_terminator("\r\n");
  talk->set_frame_limit(4096);
  run(talk.channels);
  EXPECT_EQ(talk->unfinished, std::string(4096, 'x'));
  EXPECT_THAT(talk.log.take(), testing::EndsWith("limit error(a frame is longer than the frame limit) handle_close"));
}

// X3, output limit.

TEST_P(extensions_parity, output_above_its_limit_is_told_by_push_and_drains_once_the_peer_reads) {
  meeting talk(here(), {.listens = false});
  talk->set_output_limit(1U << 20U, 1U << 16U);
  std::string pushed;
  int drains = 0;
  const auto push_until_full = [&] {
    bool below = true;
    while (below) {
      const std::string block = numbered_lines(100'000) + std::to_string(pushed.size());
      pushed += block;
      below = talk->push(block);
    }
  };
  talk->on_drain = [&] {
    if (++drains < 5) push_until_full();
  };
  push_until_full();
  linger(talk.channels);
  here().peer_listens();
  run_until(talk.channels, [&] { return drains == 5; });
  talk->close_when_done();
  run(talk.channels);
  EXPECT_TRUE(here().heard(std::string::npos) == pushed) << "nothing is dropped";
  EXPECT_EQ(drains, 5);
}

TEST_P(extensions_parity, output_below_its_limit_never_drains) {
  meeting talk(here(), {});
  talk->set_output_limit(1000, 10);
  for (int pushes = 0; pushes < 100; ++pushes) EXPECT_TRUE(talk->push("0123456789"));
  talk->close_when_done();
  run(talk.channels);
  EXPECT_EQ(here().heard(std::string::npos).size(), 1000U);
  EXPECT_EQ(talk.log.take(), "handle_close");
}

// X4, cork.

TEST_P(extensions_parity, what_is_pushed_under_a_cork_goes_out_in_one_send_at_the_end_of_the_event) {
  meeting talk(here(), {.says = {"a;b;c;"}});
  talk->set_terminator(";");
  talk->on_found = [&] {
    talk->cork();
    for (int pushes = 0; pushes < 100; ++pushes) talk->push("0123456789");
    talk->uncork();
    EXPECT_EQ(talk.sends, 0);
  };
  run_until(talk.channels, [&] { return talk.sends > 0; });
  EXPECT_EQ(talk.sends, 1);
  EXPECT_EQ(talk->messages.size(), 3U);
  EXPECT_EQ(here().heard(3000).size(), 3000U);
}

TEST_P(extensions_parity, without_a_cork_each_push_is_a_send) {
  meeting talk(here(), {});
  for (int pushes = 0; pushes < 100; ++pushes) talk->push("0123456789");
  EXPECT_EQ(talk.sends, 100);
  EXPECT_EQ(here().heard(1000).size(), 1000U);
}

TEST_P(extensions_parity, a_cork_outside_of_events_is_taken_off_with_one_send) {
  meeting talk(here(), {});
  talk->cork();
  talk->push("x");
  talk->push(std::string(200'000, 'y'));
  linger(talk.channels);
  EXPECT_EQ(talk.sends, 0);
  talk->uncork();
  EXPECT_EQ(talk.sends, 1);
  talk->close_when_done();
  run(talk.channels);
  EXPECT_EQ(here().heard(std::string::npos).size(), 200'001U);
}

TEST_P(extensions_parity, what_one_send_does_not_take_of_corked_output_follows) {
  meeting talk(here(), {.listens = false});
  const std::string lines = numbered_lines(8U << 20U);
  talk->cork();
  for (std::size_t at = 0; at < lines.size(); at += 1000) talk->push(std::string_view(lines).substr(at, 1000));
  talk->uncork();
  EXPECT_EQ(talk.sends, 1);
  talk->close_when_done();
  here().peer_listens();
  run(talk.channels);
  EXPECT_TRUE(here().heard(std::string::npos) == lines);
}

}  // namespace

}  // namespace asynchat::parity
