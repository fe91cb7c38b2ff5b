#pragma once

#include <asynchat/engine/dispatcher.h>
#include <asynchat/properties/parser_subject.h>
#include <asynchat/properties/subject.h>

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <utility>

#include "framings.h"

namespace asynchat::properties::canaries {

/// Answers each line with its length, through a queue of blocks. As it is, it is right; canaries take one of its
/// decisions otherwise.
class answering_channel : public dispatcher {
 public:
  answering_channel(loop& owner, std::unique_ptr<stream> source, events& log, ledger& account)
      : dispatcher(owner, std::move(source)), log_(log), account_(account) {}

  bool readable() const override { return !account_.ended; }
  bool writable() const override { return !queue_.empty(); }
  void handle_read() override;
  void handle_write() override;
  void handle_close() override;

 protected:
  /// A send took no more than the first `taken` bytes of the block.
  virtual void requeue(const std::string& block, std::size_t taken) { queue_.push_front(block.substr(taken)); }
  /// The input has ended.
  virtual void ended() { close_when_drained(); }

  std::deque<std::string> queue_;

 private:
  void close_when_drained();

  events& log_;
  ledger& account_;
  std::string kept_;
};

/// Makes the channel on the stream that it is to read and answer.
using answering_maker = std::unique_ptr<answering_channel> (*)(loop& owner, std::unique_ptr<stream> source, events& log,
                                                               ledger& account);

/// Its input side is right: what needs no transport plays that alone.
class answering_subject final : public subject {
 public:
  explicit answering_subject(answering_maker make) : make_(make) {}

  std::string name() const override { return "canary"; }
  bool has_states() const override { return false; }
  std::unique_ptr<session> start() const override {
    return std::make_unique<parser_session<right_parser<crlf_rule>>>();
  }
  outcome play(std::string_view bytes, const sim::plan& steps, std::span<const heard_frame> heard) const override;
  std::unique_ptr<dispatcher> serve(loop& owner, std::unique_ptr<stream>& accepted, events& log,
                                    ledger& account) const override {
    return make_(owner, std::move(accepted), log, account);
  }

 private:
  answering_maker make_;
};

template <class Channel>
std::unique_ptr<subject> make_answering() {
  return std::make_unique<answering_subject>([](loop& owner, std::unique_ptr<stream> source, events& log,
                                                ledger& account) -> std::unique_ptr<answering_channel> {
    return std::make_unique<Channel>(owner, std::move(source), log, account);
  });
}

}  // namespace asynchat::properties::canaries
