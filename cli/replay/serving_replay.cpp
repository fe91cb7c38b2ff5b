#include "serving_replay.h"

#include <asynchat/engine/dispatcher.h>
#include <asynchat/traces/error.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "host_port.h"
#include "socket_wire.h"

namespace asynchat::cli {

/// Listens, and hands on who comes.
class serving_replay::door final : public dispatcher {
 public:
  door(loop& owner, serving_replay& host) : dispatcher(owner), host_(host) {}

  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override { host_.serve(std::move(accepted)); }
  /// What is wrong with the recording leaves the loop.
  void handle_error(std::exception_ptr error) override {
    try {
      std::rethrow_exception(error);
    } catch (const traces::input_error&) {
      throw;
    } catch (...) {
      dispatcher::handle_error(std::current_exception());
    }
  }

 private:
  serving_replay& host_;
};

serving_replay::serving_replay(loop& owner, traces::event_source& source, const replay_settings& settings,
                               replay_totals& totals, event_track::result_sink told, std::uint64_t connections_max)
    : owner_(owner),
      settings_(settings),
      totals_(totals),
      told_(std::move(told)),
      events_(source),
      left_(connections_max),
      door_(std::make_unique<door>(owner, *this)) {}

serving_replay::~serving_replay() = default;

std::error_code serving_replay::listen(const endpoint& where) {
  return door_->listen(listening_address("--as-server", where));
}

endpoint serving_replay::local() const { return door_->local(); }

bool serving_replay::done() {
  return std::all_of(tracks_.begin(), tracks_.end(), [](const auto& one) { return one->done(); }) && !has_next();
}

void serving_replay::stop() {
  next_.reset();
  left_ = 0;
  for (const auto& one : tracks_) one->stop();
}

void serving_replay::serve(std::unique_ptr<stream> accepted) {
  if (!has_next()) return accepted->abort();
  const std::uint64_t conn = *std::exchange(next_, std::nullopt);
  --left_;
  std::erase_if(tracks_, [](const auto& one) { return one->done(); });
  // A track asks for its wire once, at its first event, which opens its only connection.
  auto shared = std::make_shared<std::unique_ptr<stream>>(std::move(accepted));
  tracks_.push_back(std::make_unique<event_track>(
      owner_, settings_, totals_, [this, conn] { return events_.next_of(conn); },
      [this, shared](replayed_connection& user) -> std::unique_ptr<wire> {
        user.connected();
        return std::make_unique<socket_wire>(owner_, user, std::move(*shared));
      },
      [this](const connection_result& result, const replayed_connection& played) {
        events_.forget(result.conn);
        told_(result, played);
      }));
  tracks_.back()->begin();
}

bool serving_replay::has_next() {
  if (!next_ && left_ > 0) next_ = events_.next_connection();
  if (!next_) left_ = 0;
  return next_.has_value();
}

}  // namespace asynchat::cli
