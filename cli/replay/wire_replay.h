#pragma once

#include <asynchat/traces/event_source.h>

#include <functional>
#include <memory>

#include "programs/foreign_choice.h"
#include "replay/trace_options.h"

namespace asynchat::cli {

/// What is wrong with a recording without a connection.
inline constexpr const char* nothing_to_play = "expected a connection; there is none to play";

/// Gives a recording from its start.
using source_maker = std::function<std::unique_ptr<traces::event_source>()>;

/// Plays a recording to a server, to programs, or to clients, as it was asked for; prints each connection that is not
/// as recorded, and returns the exit status. `again`, which may be empty, opens the same recording anew. Throws
/// traces::input_error, and std::system_error where nobody can be reached.
int replay_over_wires(traces::event_source& source, const source_maker& again, const trace_choice& choice,
                      const foreign_choice& foreign);

}  // namespace asynchat::cli
