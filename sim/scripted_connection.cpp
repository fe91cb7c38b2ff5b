#include "scripted_connection.h"

#include <asynchat/transport/check.h>

#include <algorithm>
#include <cstring>

namespace asynchat::sim {

namespace {

class silent_observer final : public stream_observer {};

stream_observer& nobody() {
  static silent_observer silent;
  return silent;
}

}  // namespace

scripted_network::connection::connection(std::string_view bytes, const plan& steps, stream_observer* observer,
                                         const script& the_world)
    : world(the_world),
      bytes_(bytes),
      steps_(steps),
      observer_(observer != nullptr ? observer : &nobody()),
      connected_(!the_world.connect) {
  std::size_t room = bytes.size();
  for (const recv_step& step : steps.recv) {
    const auto* delivery = std::get_if<deliver>(&step);
    if (delivery == nullptr) continue;
    ASYNCHAT_CHECK(delivery->bytes <= room, "a plan delivers no more bytes than its stream has");
    room -= delivery->bytes;
  }
  skip_empty_steps();
  take_turns();
}

io_result scripted_network::connection::recv(std::span<char> into) {
  observer_->recv_called(into.size());
  while (step_ < steps_.recv.size() && std::holds_alternative<sim::wait>(steps_.recv[step_]) && !next_change())
    next_step();
  if (closed_ || !connected_) return io_result::error(std::make_error_code(std::errc::not_connected));
  if (step_ == steps_.recv.size()) return deliver_end();
  const recv_step& step = steps_.recv[step_];
  if (const auto* delivery = std::get_if<deliver>(&step)) {
    const std::size_t count = std::min({into.size(), delivery->bytes - delivered_of_step_, bytes_in_turn()});
    if (count == 0) return io_result::would_block();
    std::memcpy(into.data(), bytes_.data() + position_, count);
    position_ += count;
    delivered_of_step_ += count;
    if (delivered_of_step_ == delivery->bytes) next_step();
    return io_result::transferred(count);
  }
  if (std::holds_alternative<sim::wait>(step)) return io_result::would_block();
  const auto* failure = std::get_if<fail>(&step);
  const std::error_code code = failure != nullptr ? failure->code : std::error_code{};
  next_step();
  if (failure == nullptr) return io_result::would_block();
  observer_->recv_failed(code);
  return means_recv_would_block(code) ? io_result::would_block() : io_result::error(code);
}

std::size_t scripted_network::connection::bytes_in_turn() const {
  if (turn_ == world.turns.size()) return bytes_.size() - position_ + 1;
  const std::size_t until = world.turns[turn_].offset;
  return until > position_ ? until - position_ : 0;
}

void scripted_network::connection::take_turns() {
  while (turn_ < world.turns.size() && world.turns[turn_].sent <= sent_) ++turn_;
}

io_result scripted_network::connection::deliver_end() {
  if (bytes_in_turn() == 0) return io_result::would_block();
  end_delivered_ = true;
  if (steps_.end == ending::open) return io_result::would_block();
  if (steps_.end == ending::eof) return io_result::end_of_stream();
  const std::error_code reset = std::make_error_code(std::errc::connection_reset);
  observer_->recv_failed(reset);
  return io_result::error(reset);
}

io_result scripted_network::connection::send(std::string_view bytes) {
  if (closed_ || !connected_ || send_shut_down_) {
    return io_result::error(
        std::make_error_code(connected_ && !closed_ ? std::errc::broken_pipe : std::errc::not_connected));
  }
  if (bytes.empty()) return io_result::transferred(0);
  observer_->send_called(bytes.size());
  const bool scripted = send_step_ < steps_.send.size();
  const send_step& step = scripted ? steps_.send[send_step_] : steps_.send_after;
  if (scripted) ++send_step_;
  if (const auto* failure = std::get_if<fail>(&step)) {
    observer_->send_failed(failure->code);
    return means_send_would_block(failure->code) ? io_result::would_block() : io_result::error(failure->code);
  }
  const auto* acceptance = std::get_if<accept>(&step);
  if (acceptance == nullptr || acceptance->bytes == 0) {
    observer_->send_blocked();
    return io_result::would_block();
  }
  return accept_bytes(bytes, acceptance->bytes);
}

io_result scripted_network::connection::accept_bytes(std::string_view bytes, std::size_t count) {
  const std::string_view accepted = bytes.substr(0, count);
  sent_ += accepted.size();
  take_turns();
  observer_->sent(accepted);
  return io_result::transferred(accepted.size());
}

std::error_code scripted_network::connection::finish_connect() {
  if (closed_) return std::make_error_code(std::errc::not_connected);
  if (!world.connect) return {};
  if (!world.connect->outcome) connected_ = true;
  return world.connect->outcome;
}

std::error_code scripted_network::connection::shut_down_send() {
  if (closed_ || !connected_) return std::make_error_code(std::errc::not_connected);
  if (!send_shut_down_) observer_->send_shut_down();
  send_shut_down_ = true;
  return {};
}

void scripted_network::connection::close() {
  if (closed_) return;
  closed_ = true;
  stream_watcher.reset();
  observer_->closed();
}

readiness scripted_network::connection::ready(std::uint64_t pass) const {
  if (closed_) return readiness::none;
  const bool hung_up = world.hangup_pass && pass >= *world.hangup_pass;
  readiness result = hung_up ? readiness::hangup : readiness::none;
  if (!connected_ && pass < world.connect->ready_pass) return result;
  const bool error_waits = world.connect && !connected_ && world.connect->outcome;
  const bool in_turn = bytes_in_turn() > 0;
  const bool end_waits = step_ == steps_.recv.size() && !end_delivered_ && steps_.end != ending::open && in_turn;
  const bool step_waits =
      step_ < steps_.recv.size() && !next_change() && (in_turn || !std::holds_alternative<deliver>(steps_.recv[step_]));
  if (error_waits || end_waits || step_waits) result |= readiness::read;
  const auto* always = std::get_if<accept>(&steps_.send_after);
  const auto* failure = std::get_if<fail>(&steps_.send_after);
  const bool never_again = std::holds_alternative<block>(steps_.send_after) ||
                           (always != nullptr && always->bytes == 0) ||
                           (failure != nullptr && means_send_would_block(failure->code));
  if (!hung_up && (send_step_ < steps_.send.size() || !never_again)) result |= readiness::write;
  return result;
}

std::optional<time_point> scripted_network::connection::next_change() const {
  if (step_ == steps_.recv.size()) return std::nullopt;
  const auto* pause = std::get_if<sim::wait>(&steps_.recv[step_]);
  if (pause == nullptr || later(step_began_, pause->time) <= now) return std::nullopt;
  return later(step_began_, pause->time);
}

void scripted_network::connection::next_step() {
  ++step_;
  delivered_of_step_ = 0;
  step_began_ = now;
  skip_empty_steps();
}

void scripted_network::connection::skip_empty_steps() {
  while (step_ < steps_.recv.size()) {
    const auto* delivery = std::get_if<deliver>(&steps_.recv[step_]);
    if (delivery == nullptr || delivery->bytes > 0) return;
    ++step_;
  }
}

}  // namespace asynchat::sim
