#pragma once

#include "framing_streams.h"
#include "seeded_random.h"

namespace asynchat::support {

/// generate_stream for SMTP: one side of a session with some messages, the end of which may be in TLS.
generated_stream generate_smtp_stream(seeded_random& random, side from);

}  // namespace asynchat::support
