#pragma once

#include <asynchat/engine/terminator.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// A callback of an async_chat in which something can be done.
enum class acting_callback : std::uint8_t { collect, found };

/// What is done in it, once it has done its own work.
enum class callback_deed : std::uint8_t {
  close,
  push,            ///< sends acting_output
  set_terminator,  ///< sets the live terminator anew, a count to what remains of it
  discard_buffers,
  raise,         ///< throws acting_error to the channel's own handle_error: "throw"
  raise_caught,  ///< the same, and handle_error does nothing, so that the channel goes on: "throw_caught"
};

inline constexpr std::array all_callback_deeds{callback_deed::close,          callback_deed::push,
                                               callback_deed::set_terminator, callback_deed::discard_buffers,
                                               callback_deed::raise,          callback_deed::raise_caught};

inline constexpr std::string_view acting_output = "(pushed)\n";

/// Thrown on purpose.
struct acting_error : std::runtime_error {
  acting_error() : std::runtime_error("thrown by a callback on purpose") {}
};

/// One deed in the nth call, counted from 1, of one callback.
struct callback_action {
  acting_callback where = acting_callback::found;
  std::uint64_t nth = 1;
  callback_deed what = callback_deed::close;

  friend bool operator==(const callback_action&, const callback_action&) = default;
};

std::string_view to_string(callback_deed what);
/// "callback found 3 throw", as it stands in a repro's schedule.
std::string to_string(const callback_action& action);
/// Reads that text; none where it is another.
std::optional<callback_action> parse_callback_action(std::string_view text);

/// One thing that a channel was seen to do with its input, or that happened to it.
struct channel_step {
  enum class kind : std::uint8_t {
    arrived,  ///< one read event has brought `bytes`
    ended,    ///< one has brought the end
    collect,  ///< of `bytes`
    found,
    limit,    ///< handle_limit was called
    settled,  ///< between two events
  };

  kind what = kind::settled;
  std::string bytes = {};
  terminator live = {};             ///< when the callback ended, or between two events
  bool closed = false;              ///< then
  bool threw = false;               ///< the callback ended so; `live` may then be older
  bool discarded = false;           ///< it discarded the input
  bool terminator_was_set = false;  ///< by its action; a framing's own setting shows in `live` alone
};

/// Watches a channel's input, and does a deed in one of its callbacks.
class callback_script {
 public:
  /// Without an action it only watches; borrowed.
  explicit callback_script(const callback_action* action) : action_(action) {}

  /// Brackets a callback's own work; what is left unfinished has thrown. `finish` tells what is to be done now, if it
  /// is this callback's turn.
  void begin(acting_callback where, std::string_view data);
  std::optional<callback_deed> finish(acting_callback where, const terminator& live, bool closed);
  /// The callback that finished last has done its deed.
  void did(callback_deed what, const terminator& live, bool closed);

  void limit_passed() { steps_.push_back({.what = channel_step::kind::limit}); }
  void settled(const terminator& live, bool closed);
  /// What the event brought whose callbacks begin at that place.
  void arrived(std::size_t place, std::string_view bytes, bool ended);

  const std::vector<channel_step>& steps() const { return steps_; }
  std::uint64_t calls(acting_callback where) const { return calls_[static_cast<std::size_t>(where)]; }
  bool acted() const { return acted_; }
  /// True while the exception that was thrown on purpose is to be caught, and nothing to come of it.
  bool catches() const { return action_ != nullptr && action_->what == callback_deed::raise_caught; }

 private:
  const callback_action* action_;
  std::vector<channel_step> steps_;
  std::array<std::uint64_t, 2> calls_{};
  bool acted_ = false;
};

/// What is wrong with these steps of a channel whose terminator is at first `live`, by a naive model of async_chat that
/// follows each chunk; empty where nothing is. What follows a passed limit is not judged.
std::string fault_of_input(const std::vector<channel_step>& steps, const terminator& live);

}  // namespace asynchat::properties
