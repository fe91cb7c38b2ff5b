#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "altered_source.h"

namespace asynchat::cli {

/// The start of each connection: its first `bytes`, those of both sides counted together in the order of the recording,
/// so that no reply stands in it whose request does not. Behind them a connection is closed.
class prefix_source final : public altered_source {
 public:
  prefix_source(std::unique_ptr<traces::event_source> inner, std::uint64_t bytes)
      : altered_source(std::move(inner)), bytes_(bytes) {}

  std::optional<traces::trace_event> next() override;

 private:
  const std::uint64_t bytes_;
  std::map<std::uint64_t, std::uint64_t> left_;  ///< bytes of the open connections that still come
  std::optional<traces::trace_event> close_;
};

}  // namespace asynchat::cli
