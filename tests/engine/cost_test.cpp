#include <gtest/gtest.h>
#include <sys/resource.h>

#include "conversation.h"

namespace asynchat {
namespace {

using support::fail_with;

/// Collects into a number, so that a test's own cost is small.
class counting_chat final : public async_chat {
 public:
  using async_chat::async_chat;
  void collect_incoming_data(std::string_view data) override {
    collected += data.size();
    if (throws) fail_with("no");
  }
  void found_terminator() override { ++founds; }
  void handle_error(std::exception_ptr) override {}

  bool throws = false;
  std::size_t collected = 0;
  std::size_t founds = 0;
};

void play(const std::string& stream, const sim::plan& steps, const std::function<void(counting_chat&)>& visit) {
  sim::scripted_network network(stream, steps);
  loop channels(network);
  counting_chat chat(channels, network.take_stream());
  visit(chat);
  channels.run(duration(0));
  visit(chat);
}

// Work that grew with the square of these lengths would take hours, and ctest would end it.

TEST(cost, of_a_16_kib_terminator_that_overlaps_itself_is_linear_in_one_byte_chunks) {
  const std::string terminator = std::string(16383, 'a') + 'b';
  const std::string stream = std::string(1 << 20, 'a') + 'b';
  const sim::plan steps{std::vector<sim::recv_step>(stream.size(), sim::deliver{1})};
  play(stream, steps, [&](counting_chat& chat) {
    if (!chat.closed()) return chat.set_terminator(terminator);
    EXPECT_EQ(chat.collected, stream.size() - terminator.size());
    EXPECT_EQ(chat.founds, 1u);
  });
}

TEST(cost, of_near_misses_that_fall_back_all_the_way_is_linear) {
  const std::string terminator = std::string(8000, 'a') + 'b' + std::string(8000, 'a') + 'c';
  std::string stream;
  while (stream.size() < (1 << 20)) stream += terminator.substr(0, terminator.size() - 1) + 'd';
  const sim::plan steps{std::vector<sim::recv_step>(stream.size(), sim::deliver{1})};
  play(stream, steps, [&](counting_chat& chat) {
    if (!chat.closed()) return chat.set_terminator(terminator);
    EXPECT_EQ(chat.collected, stream.size());
  });
}

TEST(cost, of_many_short_lines_in_one_read_is_linear) {
  std::string stream;
  for (int i = 0; i < 2'000'000; ++i) stream += "x\n";
  play(stream, {{sim::deliver{stream.size()}}}, [&](counting_chat& chat) {
    if (!chat.closed()) {
      chat.ac_in_buffer_size(stream.size());
      return chat.set_terminator("\n");
    }
    EXPECT_EQ(chat.founds, stream.size() / 2);
  });
}

TEST(cost, of_input_that_throwing_callbacks_leave_unread_is_linear) {
  std::string stream;
  for (int i = 0; i < 200'000; ++i) stream += "x\n";
  play(stream, {{sim::deliver{stream.size()}}}, [&](counting_chat& chat) {
    if (!chat.closed()) {
      chat.throws = true;
      return chat.set_terminator("\n");
    }
    EXPECT_EQ(chat.founds, 0u);
    EXPECT_GE(chat.collected, stream.size() / 2);
  });
}

TEST(cost, of_a_large_block_sent_byte_by_byte_is_linear) {
  const sim::plan steps{{}, sim::ending::open, {}, sim::accept{1}};
  sim::scripted_network network("", steps);
  loop channels(network);
  counting_chat chat(channels, network.take_stream());
  chat.push_with_producer(std::string(1 << 20, 'x'));
  chat.push_with_producer(std::make_unique<simple_producer>(std::string(1 << 20, 'y'), 1 << 20));
  std::size_t passes = 0;
  while (channels.poll(duration(0)) > 0) ++passes;
  EXPECT_EQ(passes, (2u << 20) - 2 + 1);
}

TEST(cost, of_a_long_queue_is_linear) {
  const sim::plan steps = support::planned("| open | 0*");
  sim::scripted_network network("", steps);
  loop channels(network);
  counting_chat chat(channels, network.take_stream());
  for (int i = 0; i < 1'000'000; ++i) chat.push("x");
  EXPECT_EQ(chat.producer_fifo().size(), 999'999u);
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(memory, of_corked_output_does_not_grow_with_what_was_sent) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer keeps freed memory";
#endif
  const sim::plan steps{{}, sim::ending::open, {sim::accept{1}}, sim::accept{1 << 16}};
  sim::scripted_network network("", steps);
  loop channels(network);
  counting_chat chat(channels, network.take_stream());
  const std::string block(1 << 16, 'x');
  const long before = peak_kib();
  for (int i = 0; i < 4096; ++i) {
    chat.cork();
    chat.push(block);
    chat.uncork();
  }
  EXPECT_LT(peak_kib() - before, 64 * 1024);
}

}  // namespace
}  // namespace asynchat
