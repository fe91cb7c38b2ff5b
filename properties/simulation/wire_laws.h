#pragma once

#include <asynchat/properties/laws.h>
#include <asynchat/properties/simulation/scenario.h>
#include <asynchat/properties/simulation/wire_watch.h>
#include <asynchat/properties/subject.h>

#include <optional>
#include <span>
#include <string>

namespace asynchat::properties::simulation {

/// A parser, what it was handed in a run, and what it told of that.
struct parsed_wire {
  const subject& parser;
  const reference& model;
  const wire_record& wire;
  std::span<const heard_frame> heard;
  const events& seen;
  const ledger* account = nullptr;
  /// See served_wire::stopped_early(): it told the start of what there was to tell.
  bool stopped_early = false;
};

/// What the laws say of it; `name` is the wire's.
std::optional<complaint> judge_wire(const parsed_wire& one, const std::string& name);

}  // namespace asynchat::properties::simulation
