#include <asynchat/engine/loop.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/state.h>

#include <deque>
#include <ostream>
#include <type_traits>

#include "manual_network.h"
#include "naive_channel.h"
#include "recorded_chat.h"

// A generated sequence of calls and of things that a peer does is made to async_chat and to its naive model alike;
// after each, all that can be seen of the two is the same.
namespace asynchat {
namespace {

using support::block_producer;
using support::naive_channel;

/// A real channel and its peer, with the verbs of the model.
class real_channel {
 public:
  explicit real_channel(const naive_channel& settings)
      : loop_(network_), chat_(loop_, network_.stream_to(peer_), log_), next_(settings.next) {
    loop_.set_log_sink(nullptr);
    chat_.ac_in_buffer_size(settings.in_size);
    chat_.ac_out_buffer_size(settings.out_size);
    chat_.on_found = [this, answers = settings.answers] {
      if (!next_.empty()) {
        chat_.set_terminator(next_.front());
        next_.pop_front();
      }
      if (answers) chat_.push("+ok");
    };
  }

  void push(const std::string& data) { chat_.push(data); }
  void push_block(const std::string& block) { chat_.push_with_producer(block); }
  void push_producer(const std::vector<std::string>& blocks) { chat_.push_with_producer(support::blocks(blocks)); }
  void close_when_done() { chat_.close_when_done(); }
  void close() { chat_.close(); }
  void discard_buffers() { chat_.discard_buffers(); }
  void set_terminator(const terminator& ending) { chat_.set_terminator(ending); }
  void peer_says(const std::string& bytes) { peer_.in += bytes; }
  void peer_ends() { peer_.eof = true; }
  void peer_resets() { peer_.recv_error = std::make_error_code(std::errc::connection_reset); }
  void peer_takes(std::size_t room, std::size_t take_max) {
    peer_.room = room;
    peer_.take_max = take_max;
  }
  void poll() { loop_.poll(duration(0)); }

  support::visible seen() {
    if (const std::string news = log_.take(); !news.empty()) told_ += ' ' + news;
    const std::size_t held = chat_.closed() ? 0 : chat_.held();
    return {told_, peer_.out,   chat_.closed(), chat_.readable(), chat_.writable(), to_string(chat_.get_terminator()),
            held,  peer_.closed};
  }

 private:
  support::manual_network network_;
  support::manual_network::far_end peer_;
  loop loop_;
  support::event_log log_;
  support::recorded_chat chat_;
  std::deque<terminator> next_;
  std::string told_;
};

using command_base = rc::state::Command<naive_channel, real_channel>;

/// A command of one verb, which is spoken to the model and to the channel.
template <class Verb>
class command : public command_base {
 public:
  void apply(naive_channel& model) const override { verb_.speak(model); }
  void run(const naive_channel& before, real_channel& channel) const override {
    naive_channel model = before;
    verb_.speak(model);
    verb_.speak(channel);
    RC_ASSERT(channel.seen() == model.seen());
  }
  void show(std::ostream& out) const override { verb_.show(out); }

 private:
  Verb verb_;
};

std::string some_bytes() { return *rc::gen::container<std::string>(rc::gen::element('a', 'b', '\r', '\n', 'x')); }

terminator some_terminator() {
  const auto pattern = rc::gen::element<std::string>("\r\n", "a", "aab", "abab", "\r\n\r\n", "");
  switch (*rc::gen::element(0, 1, 2, 3)) {
    case 0:
      return no_terminator{};
    case 1:
      return byte_count(*rc::gen::inRange(0, 9));
    default:
      return *pattern;
  }
}

struct push {
  std::string data = some_bytes();
  void speak(auto& channel) const { channel.push(data); }
  void show(std::ostream& out) const { out << "push " << rc::toString(data); }
};
struct push_block {
  std::string block = some_bytes();
  void speak(auto& channel) const { channel.push_block(block); }
  void show(std::ostream& out) const { out << "push_with_producer of the block " << rc::toString(block); }
};
struct push_producer {
  std::vector<std::string> blocks =
      *rc::gen::container<std::vector<std::string>>(rc::gen::container<std::string>(rc::gen::element('1', '2')));
  void speak(auto& channel) const { channel.push_producer(blocks); }
  void show(std::ostream& out) const { out << "push_with_producer of " << rc::toString(blocks); }
};
struct close_when_done {
  void speak(auto& channel) const { channel.close_when_done(); }
  void show(std::ostream& out) const { out << "close_when_done"; }
};
struct close_now {
  close_now() { RC_PRE(*rc::gen::element(true, false, false, false, false, false)); }
  void speak(auto& channel) const { channel.close(); }
  void show(std::ostream& out) const { out << "close"; }
};
struct discard_buffers {
  void speak(auto& channel) const { channel.discard_buffers(); }
  void show(std::ostream& out) const { out << "discard_buffers"; }
};
struct set_terminator {
  terminator ending = some_terminator();
  void speak(auto& channel) const { channel.set_terminator(ending); }
  void show(std::ostream& out) const { out << "set_terminator " << to_string(ending); }
};
struct peer_says {
  std::string bytes = some_bytes();
  void speak(auto& channel) const { channel.peer_says(bytes); }
  void show(std::ostream& out) const { out << "the peer says " << rc::toString(bytes); }
};
struct peer_ends {
  peer_ends() { RC_PRE(*rc::gen::element(true, false, false, false)); }
  void speak(auto& channel) const { channel.peer_ends(); }
  void show(std::ostream& out) const { out << "the peer ends its stream"; }
};
struct peer_resets {
  peer_resets() { RC_PRE(*rc::gen::element(true, false, false, false)); }
  void speak(auto& channel) const { channel.peer_resets(); }
  void show(std::ostream& out) const { out << "the peer resets"; }
};
struct peer_takes {
  std::size_t room = *rc::gen::element<std::size_t>(0, 1, 2, 5, 20, std::string::npos);
  std::size_t take_max = *rc::gen::element<std::size_t>(1, 2, 3, std::string::npos);
  void speak(auto& channel) const { channel.peer_takes(room, take_max); }
  void show(std::ostream& out) const {
    out << "the peer has room for " << room << " bytes, and takes " << take_max << " at a time";
  }
};
struct poll {
  void speak(auto& channel) const { channel.poll(); }
  void show(std::ostream& out) const { out << "poll"; }
};

naive_channel some_channel() {
  naive_channel model;
  model.in_size = *rc::gen::element<std::size_t>(65536, 1, 2, 7);
  model.out_size = *rc::gen::element<std::size_t>(65536, 1, 2, 5);
  model.answers = *rc::gen::arbitrary<bool>();
  const auto finds = *rc::gen::inRange(0, 4);
  for (int i = 0; i < finds; ++i) model.next.push_back(some_terminator());
  return model;
}

TEST(channel_model, says_what_the_channel_does_after_every_command) {
  ASSERT_TRUE(rc::check("async_chat does what its naive model does", [] {
    const naive_channel model = some_channel();
    real_channel channel(model);
    rc::state::check(
        model, channel,
        rc::state::gen::execOneOfWithArgs<command<push>, command<push_block>, command<push_producer>,
                                          command<close_when_done>, command<close_now>, command<discard_buffers>,
                                          command<set_terminator>, command<peer_says>, command<peer_says>,
                                          command<peer_ends>, command<peer_resets>, command<peer_takes>, command<poll>,
                                          command<poll>, command<poll>>());
  }));
}

}  // namespace
}  // namespace asynchat
