#pragma once

#include <asynchat/traces/trace_recorder.h>
#include <asynchat/transport/network.h>

#include <memory>

namespace asynchat::traces {

/// Any network, real or simulated, whose connections are recorded: a server or client runs on it unchanged.
///
///     traces::recording_file file("chat.trace.jsonl", {source_kind::simulation, "chat", {}});
///     traces::trace_recorder recorder(world, file);
///     traces::recording_network recorded(world, recorder);
///     loop the_loop(recorded);
///
/// Who connects is the client, who accepts the server. Recorded is what recv returned and send took, in these pieces:
/// bytes that nobody read do not appear. A close is the end of our side first, unless the connection was lost by then;
/// that the peer has reset it is learnt by recv and send alone.
///
/// Readiness passes untouched. World and recorder outlive the network and all that it makes. Used by one thread, the
/// loop's; wake() alone may be called from others.
class recording_network final : public network {
 public:
  recording_network(network& world, trace_recorder& recorder) : world_(world), recorder_(recorder) {}

  connect_result connect(const endpoint& where) override;
  listen_result listen(const endpoint& where, const listen_options& options) override;
  void wait(std::optional<duration> timeout, std::vector<ready_event>& ready) override { world_.wait(timeout, ready); }
  void wake() override { world_.wake(); }
  time_point now() const override { return world_.now(); }

 private:
  network& world_;
  trace_recorder& recorder_;
};

/// One connected stream, recorded in the same way; `ours` is the side that calls send. The recorder outlives it.
std::unique_ptr<stream> record(std::unique_ptr<stream> connected, trace_recorder& recorder, side ours);

}  // namespace asynchat::traces
