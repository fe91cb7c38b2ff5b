#include <asynchat/engine/dispatcher.h>
#include <asynchat/sim/scripted_network.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

/// Answers each line with its length, through a queue of blocks.
class short_write_reorders_channel final : public dispatcher {
 public:
  short_write_reorders_channel(loop& owner, std::unique_ptr<stream> source, events& log, ledger& account)
      : dispatcher(owner, std::move(source)), log_(log), account_(account) {}

  bool readable() const override { return !account_.ended; }
  bool writable() const override { return !queue_.empty(); }

  void handle_read() override {
    char buffer[4096];
    const io_result got = recv(buffer);
    account_.received += got.count();
    kept_.append(buffer, got.count());
    while (const std::optional<front_frame> line = crlf_rule(kept_)) {
      log_.add("frame", line->what.bytes);
      queue_.push_back("frame " + std::to_string(line->what.bytes.size()) + "\n");
      account_.pushed += queue_.back();
      account_.accounted += kept_.substr(0, line->size);
      kept_.erase(0, line->size);
    }
    account_.held = kept_.size();
  }

  void handle_write() override {
    const std::string block = std::move(queue_.front());
    queue_.pop_front();
    const io_result taken = send(block);
    if (taken.code()) return close();
    if (taken.count() < block.size()) queue_.push_back(block.substr(taken.count()));  // behind the other blocks
    close_when_drained();
  }

  void handle_close() override {
    account_.ended = true;
    tell_incomplete(kept_, log_);
    account_.accounted += std::exchange(kept_, {});
    account_.held = 0;
    close_when_drained();
  }

 private:
  void close_when_drained() {
    if (account_.ended && queue_.empty()) close();
  }

  events& log_;
  ledger& account_;
  std::string kept_;
  std::deque<std::string> queue_;
};

/// What the transport took.
class taken_output final : public sim::stream_observer {
 public:
  explicit taken_output(ledger& account) : account_(account) {}
  void sent(std::string_view accepted) override { account_.sent += accepted; }
  void send_failed(std::error_code) override { account_.sent_to_end = false; }

 private:
  ledger& account_;
};

/// Its input side is right: what needs no transport plays that alone.
class short_write_reorders_subject final : public subject {
 public:
  std::string name() const override { return "canary"; }
  bool has_states() const override { return false; }
  std::unique_ptr<session> start() const override {
    return std::make_unique<parser_session<right_parser<crlf_rule>>>();
  }

  outcome play(std::string_view bytes, const sim::plan& steps, std::span<const heard_frame>) const override {
    outcome seen{{}, ledger{}};
    ledger& account = *seen.account;
    taken_output output(account);
    sim::scripted_network world(bytes, steps, &output);
    loop owner(world);
    owner.set_log_sink(nullptr);
    short_write_reorders_channel channel(owner, world.take_stream(), seen.log, account);
    if (steps.end == sim::ending::reset) account.sent_to_end = false;
    while (!channel.closed()) {
      const time_point before = owner.now();
      if (owner.poll(std::nullopt) == 0 && owner.now() == before) break;
    }
    account.closed = channel.closed();
    return seen;
  }
};

std::unique_ptr<subject> make_short_write_reorders() { return std::make_unique<short_write_reorders_subject>(); }

}  // namespace

canary short_write_reorders() {
  return {.name = "short_write_reorders",
          .mistake = "What a short send leaves of a block is queued again behind the blocks that came after it.",
          .models =
              "EternalTerminal#796 and nim#15003 stand for a family: the number that send returns is handled as if it "
              "were all or nothing.",
          .caught_by = law::conservation,
          .framing = "crlf",
          .cuts_max = 0,
          .right = {"a\r\nb\r\n", "6 | eof"},
          .wrong = {"\r\n\r\n", "4 | eof | 1*"},
          .model = model_of(crlf_rule),
          .make = make_short_write_reorders,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
