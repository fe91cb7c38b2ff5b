#pragma once

#include <asynchat/engine/terminator.h>
#include <asynchat/sim/plan.h>
#include <asynchat/sim/scripted_network.h>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace asynchat::cli {

/// What a case asks of set_terminator: a value, or to leave it as it is.
using terminator_entry = std::optional<terminator>;

struct conform_op;

/// One step of a scripted producer: a block, an op that runs inside more(), or an exception.
struct producer_throws {};
using producer_item = std::variant<std::string, std::vector<conform_op>, producer_throws>;

/// One op of an action.
struct conform_op {
  std::string name;
  std::string bytes;
  std::size_t buffer_size = 0;
  std::vector<producer_item> items;
  terminator_entry terminator;
};

/// The ops of one callback: by the number of its call, and for every call.
struct conform_actions {
  std::map<std::uint64_t, std::vector<conform_op>> numbered;
  std::vector<conform_op> always;
};

/// A conformance case, decoded: what the transport plays, what the channel's callbacks do, and the events expected.
struct conform_case {
  std::string id;
  std::string bytes;
  sim::plan steps;
  sim::script world;
  std::vector<terminator_entry> terminators;
  std::map<std::string, conform_actions> actions;
  std::size_t ac_in_buffer_size = 65536;
  std::size_t ac_out_buffer_size = 65536;
  bool handle_close_closes = true;
  bool ignore_errors = false;
  bool log_calls = false;
  bool verbose_terminator = false;
  std::uint64_t ticks_max = 100000;
  nlohmann::json expect = nlohmann::json::array();
};

/// Decodes one line of a conformance file. Throws std::runtime_error with a sentence on what was expected.
conform_case parse_conform_case(std::string_view line);

std::string to_hex(std::string_view bytes);

}  // namespace asynchat::cli
