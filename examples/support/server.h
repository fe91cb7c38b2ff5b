#pragma once

#include <asynchat/engine/dispatcher.h>
#include <asynchat/engine/loop.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace asynchat::examples {

struct server_limits {
  std::size_t connections_max = 20'000;      ///< above it, those who connect wait to be accepted
  duration idle = std::chrono::seconds(60);  ///< how long a peer may take to send a frame, or to read a piece of output
};

/// A listening channel that owns what it accepts: a Session, made from (loop, stream, shared...), for each connection.
/// Session derives from examples::session; it is destroyed once its handle_close has run.
///
/// Slowness is judged by progress, not by bytes, so a peer that sends a byte now and then to stay connected does not.
/// A sweep four times in each idle time finds who made none.
template <class Session>
class server final : public dispatcher {
 public:
  template <class... Shared>
  server(asynchat::loop& loop, const server_limits& limits, Shared&... shared)
      : dispatcher(loop), limits_(limits), make_([this, &shared...](std::unique_ptr<stream> accepted) {
          return std::make_unique<member>(*this, std::move(accepted), shared...);
        }) {
    sweep_later();
  }
  ~server() override { owner().cancel(sweep_timer_); }

  bool readable() const override { return members_.size() < limits_.connections_max; }

  /// Accepts all who wait, but lets others have their turn in a storm.
  void handle_accept() override {
    for (int accepted = 0; accepted < accepts_per_event_max && accepting() && readable(); ++accepted) {
      std::unique_ptr<stream> connection = accept();
      if (connection == nullptr) return;
      std::unique_ptr<member> made = make_(std::move(connection));
      // It may have met its end while it greeted.
      if (!made->closed()) members_.push_back(std::move(made));
    }
  }

 private:
  /// A Session that tells its server when it makes progress and when it ends.
  class member final : public Session {
   public:
    template <class... Shared>
    member(server& home, std::unique_ptr<stream> accepted, Shared&... shared)
        : Session(home.owner(), std::move(accepted), shared...),
          home_(home),
          place_(home.members_.size()),
          last_progress_(home.sweeps_) {}

    void collect_incoming_data(std::string_view data) override {
      if (!this->finished()) Session::collect_incoming_data(data);
    }
    void found_terminator() override {
      if (this->finished()) return;
      last_progress_ = home_.sweeps_;
      Session::found_terminator();
    }
    void handle_write() override {
      last_progress_ = home_.sweeps_;
      Session::handle_write();
    }
    void handle_close() override {
      Session::handle_close();
      home_.forget(place_);
    }

   private:
    friend class server;

    server& home_;
    std::size_t place_;
    std::uint64_t last_progress_;
  };

  static constexpr int accepts_per_event_max = 64;
  static constexpr std::uint64_t sweeps_per_idle = 4;

  void forget(std::size_t place) {
    std::unique_ptr<member> gone = std::move(members_[place]);
    if (place + 1 < members_.size()) {
      members_[place] = std::move(members_.back());
      members_[place]->place_ = place;
    }
    members_.pop_back();
    owner().destroy_later(std::move(gone));
    touch();
  }

  void sweep_later() {
    sweep_timer_ = owner().call_later(limits_.idle / sweeps_per_idle, [this] { sweep(); });
  }

  void sweep() {
    ++sweeps_;
    // Backwards, since the last one takes the place of one that is forgotten; closing one may close others.
    for (std::size_t place = members_.size(); place-- > 0;) {
      if (place >= members_.size()) continue;
      if (sweeps_ - members_[place]->last_progress_ > sweeps_per_idle) members_[place]->notify_close();
    }
    sweep_later();
  }

  server_limits limits_;
  std::function<std::unique_ptr<member>(std::unique_ptr<stream>)> make_;
  std::vector<std::unique_ptr<member>> members_;
  std::uint64_t sweeps_ = 0;
  timer_id sweep_timer_;
};

}  // namespace asynchat::examples
