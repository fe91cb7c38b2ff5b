#pragma once

#include <nlohmann/json.hpp>

#include "conform_case.h"

namespace asynchat::cli {

/// Drives one async_chat through a case, in virtual time, and returns the events it logged.
nlohmann::json play(const conform_case& script);

}  // namespace asynchat::cli
