#pragma once

#include <asynchat/properties/events.h>
#include <asynchat/traces/event_source.h>
#include <asynchat/transport/side.h>

#include <cstdint>
#include <optional>

#include "subjects.h"

namespace asynchat::cli {

/// The frame of a recording in which that byte of one direction lies; nothing where the recording does not complete it.
/// Reads the source from its start.
std::optional<properties::event> frame_at(traces::event_source& source, const framing_choice& framing,
                                          std::uint64_t conn, side from, std::uint64_t offset);

}  // namespace asynchat::cli
