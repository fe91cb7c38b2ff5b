#include <algorithm>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "../read_number.h"
#include "service_makers.h"
#include "service_text.h"

namespace asynchat::protocols {

namespace {

using words = std::vector<std::string>;
using list = std::deque<std::string>;

constexpr const char* nil = "$-1\r\n";
constexpr const char* ok = "+OK\r\n";
constexpr const char* wrong_type = "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";
constexpr const char* no_integer = "-ERR value is not an integer or out of range\r\n";
constexpr const char* no_room = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";

std::string integer(std::int64_t value) { return ":" + std::to_string(value) + "\r\n"; }
std::string bulk(const std::string& text) { return "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n"; }

/// The words of an array of bulk strings, which the framing has checked as a value; none where it holds anything else.
std::optional<words> read_array(std::string_view value) {
  words result;
  const auto count = read_number<std::int64_t>(take_until(value, "\r\n").substr(1)).value_or(0);
  for (std::int64_t left = count; left > 0; --left) {
    const std::string_view line = take_until(value, "\r\n");
    const auto size = line.starts_with('$') ? read_number<std::size_t>(line.substr(1)) : std::nullopt;
    if (!size) return std::nullopt;
    result.emplace_back(value.substr(0, *size));
    value.remove_prefix(*size + 2);
  }
  return result;
}

/// A server of strings, counters and lists.
class resp_service final : public service {
 public:
  void frame(std::string_view name, std::string_view bytes, std::string& reply) override {
    if (ended_ || (name != "inline" && name != "value")) return;
    const std::optional<words> command = name == "inline" ? words_of(bytes) : read_array(bytes);
    if (!command) {
      reply += "-ERR Protocol error: expected '$'\r\n";
      ended_ = true;
    } else if (!command->empty()) {
      reply += run(*command);
    }
  }

  bool ended() const override { return ended_; }

 private:
  std::string run(const words& command) {
    const std::string name = in_capitals(command[0]);
    const std::size_t given = command.size() - 1;
    if (name == "PING" && given == 0) return "+PONG\r\n";
    if ((name == "PING" || name == "ECHO") && given == 1) return bulk(command[1]);
    if (name == "SET" && given == 2) return set(command[1], command[2]) ? ok : no_room;
    if (name == "GET" && given == 1) return get(command[1]);
    if (name == "DEL" && given > 0) return del(command);
    if (name == "INCR" && given == 1) return incr(command[1]);
    if (name == "LPUSH" && given > 1) return lpush(command);
    if (name == "LRANGE" && given == 3) return lrange(command);
    if (name == "QUIT") {
      ended_ = true;
      return ok;
    }
    return "-ERR unknown command or wrong number of arguments\r\n";
  }

  bool set(const std::string& key, const std::string& text) {
    if (!budget_.take(key.size() + text.size())) return false;
    kept_[key] = text;
    return true;
  }

  std::string get(const std::string& key) const {
    const auto found = kept_.find(key);
    if (found == kept_.end()) return nil;
    const auto* const text = std::get_if<std::string>(&found->second);
    return text != nullptr ? bulk(*text) : wrong_type;
  }

  std::string del(const words& command) {
    std::size_t gone = 0;
    for (std::size_t i = 1; i < command.size(); ++i) gone += kept_.erase(command[i]);
    return integer(static_cast<std::int64_t>(gone));
  }

  std::string incr(const std::string& key) {
    const auto found = kept_.find(key);
    std::int64_t value = 0;
    if (found != kept_.end()) {
      const auto* const text = std::get_if<std::string>(&found->second);
      if (text == nullptr) return wrong_type;
      const auto number = read_number<std::int64_t>(*text);
      if (!number) return no_integer;
      value = *number;
    }
    if (value == std::numeric_limits<std::int64_t>::max()) return "-ERR increment or decrement would overflow\r\n";
    return set(key, std::to_string(value + 1)) ? integer(value + 1) : no_room;
  }

  std::string lpush(const words& command) {
    const auto [where, fresh] = kept_.try_emplace(command[1], list());
    auto* const items = std::get_if<list>(&where->second);
    if (items == nullptr) return wrong_type;
    for (std::size_t i = 2; i < command.size(); ++i) {
      if (!budget_.take(command[1].size() + command[i].size())) return no_room;
      items->push_front(command[i]);
    }
    return integer(static_cast<std::int64_t>(items->size()));
  }

  std::string lrange(const words& command) const {
    auto first = read_number<std::int64_t>(command[2]);
    auto last = read_number<std::int64_t>(command[3]);
    if (!first || !last) return no_integer;
    const auto found = kept_.find(command[1]);
    if (found == kept_.end()) return "*0\r\n";
    const auto* const items = std::get_if<list>(&found->second);
    if (items == nullptr) return wrong_type;
    // Negative places count from the end.
    const auto size = static_cast<std::int64_t>(items->size());
    if (*first < 0) first = std::max<std::int64_t>(*first + size, 0);
    if (*last < 0) *last += size;
    last = std::min(*last, size - 1);
    if (*first > *last) return "*0\r\n";
    std::string reply = "*" + std::to_string(*last - *first + 1) + "\r\n";
    for (auto at = *first; at <= *last; ++at) reply += bulk((*items)[static_cast<std::size_t>(at)]);
    return reply;
  }

  std::map<std::string, std::variant<std::string, list>> kept_;
  store_budget budget_;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<service> make_resp_service() { return std::make_unique<resp_service>(); }

}  // namespace asynchat::protocols
