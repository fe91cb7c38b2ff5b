#include <asynchat/properties/simulation/talk_script.h>
#include <asynchat/traces/error.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>

namespace asynchat::properties::simulation {
namespace {

using kind = talk_step::kind;

constexpr std::array<std::pair<kind, std::string_view>, 7> step_names{{
    {kind::say, "say"},
    {kind::hear, "hear"},
    {kind::pause, "pause"},
    {kind::deaf, "deaf"},
    {kind::shut, "shut"},
    {kind::close, "close"},
    {kind::abort, "abort"},
}};

bool is_time(kind what) { return what == kind::pause || what == kind::deaf; }

bool has_amount(kind what) { return what == kind::say || what == kind::hear || is_time(what); }

std::string text_of(const talk_step& step) {
  for (const auto& [what, name] : step_names) {
    if (what == step.what) return std::string(name) + (has_amount(what) ? ':' + std::to_string(step.amount) : "");
  }
  return {};
}

/// The words of one line, taken from its front.
class line_words {
 public:
  line_words(std::string_view line, const std::string& file) : rest_(line), line_(line), file_(file) {}

  bool empty() const { return rest_.empty(); }

  std::string_view word() {
    const std::string_view taken = rest_.substr(0, rest_.find(' '));
    rest_.remove_prefix(std::min(taken.size() + 1, rest_.size()));
    return taken;
  }

  void expect(std::string_view wanted) {
    if (word() != wanted) fail("\"" + std::string(wanted) + "\"");
  }

  template <class Number>
  Number number(std::string_view text) const {
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) fail("a number, not \"" + std::string(text) + "\"");
    return value;
  }
  template <class Number>
  Number number() {
    return number<Number>(word());
  }
  duration time() { return duration(number<std::uint32_t>() * std::int64_t{1000}); }

  [[noreturn]] void fail(const std::string& wanted) const {
    throw traces::input_error(file_, "schedule: expected " + wanted + " in '" + std::string(line_) + "'");
  }

 private:
  std::string_view rest_;
  std::string_view line_;
  const std::string& file_;
};

talk_step step_of(std::string_view word, const line_words& line) {
  const std::string_view name = word.substr(0, word.find(':'));
  for (const auto& [what, known] : step_names) {
    if (known != name) continue;
    if (has_amount(what) == (name.size() == word.size())) break;
    return {what, has_amount(what) ? line.number<std::uint32_t>(word.substr(name.size() + 1)) : 0};
  }
  line.fail("a step of a client, not \"" + std::string(word) + "\"");
}

talk_client client_of(line_words line) {
  talk_client client;
  client.number = line.number<std::uint32_t>();
  line.expect("on");
  client.host = line.word();
  const std::string_view when = line.word();
  if (when != "at" && when != "late") line.fail("\"at\" or \"late\"");
  client.late = when == "late";
  client.start = line.time();
  line.expect("tries");
  client.tries = line.number<std::uint32_t>();
  line.expect("rest");
  client.rest = line.time();
  line.expect("does");
  while (!line.empty()) client.steps.push_back(step_of(line.word(), line));
  return client;
}

std::vector<talk_mark> marks_of(line_words& line) {
  std::vector<talk_mark> marks;
  while (!line.empty()) {
    const std::string_view word = line.word();
    const std::size_t colon = std::min(word.find(':'), word.size());
    const talk_mark mark{line.number<std::size_t>(word.substr(0, colon)),
                         line.number<std::size_t>(word.substr(std::min(colon + 1, word.size())))};
    if (!marks.empty() && (mark.said < marks.back().said || mark.due < marks.back().due))
      line.fail("ascending offsets");
    marks.push_back(mark);
  }
  return marks;
}

std::string microseconds(duration time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(time).count());
}

/// Whether every offset lies in the words of its side.
bool fits(const talk_client& client) {
  for (const talk_step& step : client.steps) {
    const std::size_t size = step.what == kind::say ? client.says.size() : client.hears.size();
    if (!is_time(step.what) && step.amount > size) return false;
  }
  return client.marks.empty() ||
         (client.marks.back().said <= client.says.size() && client.marks.back().due <= client.hears.size());
}

/// A host runs one program: the server, clients that begin with it, or late ones.
void check_host(const talk_client& client, const talk_script& script, const std::string& file) {
  const bool is_shared = std::any_of(script.clients.begin(), script.clients.end(), [&](const talk_client& other) {
    return other.host == client.host && other.late != client.late;
  });
  if (!is_shared && client.host != "server") return;
  throw traces::input_error(file, "schedule: expected client " + std::to_string(client.number) +
                                      " on a host without the server, and late like all clients on it or not");
}

}  // namespace

void write_script(const talk_script& script, traces::repro& into) {
  for (const talk_client& client : script.clients) {
    std::string line = (client.hostile ? "hostile " : "client ") + std::to_string(client.number) + " on " +
                       client.host + (client.late ? " late " : " at ") + microseconds(client.start) + " tries " +
                       std::to_string(client.tries) + " rest " + microseconds(client.rest) + " does";
    for (const talk_step& step : client.steps) line += ' ' + text_of(step);
    into.schedule.push_back(std::move(line));
    line = "due " + std::to_string(client.number);
    for (const talk_mark& mark : client.marks) {
      line += ' ' + std::to_string(mark.said) + ':' + std::to_string(mark.due);
    }
    into.schedule.push_back(std::move(line));
    into.streams.push_back({client.number, side::client, client.says, {}, {}});
    into.streams.push_back({client.number, side::server, client.hears, {}, {}});
  }
}

talk_script read_script(const traces::repro& from, const std::string& file) {
  talk_script script;
  std::map<std::uint32_t, std::vector<talk_mark>> marks;
  for (const std::string& text : from.schedule) {
    line_words line(text, file);
    const std::string_view what = line.word();
    if (what == "client" || what == "hostile") {
      script.clients.push_back(client_of(line));
      script.clients.back().hostile = what == "hostile";
      continue;
    }
    if (what != "due") line.fail("a client, a hostile one, or what is due to one");
    const auto number = line.number<std::uint32_t>();
    marks[number] = marks_of(line);
  }
  for (talk_client& client : script.clients) {
    client.marks = marks[client.number];
    for (const traces::repro_stream& stream : from.streams) {
      if (stream.conn == client.number) (stream.from == side::client ? client.says : client.hears) = stream.bytes;
    }
    check_host(client, script, file);
    if (!fits(client)) {
      throw traces::input_error(
          file, "schedule: expected offsets within the streams of client " + std::to_string(client.number));
    }
  }
  return script;
}

}  // namespace asynchat::properties::simulation
