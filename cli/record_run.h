#pragma once

#include <asynchat/traces/recording_file.h>
#include <asynchat/transport/endpoint.h>

#include <cstdint>
#include <optional>
#include <string>

namespace asynchat::cli {

struct record_arguments {
  endpoint listen;
  endpoint to;
  std::string output;                              ///< a trace; - is stdout
  std::optional<std::uint64_t> payload_bytes_max;  ///< after which recording is over
  traces::recording_options file;
  bool quiet = false;  ///< no progress, even on a terminal
};

/// Records what goes through a proxy until SIGINT or SIGTERM comes or the limit is reached; returns the exit status.
int record(const record_arguments& arguments);

}  // namespace asynchat::cli
