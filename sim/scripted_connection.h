#pragma once

#include <asynchat/sim/scripted_network.h>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "later.h"

namespace asynchat::sim {

/// Where a plan stands: what the stream, the listener and the network of one scripted connection share.
class scripted_network::connection {
 public:
  connection(std::string_view bytes, const plan& steps, stream_observer* observer, const script& world);

  io_result recv(std::span<char> into);
  io_result send(std::string_view bytes);
  std::error_code finish_connect();
  std::error_code shut_down_send();
  void close();

  /// What is ready in this pass, whether wanted or not.
  readiness ready(std::uint64_t pass) const;
  /// When the plan's next step is a wait that has not ended: its end.
  std::optional<time_point> next_change() const;

  bool exhausted() const { return step_ == steps_.recv.size() && (end_delivered_ || steps_.end == ending::open); }
  std::size_t delivered() const { return position_; }
  std::size_t steps_played() const { return step_ + (delivered_of_step_ > 0 ? 1 : 0); }

  const script world;
  time_point now{};
  bool taken = false;
  bool offered_to_listener = false;
  std::optional<registration> stream_watcher;
  readiness stream_interest = readiness::none;
  std::optional<registration> listener_watcher;
  readiness listener_interest = readiness::none;

 private:
  void take_turns();
  void next_step();
  void skip_empty_steps();
  io_result deliver_end();
  /// How many bytes may come now, by the turns; 0: the ending may not come either.
  std::size_t bytes_in_turn() const;
  io_result accept_bytes(std::string_view bytes, std::size_t count);

  std::string_view bytes_;
  const plan& steps_;
  stream_observer* observer_;

  std::size_t step_ = 0;
  std::size_t delivered_of_step_ = 0;
  std::size_t position_ = 0;
  time_point step_began_{};
  bool end_delivered_ = false;

  std::size_t send_step_ = 0;
  std::uint64_t sent_ = 0;
  std::size_t turn_ = 0;  ///< the first of world.turns for which too little was sent
  bool send_shut_down_ = false;
  bool connected_;
  bool closed_ = false;
};

}  // namespace asynchat::sim
