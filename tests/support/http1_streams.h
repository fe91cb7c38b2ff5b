#pragma once

#include "framing_streams.h"
#include "seeded_random.h"

namespace asynchat::support {

/// generate_stream for HTTP/1: some requests and their answers, the last of which may end the protocol, or the answer.
generated_stream generate_http1_stream(seeded_random& random, side from);

}  // namespace asynchat::support
