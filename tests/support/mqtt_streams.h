#pragma once

#include <asynchat/transport/side.h>

#include <string>

#include "seeded_random.h"

namespace asynchat::support {

/// generate_stream for mqtt.
std::string generate_mqtt_stream(seeded_random& random, side from);

}  // namespace asynchat::support
