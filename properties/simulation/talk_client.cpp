#include <asynchat/engine/async_chat.h>

#include <algorithm>
#include <utility>

#include "talk_program.h"

namespace asynchat::properties::simulation {
namespace {

using kind = talk_step::kind;
using course = client_session::state;

class clients_program;

/// One connection: takes the client's steps.
class talker final : public async_chat {
 public:
  talker(clients_program& of, client_session& session, std::uint32_t tries);

  void begin();
  bool readable() const override { return async_chat::readable() && !deaf_; }
  void collect_incoming_data(std::string_view data) override { session_.heard += data; }
  void found_terminator() override {}
  void handle_connect() override;
  void handle_read() override;
  void handle_write() override;
  void handle_close() override;
  void handle_error(std::exception_ptr) override { end(course::lost); }

  client_session& session() { return session_; }

 private:
  const talk_client& client() const { return *session_.client; }
  /// Takes steps until one has to wait.
  void go_on();
  /// False where the step has to wait.
  bool take(const talk_step& step);
  bool pause(duration time);
  void leave(bool in_order);
  void end(course how);

  clients_program& of_;
  client_session& session_;
  std::uint32_t tries_;  ///< left, this one among them
  std::size_t next_ = 0;
  bool pausing_ = false;
  bool deaf_ = false;  ///< it does not read, either
  bool taking_ = false;
};

class clients_program final : public engine_program {
 public:
  clients_program(sim::host& on, const sim::world& world, std::vector<const talk_client*> clients,
                  talk_records& records)
      : engine_program(on), world_(world), records_(records) {
    for (const talk_client* one : clients) {
      owner().call_later(one->start, [this, one] { connect(*one, one->tries); });
    }
  }

  ~clients_program() override {
    for (const std::unique_ptr<talker>& one : talkers_) {
      client_session& session = one->session();
      if (session.now == course::open) session.now = course::gone;
    }
  }

  void connect(const talk_client& client, std::uint32_t tries) {
    if (tries == 0) return;
    client_session& session = records_.sessions.emplace_back();
    session.client = &client;
    talkers_.push_back(std::make_unique<talker>(*this, session, tries));
    talkers_.back()->begin();
  }

  const sim::world& world() const { return world_; }
  using engine_program::owner;

 private:
  const sim::world& world_;
  talk_records& records_;
  std::vector<std::unique_ptr<talker>> talkers_;
};

talker::talker(clients_program& of, client_session& session, std::uint32_t tries)
    : async_chat(of.owner()), of_(of), session_(session), tries_(tries) {
  set_terminator(no_terminator{});
}

void talker::begin() {
  if (connect(endpoint::inet(std::string(talk_server), talk_port))) end(course::lost);
}

void talker::handle_connect() {
  session_.connection = of_.world().connection_from(local());
  session_.connected_at = owner().now();
}

void talker::handle_read() {
  async_chat::handle_read();
  go_on();
}

void talker::handle_write() {
  async_chat::handle_write();
  go_on();
}

void talker::handle_close() { end(course::lost); }

void talker::go_on() {
  if (taking_ || !connected()) return;
  taking_ = true;
  while (!closed() && !pausing_ && next_ < client().steps.size() && take(client().steps[next_])) ++next_;
  if (!closed() && next_ == client().steps.size()) leave(true);
  taking_ = false;
}

bool talker::take(const talk_step& step) {
  switch (step.what) {
    case kind::say:
      if (step.amount > session_.said) {
        const std::string_view words =
            std::string_view(client().says).substr(session_.said, step.amount - session_.said);
        session_.said = step.amount;
        push(words);
      }
      return true;
    case kind::hear:
      return session_.heard.size() >= std::min<std::size_t>(step.amount, client().due_for(session_.said));
    case kind::pause:
      return pause(std::chrono::microseconds(step.amount));
    case kind::deaf:
      deaf_ = true;
      touch();
      return pause(std::chrono::microseconds(step.amount));
    case kind::shut:
      if (writable()) return false;
      if (transport() != nullptr) transport()->shutdown_send();
      return true;
    case kind::close:
      if (writable()) return false;
      leave(true);
      return true;
    case kind::abort:
      leave(false);
      return true;
  }
  return true;
}

bool talker::pause(duration time) {
  pausing_ = true;
  owner().call_later(time, [this] {
    pausing_ = false;
    deaf_ = false;
    touch();
    ++next_;
    go_on();
  });
  return false;
}

void talker::leave(bool in_order) {
  const bool heard_all = client().is_between(session_.said) && session_.heard.size() >= client().due_for(session_.said);
  if (!in_order && transport() != nullptr) transport()->abort();
  end(in_order && heard_all ? course::done : course::left);
}

void talker::end(course how) {
  if (session_.now != course::open) return;
  session_.now = how;
  close();
  if (how != course::lost) return;
  owner().call_later(client().rest,
                     [&of = of_, client = session_.client, tries = tries_ - 1] { of.connect(*client, tries); });
}

}  // namespace

std::unique_ptr<sim::program> make_talk_clients(sim::host& on, const sim::world& world,
                                                std::vector<const talk_client*> clients, talk_records& records) {
  return std::make_unique<clients_program>(on, world, std::move(clients), records);
}

}  // namespace asynchat::properties::simulation
