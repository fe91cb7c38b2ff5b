#include "conform_case.h"

#include <asynchat/sim/errno_names.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace asynchat::cli {

namespace {

using nlohmann::json;

/// Bounds on what a case can ask for.
constexpr std::size_t buffer_size_max = std::size_t{16} << 20;
constexpr std::uint64_t ticks_limit = 100000;
constexpr int depth_max = 64;

[[noreturn]] void expected(const std::string& what) { throw std::runtime_error("expected " + what); }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  expected("a hexadecimal digit");
}

std::string from_hex(std::string_view text) {
  if (text.size() % 2 != 0) expected("an even number of hexadecimal digits");
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    bytes += static_cast<char>(hex_digit(text[i]) * 16 + hex_digit(text[i + 1]));
  }
  return bytes;
}

/// UTF-8 whose characters are all below U+0100, one byte each.
std::string from_latin1(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      bytes += text[i];
    } else if ((lead == 0xc2 || lead == 0xc3) && i + 1 < text.size()) {
      bytes += static_cast<char>((lead << 6 | (static_cast<unsigned char>(text[++i]) & 0x3f)) & 0xff);
    } else {
      expected("latin1 text: no character above U+00FF");
    }
  }
  return bytes;
}

std::string text_of(const json& value, const char* what) {
  if (!value.is_string()) expected(std::string(what) + " to be a string");
  return value.get<std::string>();
}

std::uint64_t number_of(const json& value, const char* what) {
  if (!value.is_number_unsigned()) expected(std::string(what) + " to be a whole number");
  return value.get<std::uint64_t>();
}

std::uint64_t number_of(const json& object, const char* key, std::uint64_t otherwise) {
  return object.contains(key) ? number_of(object[key], key) : otherwise;
}

std::error_code error_of(const json& value) {
  const std::string name = text_of(value, "an errno");
  if (const auto number = sim::errno_number(name)) return {*number, std::generic_category()};
  expected("the name of an errno value, not " + name);
}

void parse_chunk(conform_case& result, const json& chunk, bool latin1) {
  const auto deliver = [&](const std::string& bytes) {
    if (bytes.empty()) return result.steps.recv.emplace_back(sim::block{});
    result.bytes += bytes;
    return result.steps.recv.emplace_back(sim::deliver{bytes.size()});
  };
  if (chunk.is_string()) {
    deliver(latin1 ? from_latin1(chunk.get<std::string>()) : from_hex(chunk.get<std::string>()));
  } else if (chunk.contains("hex")) {
    deliver(from_hex(text_of(chunk["hex"], "hex")));
  } else if (chunk.contains("text")) {
    deliver(from_latin1(text_of(chunk["text"], "text")));
  } else if (chunk.contains("block")) {
    result.steps.recv.emplace_back(sim::block{});
  } else if (chunk.contains("errno")) {
    result.steps.recv.emplace_back(sim::fail{error_of(chunk["errno"])});
  } else {
    expected("a chunk: a string, hex, text, block or errno");
  }
}

void parse_end(conform_case& result, const json& end) {
  const std::string name = text_of(end, "end");
  if (name == "eof") {
    result.steps.end = sim::ending::eof;
  } else if (name == "reset") {
    result.steps.end = sim::ending::reset;
  } else {
    result.steps.end = sim::ending::open;
    if (name != "none") result.steps.recv.emplace_back(sim::fail{error_of(end)});
  }
}

sim::send_step parse_send(const json& limit) {
  if (limit.is_null()) return sim::accept_all;
  if (limit.is_object() && limit.contains("errno")) return sim::fail{error_of(limit["errno"])};
  const std::uint64_t bytes = number_of(limit, "a send limit");
  if (bytes == 0) return sim::block{};
  return sim::accept{bytes};
}

sim::connect_script parse_connect(const json& connect) {
  sim::connect_script result;
  const std::string answer = text_of(connect.value("ex", json("EINPROGRESS")), "connect.ex");
  result.in_progress = answer == "EINPROGRESS" || answer == "EALREADY" || answer == "EWOULDBLOCK";
  if (!result.in_progress && answer != "OK" && answer != "EISCONN") result.immediate = error_of(answer);
  if (connect.contains("so_error") && connect["so_error"].is_string()) result.outcome = error_of(connect["so_error"]);
  result.ready_pass = number_of(connect, "ready_tick", 1);
  return result;
}

terminator_entry parse_terminator(const json& entry) {
  if (entry.is_null()) return terminator(no_terminator{});
  if (entry.is_string() && (entry == "keep" || entry == "unset")) return std::nullopt;
  if (entry.is_object() && entry.contains("bytes")) return terminator(from_hex(text_of(entry["bytes"], "bytes")));
  if (entry.is_object() && entry.contains("count")) return terminator(byte_count(number_of(entry["count"], "count")));
  expected("a terminator: bytes, count, null, keep or unset");
}

constexpr std::string_view known_ops[] = {
    "push",  "push_producer", "push_sized_producer", "push_simple_producer", "push_bytes_producer", "close_when_done",
    "close", "handle_close",  "discard_buffers",     "set_terminator",       "initiate_send",       "raise",
    "exit",
};

std::vector<conform_op> parse_ops(const json& ops);

producer_item parse_item(const json& item) {
  if (item.is_string()) return from_hex(item.get<std::string>());
  if (item.contains("op")) return parse_ops(json::array({item}));
  if (item.contains("raise")) return producer_throws{};
  expected("a producer's item: hex, op or raise");
}

std::vector<conform_op> parse_ops(const json& ops) {
  std::vector<conform_op> result;
  for (const json& op : ops) {
    if (!op.is_object() || !op.contains("op")) expected("an op to be an object with the key op");
    conform_op parsed;
    parsed.name = text_of(op["op"], "op");
    if (std::find(std::begin(known_ops), std::end(known_ops), parsed.name) == std::end(known_ops)) {
      expected("a known op, not " + parsed.name);
    }
    if (op.contains("hex")) parsed.bytes = from_hex(text_of(op["hex"], "hex"));
    parsed.buffer_size = number_of(op, "buffer_size", 512);
    if (parsed.buffer_size == 0) expected("a buffer_size of at least 1");
    if (op.contains("term")) parsed.terminator = parse_terminator(op["term"]);
    if (op.contains("items")) {
      for (const json& item : op["items"]) parsed.items.push_back(parse_item(item));
    }
    result.push_back(std::move(parsed));
  }
  return result;
}

void parse_actions(conform_case& result, const json& actions) {
  for (const json& action : actions) {
    if (!action.is_object() || !action.contains("at") || !action.contains("k") || !action.contains("do")) {
      expected("an action to be an object with the keys at, k and do");
    }
    conform_actions& at = result.actions[text_of(action["at"], "at")];
    auto& ops = action["k"] == "*" ? at.always : at.numbered[number_of(action["k"], "k")];
    for (conform_op& op : parse_ops(action["do"])) ops.push_back(std::move(op));
  }
}

json parse_json(std::string_view line) {
  const auto watch = [](int depth, json::parse_event_t, const json&) {
    if (depth > depth_max) expected("values nested at most " + std::to_string(depth_max) + " deep");
    return true;
  };
  return json::parse(line, watch, false);
}

}  // namespace

conform_case parse_conform_case(std::string_view line) {
  const json source = parse_json(line);
  if (!source.is_object()) expected("one JSON object");
  conform_case result;
  if (source.contains("id"))
    result.id = source["id"].is_string() ? source["id"].get<std::string>() : source["id"].dump();
  const bool latin1 = source.value("enc", "hex") == "latin1";
  for (const json& chunk : source.value("chunks", json::array())) parse_chunk(result, chunk, latin1);
  parse_end(result, source.value("end", json("eof")));
  for (const json& limit : source.value("send", json::array())) result.steps.send.push_back(parse_send(limit));
  if (source.contains("send_default")) result.steps.send_after = parse_send(source["send_default"]);
  if (source.contains("connect")) result.world.connect = parse_connect(source["connect"]);
  if (source.value("loop", "select") == "poll" && source.contains("hup_tick")) {
    result.world.hangup_pass = number_of(source["hup_tick"], "hup_tick");
  }
  for (const json& entry : source.value("terminators", json::array())) {
    result.terminators.push_back(parse_terminator(entry));
  }
  parse_actions(result, source.value("actions", json::array()));
  result.ac_in_buffer_size = number_of(source, "ac_in_buffer_size", 65536);
  result.ac_out_buffer_size = number_of(source, "ac_out_buffer_size", 65536);
  for (const std::size_t size : {result.ac_in_buffer_size, result.ac_out_buffer_size}) {
    if (size == 0 || size > buffer_size_max) expected("buffer sizes from 1 to " + std::to_string(buffer_size_max));
  }
  result.handle_close_closes = source.value("handle_close_closes", true);
  result.ignore_errors = source.value("handle_error", "default") == "ignore";
  result.log_calls = source.value("log_calls", false);
  result.verbose_terminator = source.value("verbose_terminator", false);
  result.ticks_max = number_of(source, "max_ticks", ticks_limit);
  if (result.ticks_max > ticks_limit) expected("max_ticks of at most " + std::to_string(ticks_limit));
  if (!source.contains("expect") || !source["expect"].is_array())
    expected("the events of the case in the array expect");
  result.expect = source["expect"];
  return result;
}

std::string to_hex(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char c : bytes) {
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

}  // namespace asynchat::cli
