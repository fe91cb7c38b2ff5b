#pragma once

#include <asynchat/sim/plan.h>
#include <asynchat/transport/network.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

namespace asynchat::sim {

/// Is told what the user of a scripted stream did; every method does nothing by default.
class stream_observer {
 public:
  virtual void recv_called(std::size_t asked);
  virtual void recv_failed(std::error_code code);
  virtual void send_called(std::size_t offered);
  /// The transport took these bytes, at least one.
  virtual void sent(std::string_view accepted);
  virtual void send_blocked();
  virtual void send_failed(std::error_code code);
  virtual void send_shut_down();
  /// The first close or abort.
  virtual void closed();

 protected:
  stream_observer() = default;
  ~stream_observer() = default;
  stream_observer(const stream_observer&) = delete;
  stream_observer& operator=(const stream_observer&) = delete;
};

/// What becomes of a connect.
struct connect_script {
  std::error_code immediate;     ///< connect itself fails with that
  bool in_progress = false;      ///< else: it takes until pass `ready_pass`, or succeeds at once
  std::error_code outcome;       ///< what finish_connect tells; zero is success
  std::uint64_t ready_pass = 1;  ///< the first pass that reports the outcome, counted from 0
};

/// What comes from byte `offset` of the stream on, its ending too, is not delivered before the user has sent so many
/// bytes. A delivery that reaches beyond the offset comes in two.
struct turn {
  std::size_t offset = 0;
  std::uint64_t sent = 0;

  friend bool operator==(const turn&, const turn&) = default;
};

/// How the one connection comes about and ends, beyond its plan.
struct script {
  std::optional<connect_script> connect = {};     ///< without it connect is refused
  std::optional<std::uint64_t> hangup_pass = {};  ///< from this pass on, hangup is reported, and no room to send
  std::vector<turn> turns = {};                   ///< ascending in both members
  endpoint local = {};                            ///< what the stream says of itself
  endpoint peer = {};
};

/// A world of one connection whose delivery is a plan: no other side, no randomness, virtual time.
///
/// One wait() is one pass, numbered from 0. It reports what the plan makes ready at that moment. When nothing is, it
/// moves the clock: to the end of the plan's `wait` if that comes next, at most by its timeout.
///
/// The connection is had in one of three ways, once: take_stream(), connect(), or listen() and accept().
class scripted_network final : public network {
 public:
  /// Plays `steps` over `bytes`; both are borrowed. `steps` delivers no more bytes than there are. The observer may be
  /// null.
  scripted_network(std::string_view bytes, const plan& steps, stream_observer* observer = nullptr,
                   const script& world = {});
  ~scripted_network() override;

  /// The connection, connected. It does not outlive the network.
  std::unique_ptr<stream> take_stream();

  time_point now() const override;
  connect_result connect(const endpoint& where) override;
  listen_result listen(const endpoint& where, const listen_options& options) override;
  void wait(std::optional<duration> timeout, std::vector<ready_event>& ready) override;
  /// The next wait() is no pass: it returns with nothing, and no time passes.
  void wake() override { woken_ = true; }

  /// When the plan's next step is a wait that has not ended: its end.
  std::optional<time_point> next_change() const;
  /// Bytes of the stream that recv has handed out so far.
  std::size_t delivered() const;
  /// How many receive steps recv has told something of; one of several bytes counts with its first.
  std::size_t steps_played() const;
  /// True when every receive step and the ending have been played.
  bool exhausted() const;

 private:
  class connection;
  class scripted_stream;
  class scripted_listener;

  std::unique_ptr<connection> connection_;
  std::uint64_t passes_ = 0;
  std::atomic<bool> woken_ = false;
};

}  // namespace asynchat::sim
