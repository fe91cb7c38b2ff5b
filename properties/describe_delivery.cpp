#include <asynchat/properties/explain.h>
#include <asynchat/sim/errno_names.h>
#include <asynchat/transport/escape.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace asynchat::properties {
namespace {

constexpr std::size_t listed_max = 4;

/// "byte 3", "bytes 3 and 5", "bytes 3, 5 and 9", or "9 places from byte 3 to byte 20".
std::string places(const std::vector<std::size_t>& offsets) {
  if (offsets.size() == 1) return "byte " + std::to_string(offsets[0]);
  if (offsets.size() > listed_max) {
    return std::to_string(offsets.size()) + " places from byte " + std::to_string(offsets.front()) + " to byte " +
           std::to_string(offsets.back());
  }
  std::string text = "bytes " + std::to_string(offsets[0]);
  for (std::size_t i = 1; i < offsets.size(); ++i) {
    text += (i + 1 == offsets.size() ? " and " : ", ") + std::to_string(offsets[i]);
  }
  return text;
}

std::string describe_cuts(std::string_view bytes, const std::vector<std::size_t>& cuts) {
  if (cuts.empty()) return "in one read";
  std::string text = cuts.size() == 1 ? "1 cut at " : std::to_string(cuts.size()) + " cuts at ";
  if (cuts.size() > listed_max) text = "cuts at ";
  text += places(cuts);
  if (cuts.size() > 1 || cuts[0] == 0 || cuts[0] >= bytes.size()) return text;
  return text + ", between " + byte_name(bytes[cuts[0] - 1]) + " and " + byte_name(bytes[cuts[0]]);
}

/// Where reads bring nothing: "an empty read at byte 3", "empty reads at bytes 3 and 5"; empty when none does.
std::string describe_empty_reads(const sim::plan& steps) {
  std::vector<std::size_t> offsets;
  std::size_t reads = 0;
  std::size_t at = 0;
  for (const sim::recv_step& step : steps.recv) {
    if (const auto* chunk = std::get_if<sim::deliver>(&step)) at += chunk->bytes;
    if (!brings_nothing(step)) continue;
    ++reads;
    if (offsets.empty() || offsets.back() != at) offsets.push_back(at);
  }
  if (reads == 0) return {};
  return (reads == 1 ? ", an empty read at " : ", empty reads at ") + places(offsets);
}

/// What was done in a callback.
const char* deed_of(callback_deed what) {
  switch (what) {
    case callback_deed::close:
      return "close()";
    case callback_deed::push:
      return "push()";
    case callback_deed::set_terminator:
      return "set_terminator() anew";
    case callback_deed::discard_buffers:
      return "discard_buffers()";
    case callback_deed::raise:
      return "an exception";
    case callback_deed::raise_caught:
      return "an exception, caught in handle_error,";
  }
  return "";
}

/// True for a strategy that says where the stream ends.
bool ends_the_stream(std::string_view strategy) {
  for (const std::string_view name : {"eof", "eof_with_data", "half_close", "limit_data", "slow_close"}) {
    if (strategy.substr(0, strategy.find('(')) == name) return true;
  }
  return false;
}

std::string error_name(std::error_code code) {
  const std::string_view name = sim::errno_name(code.value());
  return name.empty() ? "error " + std::to_string(code.value()) : std::string(name);
}

}  // namespace

std::string byte_name(char byte) {
  switch (byte) {
    case '\r':
      return "CR";
    case '\n':
      return "LF";
    case '\0':
      return "NUL";
    case '\t':
      return "tab";
    case ' ':
      return "space";
    default:
      break;
  }
  const std::string text = escaped({&byte, 1});
  return text.starts_with("\\x") ? "0x" + text.substr(2) : "'" + std::string(1, byte) + "'";
}

std::string describe_delivery(const counterexample& example) {
  std::string text = describe_cuts(example.bytes, sim::cuts_of(example.steps));
  text += describe_empty_reads(example.steps);
  const sim::plan& steps = example.steps;
  if (sim::may_fail_to_send(steps)) {
    text += ", with sends that fail";
  } else if (!steps.send.empty() || steps.send_after != sim::send_step(sim::accept_all)) {
    text += ", with short writes";
  }
  if (example.action) {
    const bool collects = example.action->where == acting_callback::collect;
    text += std::string(", ") + deed_of(example.action->what) + " in call " + std::to_string(example.action->nth) +
            " of " + (collects ? "collect_incoming_data" : "found_terminator");
  }
  if (example.kept < example.bytes.size()) {
    text += ", " + quote(std::string_view(example.bytes).substr(example.kept)) + " after byte " +
            std::to_string(example.kept);
  } else if (const auto failure = sim::recv_failure(steps)) {
    text += ", " + error_name(failure->code) + " at byte " + std::to_string(example.kept);
  } else if (steps.end == sim::ending::eof && ends_the_stream(example.strategy)) {
    text += ", the end of the stream at byte " + std::to_string(example.kept);
  } else if (steps.end == sim::ending::reset) {
    text += ", a reset at byte " + std::to_string(example.kept);
  } else if (steps.end == sim::ending::open && example.stream_end != sim::ending::open) {
    text += ", nothing after byte " + std::to_string(example.kept);
  }
  return text;
}

std::string explain(const counterexample& example) {
  return describe_delivery(example) + ": " + describe_breach(example.details) +
         (example.stable ? "" : ", but not each time that it is played");
}

}  // namespace asynchat::properties
