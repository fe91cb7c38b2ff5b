#pragma once

#include <asynchat/engine/dispatcher.h>
#include <asynchat/properties/chat_subject.h>
#include <asynchat/properties/simulation/talk_script.h>
#include <asynchat/properties/subject.h>
#include <asynchat/sim/fate.h>
#include <asynchat/sim/host.h>
#include <asynchat/transport/endpoint.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties::simulation {

/// What a server's channel tells of one connection, while it lives and when it is gone.
struct served_wire {
  sim::wire_name connection;  ///< its client's direction
  chat_record told;           ///< what the parser told; the watch, where `account` is not set
  bool has_watch = false;
  std::optional<ledger> account;        ///< of a parser that keeps its own
  std::vector<heard_frame> answers;     ///< frames that it sent and that the parser of its input hears
  std::vector<heard_frame> asked;       ///< frames that it was sent and that the parser of its output hears
  const dispatcher* channel = nullptr;  ///< null once its program is gone
  bool closed_before = false;           ///< where that is gone: the channel had been closed by then

  bool closed() const { return channel != nullptr ? channel->closed() : closed_before; }
  /// Its input, which ends like that, was not followed to its end: a send failed, all was said, or, after the end and
  /// before all was sent, the program died.
  bool stopped_early(sim::ending end) const {
    return closed() ? end == sim::ending::open : channel == nullptr && end != sim::ending::open;
  }
};

/// A protocol as talk knows it: what is said, who answers, and what is to be told of both.
class talked_protocol {
 public:
  virtual ~talked_protocol() = default;

  /// The repro's subject: "sim:http1".
  virtual std::string name() const = 0;
  /// What a client says on one connection; the same for the same numbers.
  virtual spoken words(sim::random_source& random) const = 0;
  /// The server's channel on a connection. It writes into `record`, which outlives it.
  virtual std::unique_ptr<dispatcher> serve(loop& owner, std::unique_ptr<stream> accepted,
                                            served_wire& record) const = 0;

  /// The whole server, which listens there itself; null where serve() is to be called for each connection.
  virtual std::unique_ptr<sim::program> listen(sim::host& /*on*/, const endpoint& /*where*/) const { return nullptr; }
  /// What the server said beside its answers, to be added to what a failure says.
  virtual std::string said_aside() const { return {}; }

  /// The parser that serve() runs, to be played alone, and its reference.
  virtual const subject& requests() const = 0;
  virtual const reference& requests_model() const = 0;
  /// The same for what it answers; null where that is not judged.
  virtual const subject* replies() const { return nullptr; }
  virtual const reference* replies_model() const { return nullptr; }

 protected:
  talked_protocol() = default;
  talked_protocol(const talked_protocol&) = delete;
  talked_protocol& operator=(const talked_protocol&) = delete;
};

}  // namespace asynchat::properties::simulation
