#include <asynchat/traces/trace_reader.h>
#include <asynchat/traces/trace_writer.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <sstream>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

#include "contest.h"

/// The tasks: a trace is read, and written. Half of its chunks are text, half are base64.
namespace asynchat::bench {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using traces::event_kind;
using traces::trace_event;

/// A trace in memory: what it says, its text, and the lines of that after the header.
struct made_trace {
  std::vector<trace_event> events;
  std::string text;
  std::vector<std::string_view> lines;
};

/// Bytes that no compressor likes; Knuth's linear congruential generator.
std::string made_bytes(std::size_t size, bool is_text, std::uint64_t& drawn) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) {
    drawn = drawn * 6364136223846793005u + 1442695040888963407u;
    bytes += static_cast<char>(is_text ? ' ' + (drawn >> 57) % 95 : drawn >> 56);
  }
  for (std::size_t at = 63; is_text && at < size; at += 64) bytes.replace(at - 1, 2, "\r\n");
  return bytes;
}

std::shared_ptr<const made_trace> trace_of_chunks(std::size_t chunk_bytes, std::size_t trace_bytes) {
  constexpr std::uint64_t connections = 16;
  const auto made = std::make_shared<made_trace>();
  std::uint64_t drawn = 1;
  for (std::uint64_t conn = 1; conn <= connections; ++conn) {
    made->events.push_back({.kind = event_kind::open, .conn = conn, .client = "192.0.2.7:40000", .server = "[::1]:80"});
  }
  for (std::uint64_t i = 0; i * chunk_bytes < trace_bytes; ++i) {
    made->events.push_back({.kind = event_kind::data,
                            .time_ns = i * 1'234'567,
                            .conn = i % connections + 1,
                            .from = i % 3 == 0 ? side::client : side::server,
                            .bytes = made_bytes(chunk_bytes, i % 2 == 0, drawn)});
  }
  std::ostringstream out;
  traces::trace_writer writer(out, {});
  for (const trace_event& event : made->events) writer.write(event);
  made->text = out.str();
  const std::string_view text = made->text;
  for (std::size_t at = text.find('\n') + 1; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    made->lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return made;
}

/// A text that is read where it lies.
class lent_text final : public std::streambuf {
 public:
  explicit lent_text(const std::string& text) {
    char* begin = const_cast<char*>(text.data());  // the interface asks for it; nothing is put back
    setg(begin, begin, begin + text.size());
  }
};

/// Where nothing is kept.
class nowhere final : public std::streambuf {
 public:
  std::size_t bytes = 0;

 private:
  int_type overflow(int_type c) override {
    ++bytes;
    return traits_type::not_eof(c);
  }
  std::streamsize xsputn(const char*, std::streamsize size) override {
    bytes += static_cast<std::size_t>(size);
    return size;
  }
};

/// A handler of nlohmann's parser that takes all and keeps nothing.
struct null_handler {
  std::size_t strings = 0;
  bool null() { return true; }
  bool boolean(bool) { return true; }
  bool number_integer(json::number_integer_t) { return true; }
  bool number_unsigned(json::number_unsigned_t) { return true; }
  bool number_float(json::number_float_t, const std::string&) { return true; }
  bool string(std::string&) {
    ++strings;
    return true;
  }
  bool binary(json::binary_t&) { return true; }
  bool start_object(std::size_t) { return true; }
  bool key(std::string&) { return true; }
  bool end_object() { return true; }
  bool start_array(std::size_t) { return true; }
  bool end_array() { return true; }
  bool parse_error(std::size_t, const std::string&, const json::exception&) { return false; }
};

bool reads_as_written(const made_trace& made) {
  lent_text text(made.text);
  std::istream in(&text);
  traces::trace_reader reader(in, "trace");
  for (const trace_event& written : made.events) {
    if (reader.next() != written) return false;
  }
  return !reader.next();
}

timed_work reading(std::shared_ptr<const made_trace> made) {
  return [made, right = std::optional<bool>()](benchmark::State& state) mutable {
    if (!right) right = reads_as_written(*made);
    if (!*right) return state.SkipWithError("what was read is not what was written");
    for ([[maybe_unused]] auto _ : state) {
      lent_text text(made->text);
      std::istream in(&text);
      traces::trace_reader reader(in, "trace");
      std::size_t events = 0;
      while (std::optional<trace_event> event = reader.next()) events += event->bytes.size() + 1;
      benchmark::DoNotOptimize(events);
    }
    report_cost(state, made->text.size());
  };
}

timed_work parsing_alone(std::shared_ptr<const made_trace> made) {
  return [made](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
      null_handler handler;
      for (const std::string_view line : made->lines) {
        if (!json::sax_parse(line.begin(), line.end(), &handler)) return state.SkipWithError("a line is not JSON");
      }
      benchmark::DoNotOptimize(handler.strings);
    }
    report_cost(state, made->text.size());
  };
}

timed_work writing(std::shared_ptr<const made_trace> made) {
  return [made](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
      nowhere nothing;
      std::ostream out(&nothing);
      traces::trace_writer writer(out, {});
      for (const trace_event& event : made->events) writer.write(event);
      if (nothing.bytes != made->text.size()) return state.SkipWithError("not all was written");
    }
    report_cost(state, made->text.size());
  };
}

/// The lines as nlohmann's own objects, of which only the printing is timed.
timed_work dumping(std::shared_ptr<const made_trace> made) {
  const auto objects = std::make_shared<std::vector<ordered_json>>();
  return [made, objects](benchmark::State& state) {
    if (objects->empty()) {
      for (const std::string_view line : made->lines) objects->push_back(ordered_json::parse(line));
    }
    for ([[maybe_unused]] auto _ : state) {
      for (std::size_t i = 0; i < made->lines.size(); ++i) {
        if ((*objects)[i].dump().size() != made->lines[i].size()) return state.SkipWithError("not all was written");
      }
    }
    report_cost(state, made->text.size());
  };
}

}  // namespace

void enter_traces(contest& all) {
  using enum yardstick;
  constexpr std::size_t trace_bytes = std::size_t{2} << 20;
  for (const std::size_t chunk_bytes : {std::size_t{1400}, std::size_t{40}}) {
    const auto made = trace_of_chunks(chunk_bytes, trace_bytes);
    const std::string size = std::to_string(chunk_bytes);
    const std::string reads = "trace-reading-" + size;
    all.add({reads, "a trace with chunks of " + size + " bytes is read", unit::seconds_a_byte});
    all.enter(reads, "trace_reader", reading(made));
    all.enter(reads, "nlohmann's SAX parser", parsing_alone(made));
    all.ask(
        {reads, "of nlohmann's SAX parser alone", times_as_fast, {{"trace_reader", "nlohmann's SAX parser"}}, 0.8, {}});
    const std::string writes = "trace-writing-" + size;
    all.add({writes, "a trace with chunks of " + size + " bytes is written", unit::seconds_a_byte});
    all.enter(writes, "trace_writer", writing(made));
    all.enter(writes, "nlohmann's dump", dumping(made));
    all.ask({writes, "of nlohmann's printing alone", times_as_fast, {{"trace_writer", "nlohmann's dump"}}, 0.8, {}});
  }
}

}  // namespace asynchat::bench
