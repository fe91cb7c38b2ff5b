#include "sim/echo_world.h"

#include <asynchat/engine/async_chat.h>
#include <asynchat/engine/loop.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::bench {

namespace {

constexpr std::uint16_t port = 7;

/// The line of that number of that client: a number that stands for both, letters, CRLF.
class line {
 public:
  line(const echo_plan& plan, std::uint32_t client, std::uint64_t number) : size_(plan.line_bytes) {
    std::memset(bytes_.data(), 'x', bytes_.size());
    // No byte of it is one of CRLF.
    const std::uint64_t mark = sim::random_at(client, number) | 0x8080808080808080u;
    std::memcpy(bytes_.data(), &mark, sizeof(mark));
    bytes_[size_ - 2] = '\r';
    bytes_[size_ - 1] = '\n';
  }
  std::string_view whole() const { return {bytes_.data(), size_}; }
  std::string_view without_end() const { return {bytes_.data(), size_ - 2}; }

 private:
  std::array<char, 64> bytes_;
  std::size_t size_;
};

class echo final : public async_chat {
 public:
  echo(loop& loop, std::unique_ptr<stream> connected) : async_chat(loop, std::move(connected)) {
    set_terminator("\r\n");
  }
  void collect_incoming_data(std::string_view data) override { line_ += data; }
  void found_terminator() override {
    line_ += "\r\n";
    push(line_);
    line_.clear();
  }

 private:
  std::string line_;
};

class server final : public dispatcher {
 public:
  using dispatcher::dispatcher;
  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override {
    channels_.push_back(std::make_unique<echo>(owner(), std::move(accepted)));
  }

 private:
  std::vector<std::unique_ptr<echo>> channels_;
};

class server_program final : public sim::program {
 public:
  server_program(sim::host& home, std::size_t backlog) : loop_(home), door_(loop_) {
    door_.listen(endpoint::inet("0.0.0.0", port), {.backlog = static_cast<int>(backlog)});
  }
  void pass() override { loop_.poll(std::nullopt); }

 private:
  loop loop_;
  server door_;
};

class client final : public async_chat {
 public:
  client(loop& loop, const echo_plan& plan, std::uint32_t number, echo_world::tally& notes)
      : async_chat(loop), plan_(&plan), number_(number), notes_(&notes) {
    set_terminator("\r\n");
    connect(endpoint::inet("server", port));
  }
  void handle_connect() override {
    if (plan_->pause == duration(0)) return say();
    // Spread over the pause.
    owner().call_later(plan_->pause * number_ / static_cast<std::int64_t>(plan_->connections), [this] { tick(); });
  }
  void collect_incoming_data(std::string_view data) override {
    const line asked(*plan_, number_, lines_);
    if (asked.without_end().substr(at_, data.size()) != data) ++notes_->faults;
    at_ += data.size();
  }
  void found_terminator() override {
    if (at_ != plan_->line_bytes - 2 || !waits_) ++notes_->faults;
    at_ = 0;
    waits_ = false;
    ++notes_->lines;
    if (++lines_ == 1) ++notes_->answered;
    if (plan_->pause == duration(0) && lines_ < plan_->lines_max) say();
  }
  void handle_close() override {
    ++notes_->faults;
    close();
  }

 private:
  void tick() {
    say();
    owner().call_later(plan_->pause, [this] { tick(); });
  }
  void say() {
    if (waits_) ++notes_->faults;
    waits_ = true;
    push(line(*plan_, number_, lines_).whole());
  }

  const echo_plan* plan_;
  const std::uint32_t number_;
  bool waits_ = false;
  std::size_t at_ = 0;  ///< of its line that comes back
  std::uint64_t lines_ = 0;
  echo_world::tally* notes_;
};

class client_program final : public sim::program {
 public:
  client_program(sim::host& home, const echo_plan& plan, std::uint32_t first, echo_world::tally& notes)
      : plan_(plan), loop_(home) {
    const auto end = first + static_cast<std::uint32_t>(plan.connections / plan.hosts);
    for (std::uint32_t number = first; number < end; ++number) {
      clients_.push_back(std::make_unique<client>(loop_, plan_, number, notes));
    }
  }
  void pass() override { loop_.poll(std::nullopt); }

 private:
  const echo_plan plan_;
  loop loop_;
  std::vector<std::unique_ptr<client>> clients_;
};

}  // namespace

echo_world::echo_world(const echo_plan& plan)
    : world_(plan.seed, {.events_max = std::numeric_limits<std::uint64_t>::max()}) {
  sim::link_options links;
  links.jitter = plan.jitter;
  world_.set_links(links);
  const sim::host_options accepts_all{.accept_queue_max = static_cast<std::uint32_t>(plan.connections)};
  world_.add_host("server", accepts_all).run([plan](sim::host& home) {
    return std::make_unique<server_program>(home, plan.connections);
  });
  const std::size_t each = plan.connections / plan.hosts;
  for (std::size_t first = 0; first < plan.connections; first += each) {
    world_.add_host("client" + std::to_string(first / each + 1)).run([this, plan, first](sim::host& home) {
      return std::make_unique<client_program>(home, plan, static_cast<std::uint32_t>(first), notes_);
    });
  }
}

void echo_world::run(duration span) {
  world_.run(world_.now() + span);
  if (notes_.faults > 0) throw std::runtime_error("a simulated line came back wrong, or a connection ended");
}

}  // namespace asynchat::bench
