#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>

#include "altered_source.h"

namespace asynchat::cli {

/// A recording, and then once more. The connections of the second time are numbered on, and its times go on, from the
/// last ones of the first; what the first leaves open is closed between.
class repeated_source final : public altered_source {
 public:
  /// `open` gives the recording from its start once more.
  repeated_source(std::unique_ptr<traces::event_source> first,
                  std::function<std::unique_ptr<traces::event_source>()> open)
      : altered_source(std::move(first)), open_(std::move(open)) {}

  std::optional<traces::trace_event> next() override;

 private:
  std::optional<traces::trace_event> close_one();

  const std::function<std::unique_ptr<traces::event_source>()> open_;
  std::set<std::uint64_t> standing_;  ///< connections that are open
  std::uint64_t conn_max_ = 0;
  std::uint64_t time_max_ = 0;
  std::uint64_t conn_added_ = 0;
  std::uint64_t time_added_ = 0;
  bool again_ = false;
};

}  // namespace asynchat::cli
