#include "conform_player.h"

#include <asynchat/engine/async_chat.h>
#include <asynchat/engine/loop.h>
#include <asynchat/sim/errno_names.h>

#include <stdexcept>
#include <utility>

namespace asynchat::cli {

namespace {

using nlohmann::json;

/// What the op `raise` throws: an ordinary exception.
struct scripted_error : std::runtime_error {
  scripted_error() : std::runtime_error("scripted") {}
};

std::string errno_name(std::error_code code) {
  const int number = code.default_error_condition().value();
  const std::string_view name = sim::errno_name(number);
  return name.empty() ? "errno " + std::to_string(number) : std::string(name);
}

/// The exception types' names are CPython's.
std::string type_of(std::error_code code) {
  if (code == std::errc::timed_out) return "TimeoutError";
  if (code == std::errc::connection_refused) return "ConnectionRefusedError";
  const std::string name = errno_name(code);
  const bool blocking = name == "EAGAIN" || name == "EWOULDBLOCK" || name == "EALREADY" || name == "EINPROGRESS";
  return blocking ? "BlockingIOError" : "OSError";
}

std::string type_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const scripted_error&) {
    return "ValueError";
  } catch (const std::system_error& known) {
    return type_of(known.code());
  } catch (...) {
    return "unknown";
  }
}

json to_json(const terminator& value) {
  if (const auto* bytes = std::get_if<std::string>(&value)) return {{"bytes", to_hex(*bytes)}};
  if (const auto* count = std::get_if<byte_count>(&value)) return {{"count", count->value}};
  return nullptr;
}

/// Logs what the transport sees.
class transport_log final : public sim::stream_observer {
 public:
  transport_log(json& events, bool calls) : events_(events), calls_(calls) {}

  void recv_called(std::size_t asked) override {
    if (calls_) events_.push_back({"recv_call", asked});
  }
  void recv_failed(std::error_code code) override { events_.push_back({"recv_error", errno_name(code)}); }
  void send_called(std::size_t offered) override {
    if (calls_) events_.push_back({"send_call", offered});
  }
  void sent(std::string_view accepted) override { events_.push_back({"sent", to_hex(accepted)}); }
  void send_blocked() override { events_.push_back({"send_blocked"}); }
  void send_failed(std::error_code code) override { events_.push_back({"send_error", errno_name(code)}); }
  void closed() override { events_.push_back({"close"}); }

 private:
  json& events_;
  bool calls_;
};

class scripted_chat final : public async_chat {
 public:
  scripted_chat(loop& loop, const conform_case& script, json& events)
      : async_chat(loop), script_(script), events_(events) {
    prepare();
  }
  scripted_chat(loop& loop, std::unique_ptr<stream> stream, const conform_case& script, json& events)
      : async_chat(loop, std::move(stream)), script_(script), events_(events) {
    prepare();
  }

  /// Runs the actions of one call of `where`.
  void act(const std::string& where, std::uint64_t number) {
    const auto actions = script_.actions.find(where);
    if (actions == script_.actions.end()) return;
    if (const auto ops = actions->second.numbered.find(number); ops != actions->second.numbered.end()) {
      run(ops->second);
    }
    run(actions->second.always);
  }

  void run(const std::vector<conform_op>& ops) {
    for (const conform_op& op : ops) run(op);
  }

  bool close_handled() const { return handle_close_calls_ > 0; }

  void collect_incoming_data(std::string_view data) override {
    events_.push_back({"collect", to_hex(data)});
    if (script_.verbose_terminator) log_terminator();
    act("collect", collects_++);
  }

  void found_terminator() override {
    events_.push_back({"found"});
    log_terminator();
    apply_terminator(++terminators_applied_);
    act("found", founds_++);
  }

  void handle_read() override {
    async_chat::handle_read();
    if (!closed()) log_terminator();
  }

  void handle_connect() override {
    events_.push_back({"handle_connect"});
    act("connect", connects_++);
  }

  void handle_close() override {
    events_.push_back({"handle_close"});
    act("handle_close", handle_close_calls_++);
    if (script_.handle_close_closes) async_chat::handle_close();
  }

  void handle_error(std::exception_ptr error) override {
    events_.push_back({"error", type_of(error)});
    if (!script_.ignore_errors) notify_close();
  }

 private:
  class scripted_producer;

  void prepare() {
    ac_in_buffer_size(script_.ac_in_buffer_size);
    ac_out_buffer_size(script_.ac_out_buffer_size);
    apply_terminator(0);
  }

  void apply_terminator(std::size_t index) {
    if (index < script_.terminators.size() && script_.terminators[index]) set_terminator(*script_.terminators[index]);
  }

  void log_terminator() { events_.push_back({"terminator", to_json(get_terminator())}); }

  void run(const conform_op& op);

  const conform_case& script_;
  json& events_;
  std::size_t terminators_applied_ = 0;
  std::uint64_t collects_ = 0;
  std::uint64_t founds_ = 0;
  std::uint64_t connects_ = 0;
  std::uint64_t handle_close_calls_ = 0;
};

class scripted_chat::scripted_producer final : public producer {
 public:
  scripted_producer(scripted_chat& owner, std::vector<producer_item> items) : owner_(owner), items_(std::move(items)) {}

  std::string more() override {
    while (next_ < items_.size()) {
      producer_item& item = items_[next_++];
      if (std::holds_alternative<producer_throws>(item)) throw scripted_error();
      if (auto* block = std::get_if<std::string>(&item)) return std::move(*block);
      owner_.run(std::get<std::vector<conform_op>>(item));
    }
    return {};
  }

 private:
  scripted_chat& owner_;
  std::vector<producer_item> items_;
  std::size_t next_ = 0;
};

void scripted_chat::run(const conform_op& op) {
  if (op.name == "push") {
    push(op.bytes);
  } else if (op.name == "push_producer" || op.name == "push_sized_producer") {
    push_with_producer(std::make_unique<scripted_producer>(*this, op.items));
  } else if (op.name == "push_simple_producer") {
    push_with_producer(std::make_unique<simple_producer>(op.bytes, op.buffer_size));
  } else if (op.name == "push_bytes_producer") {
    push_with_producer(op.bytes);
  } else if (op.name == "close_when_done") {
    close_when_done();
  } else if (op.name == "close") {
    close();
  } else if (op.name == "handle_close") {
    notify_close();
  } else if (op.name == "discard_buffers") {
    discard_buffers();
  } else if (op.name == "set_terminator") {
    if (op.terminator) set_terminator(*op.terminator);
  } else if (op.name == "initiate_send") {
    initiate_send();
  } else if (op.name == "raise") {
    throw scripted_error();
  } else {
    throw exit_now();
  }
}

/// The pass-by-pass loop that conformance cases are defined by, around loop::poll.
class player {
 public:
  explicit player(const conform_case& script)
      : script_(script),
        transport_(events_, script.log_calls),
        network_(script.bytes, script.steps, &transport_, script.world),
        loop_(network_),
        chat_(make_chat()) {
    loop_.set_log_sink(nullptr);
  }

  json play() {
    try {
      start();
      for (std::uint64_t tick = 0; !chat_.closed() && tick < script_.ticks_max; ++tick) {
        outside([&] { chat_.act("tick", tick); });
        if (chat_.closed()) break;
        if (loop_.poll(duration(0)) == 0 && !lies_ahead(tick)) break;
        if (hung_up(tick) && chat_.close_handled()) break;
      }
    } catch (const exit_now&) {
      events_.push_back({"exit", "ExitNow"});
    } catch (const scripted_error&) {  // from handle_close or handle_error: it leaves the loop
      events_.push_back({"exit", "ValueError"});
    }
    return events_;
  }

 private:
  scripted_chat make_chat() {
    if (script_.world.connect) return {loop_, script_, events_};
    return {loop_, network_.take_stream(), script_, events_};
  }

  void start() {
    if (script_.world.connect) {
      outside([&] {
        if (const std::error_code error = chat_.connect({})) throw std::system_error(error);
      });
    }
    outside([&] { chat_.act("start", 0); });
  }

  /// Runs what an application does outside the loop: what it throws is its own affair.
  template <class Action>
  void outside(Action action) {
    try {
      action();
    } catch (const exit_now&) {
      throw;
    } catch (...) {
      events_.push_back({"api_error", type_of(std::current_exception())});
    }
  }

  bool lies_ahead(std::uint64_t tick) const {
    if (chat_.connecting() && tick < script_.world.connect->ready_pass) return true;
    const auto ticks = script_.actions.find("tick");
    return ticks != script_.actions.end() && ticks->second.numbered.upper_bound(tick) != ticks->second.numbered.end();
  }

  bool hung_up(std::uint64_t tick) const { return script_.world.hangup_pass && tick >= *script_.world.hangup_pass; }

  const conform_case& script_;
  json events_ = json::array();
  transport_log transport_;
  sim::scripted_network network_;
  loop loop_;
  scripted_chat chat_;
};

}  // namespace

json play(const conform_case& script) { return player(script).play(); }

}  // namespace asynchat::cli
