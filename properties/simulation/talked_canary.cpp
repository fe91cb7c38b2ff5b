#include <asynchat/properties/simulation/talked_canary.h>

#include <asynchat/properties/evaluation.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace asynchat::properties::simulation {
namespace {

std::string answer_to(const event& one) {
  if (one.name == "data" || one.name == "error" || one.name == "incomplete") return {};
  return one.name + ' ' + std::to_string(one.bytes.size()) + '\n';
}

/// A parser's session as a server's channel: each recv is a feed, and what it tells of is answered.
class session_channel final : public dispatcher {
 public:
  session_channel(loop& owner, std::unique_ptr<stream> accepted, std::unique_ptr<session> parser, served_wire& record)
      : dispatcher(owner, std::move(accepted)), parser_(std::move(parser)), record_(record) {}

  bool readable() const override { return !ended_; }
  bool writable() const override { return !unsent_.empty(); }

  void handle_read() override {
    std::array<char, 4096> buffer;
    const io_result got = recv(buffer);
    if (ended_ || closed()) return;
    parser_->feed({buffer.data(), got.count()});
    tell();
  }

  void handle_write() override {
    const io_result taken = send(unsent_);
    unsent_.erase(0, taken.count());
    if (taken.code()) return close();
    close_when_sent();
  }

  void handle_close() override {
    ended_ = true;
    parser_->finish(sim::ending::eof);
    tell();
    close_when_sent();
  }

 private:
  void tell() {
    const std::vector<event>& told = parser_->log().list();
    for (; answered_ < told.size(); ++answered_) {
      const std::string answer = answer_to(told[answered_]);
      unsent_ += answer;
      pushed_ += answer;
    }
    record_.told.log = parser_->log();
    const ledger* const account = parser_->account();
    if (account == nullptr) return;
    record_.account = *account;
    record_.account->pushed = pushed_;
  }

  void close_when_sent() {
    if (ended_ && unsent_.empty()) close();
  }

  std::unique_ptr<session> parser_;
  served_wire& record_;
  std::size_t answered_ = 0;
  std::string unsent_, pushed_;
  bool ended_ = false;
};

class canary_protocol final : public talked_protocol {
 public:
  explicit canary_protocol(const canary& bird) : bird_(bird), parser_(bird.make()) {}

  std::string name() const override { return "sim:canary:" + std::string(bird_.name); }

  spoken words(sim::random_source& random) const override {
    spoken result;
    std::string said;
    std::size_t due = 0;
    for (std::size_t left = 1 + random.below(exchanges_max); left > 0; --left) {
      std::string request = piece(random);
      said += request;
      const std::string answers = answers_to(said);
      result.exchanges.push_back({std::move(request), answers.substr(due), false});
      due = answers.size();
    }
    return result;
  }

  std::unique_ptr<dispatcher> serve(loop& owner, std::unique_ptr<stream> accepted, served_wire& record) const override {
    if (auto channel = parser_->serve(owner, accepted, record.told.log, record.account.emplace())) return channel;
    record.account.reset();
    return std::make_unique<session_channel>(owner, std::move(accepted), parser_->start(), record);
  }

  const subject& requests() const override { return *parser_; }
  const reference& requests_model() const override { return bird_.model; }

 private:
  static constexpr std::uint64_t exchanges_max = 5;
  static constexpr std::uint64_t random_bytes_max = 9;

  /// An example, or bytes of it in any order.
  std::string piece(sim::random_source& random) const {
    const std::string_view examples[] = {bird_.wrong.bytes, bird_.right.bytes};
    const std::uint64_t kind = random.below(5);
    if (kind > 0) return std::string(examples[kind % 2]);
    std::string bytes;
    for (std::size_t left = 1 + random.below(random_bytes_max); left > 0; --left) {
      const std::string_view from = examples[random.below(2)];
      bytes += from[random.below(from.size())];
    }
    return bytes;
  }

  std::string answers_to(std::string_view said) const {
    std::string answers;
    for (const expected_event& one : bird_.model(said, false, {})) answers += answer_to(one.what);
    return answers;
  }

  const canary& bird_;
  std::unique_ptr<subject> parser_;
};

}  // namespace

std::unique_ptr<const talked_protocol> talked_canary(const canary& bird) {
  return std::make_unique<canary_protocol>(bird);
}

std::string_view not_simulated(const canary& bird) {
  if (bird.caught_by == law::linear_cost) return "virtual time passes as fast for a slow parser as for a fast one";
  if (bird.caught_by == law::parity) return "it asks whether its peer is on 127.0.0.1, and no simulated client is";
  if (&bird == &hanging_canary()) return "only a watchdog stops it, and no run that it takes part in comes to an end";
  return {};
}

}  // namespace asynchat::properties::simulation
