#include "answering.h"

#include <asynchat/sim/scripted_network.h>

#include <optional>
#include <utility>

namespace asynchat::properties::canaries {

namespace {

/// What the transport took.
class taken_output final : public sim::stream_observer {
 public:
  explicit taken_output(ledger& account) : account_(account) {}
  void sent(std::string_view accepted) override { account_.sent += accepted; }
  void send_failed(std::error_code) override { account_.sent_to_end = false; }

 private:
  ledger& account_;
};

}  // namespace

void answering_channel::handle_read() {
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
  if (!closed() && writable()) handle_write();
}

void answering_channel::handle_write() {
  if (queue_.empty()) return;  // the read that came with this event has sent it
  const std::string block = std::move(queue_.front());
  queue_.pop_front();
  const io_result taken = send(block);
  if (taken.code()) return close();
  if (taken.count() < block.size()) requeue(block, taken.count());
  close_when_drained();
}

void answering_channel::handle_close() {
  account_.ended = true;
  tell_incomplete(kept_, log_);
  account_.accounted += std::exchange(kept_, {});
  account_.held = 0;
  ended();
}

void answering_channel::close_when_drained() {
  if (account_.ended && queue_.empty()) close();
}

outcome answering_subject::play(std::string_view bytes, const sim::plan& steps, std::span<const heard_frame>) const {
  outcome seen{{}, ledger{}};
  ledger& account = *seen.account;
  taken_output output(account);
  sim::scripted_network world(bytes, steps, &output);
  loop owner(world);
  owner.set_log_sink(nullptr);
  const std::unique_ptr<answering_channel> channel = make_(owner, world.take_stream(), seen.log, account);
  if (steps.end == sim::ending::reset) account.sent_to_end = false;
  while (!channel->closed()) {
    const time_point before = owner.now();
    if (owner.poll(std::nullopt) == 0 && owner.now() == before) break;
  }
  account.closed = channel->closed();
  return seen;
}

}  // namespace asynchat::properties::canaries
