#pragma once

#include <asynchat/engine/async_chat.h>
#include <asynchat/properties/callback_actions.h>
#include <asynchat/properties/events.h>
#include <asynchat/properties/ledger.h>
#include <asynchat/properties/limit_probe.h>
#include <asynchat/sim/plan.h>
#include <asynchat/transport/heard_frame.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// One event of a reference decoder, and the offset just past its last byte.
struct expected_event {
  event what;
  std::size_t end = 0;
};

/// A naive decoder of whole inputs: what a parser must tell of `bytes`, the start of a stream. `ended` says that the
/// stream ends there; `heard` is what the other side said.
using reference =
    std::function<std::vector<expected_event>(std::string_view bytes, bool ended, std::span<const heard_frame> heard)>;

/// How much of a plan has reached the parser.
struct played_steps {
  std::size_t recv = 0;        ///< receive steps that it has had something of
  std::size_t bytes = 0;       ///< that it was given
  bool ended = false;          ///< it was told of the ending; for ending::open, all before it was played
  bool send_hindered = false;  ///< a send was taken in part, blocked or failed

  friend bool operator==(const played_steps&, const played_steps&) = default;
};

/// What one run of a parser came to.
struct outcome {
  events log;
  std::optional<ledger> account;  ///< where the subject is a channel
  played_steps played = {};
};

/// A run in one of whose callbacks something was done.
struct acted_play {
  outcome seen;
  terminator first;  ///< live before the first byte
};

/// One parser in the middle of a stream.
///
/// Where its subject has states, they are kept in numbered slots: restore() puts the parser where it was when that slot
/// was saved, and the log and the ledger begin anew there.
class session {
 public:
  session() = default;
  session(const session&) = delete;
  session& operator=(const session&) = delete;
  virtual ~session() = default;

  /// Gives it one chunk; an empty one is a read that brought nothing.
  virtual void feed(std::string_view chunk) = 0;
  /// Ends the stream; with ending::open it does nothing.
  virtual void finish(sim::ending how) = 0;
  /// Tells it of a whole frame of the other side.
  virtual void hear(std::string_view /*frame*/) {}

  virtual const events& log() const = 0;
  /// The ledger as it stands; null where the subject is no channel.
  virtual const ledger* account() const { return nullptr; }
  /// The terminator that is live now, where the subject can tell; the pattern is valid until the next call.
  virtual std::optional<asynchat::boundary> boundary() const { return std::nullopt; }

  /// Called only where subject::has_states().
  virtual void save(std::size_t /*slot*/) {}
  virtual void restore(std::size_t /*slot*/) {}
  /// The same, but faster: what is told from then on is only held against `expected` from `told` on; log() stays empty,
  /// and the ledger is not kept. False where that is not offered: then nothing was done.
  virtual bool restore_to_follow(std::size_t /*slot*/, const events& /*expected*/, log_mark /*told*/) { return false; }
  /// How far it has come in that log; none where it told something else.
  virtual std::optional<log_mark> followed() const { return std::nullopt; }
  /// True when the parser, as it stands, equals the one of that slot.
  virtual bool is_as_saved(std::size_t /*slot*/) const { return false; }
};

class wire;
/// What of a parser's events is compared.
enum class comparison : std::uint8_t {
  all,     ///< every event, in order
  result,  ///< what result_of() leaves of them, see final_result.h
};

/// A parser under test: a maker of sessions that all begin alike.
class subject {
 public:
  subject() = default;
  subject(const subject&) = delete;
  subject& operator=(const subject&) = delete;
  virtual ~subject() = default;

  virtual std::string name() const = 0;
  /// True when its states can be copied and compared; equal states then behave alike.
  virtual bool has_states() const = 0;
  virtual std::unique_ptr<session> start() const = 0;
  /// Where its frames have a limit that is worth trying; none by default.
  virtual std::vector<limit_probe> limits() const { return {}; }
  /// With comparison::result, the logs that play() gives have been through result_of(); a reference's log goes the same
  /// way, and no law asks for the start of a log.
  virtual comparison compared() const { return comparison::all; }

  /// Delivers `bytes` to a fresh parser exactly as the plan says, and hears, before a chunk that ends at offset y, all
  /// frames of `heard`, which are in order, whose `before` is less than y.
  virtual outcome play(std::string_view bytes, const sim::plan& steps, std::span<const heard_frame> heard) const = 0;

  /// The same with a deed in one of its callbacks. Nothing where the subject is no channel that can be watched so.
  virtual std::optional<acted_play> play_acting(std::string_view /*bytes*/, const sim::plan& /*steps*/,
                                                std::span<const heard_frame> /*heard*/,
                                                callback_script& /*script*/) const {
    return std::nullopt;
  }

  /// What it tells when the plan's chunks reach it over a wire of another world, each once it has read the one before,
  /// and then the plan's end; other steps are passed over. Nothing where the subject reads from no stream.
  virtual std::optional<events> play_over(wire& /*far*/, std::string_view /*bytes*/, const sim::plan& /*steps*/,
                                          std::span<const heard_frame> /*heard*/) const {
    return std::nullopt;
  }

  /// A channel that reads from the stream, which is taken, and answers on it by itself; log and ledger outlive it.
  /// Null, and the stream is left, where a session says all that there is to say of the subject.
  virtual std::unique_ptr<dispatcher> serve(loop& /*owner*/, std::unique_ptr<stream>& /*accepted*/, events& /*log*/,
                                            ledger& /*account*/) const {
    return nullptr;
  }
};

/// True for a step by which a read brings nothing: a block, or an error that means no more than that.
bool brings_nothing(const sim::recv_step& step);

/// play() by way of a session's feed and finish: for subjects that see no transport. A step that brings nothing is an
/// empty read, a wait passes unnoticed, and any other fail step ends the input as a reset does.
outcome play_session(session& parser, std::string_view bytes, const sim::plan& steps,
                     std::span<const heard_frame> heard);

}  // namespace asynchat::properties
