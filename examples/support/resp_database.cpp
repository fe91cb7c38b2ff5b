#include "resp_database.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "text.h"

namespace asynchat::examples {

namespace {

constexpr const char* nothing = "$-1\r\n";
constexpr const char* ok = "+OK\r\n";
constexpr const char* wrong_type = "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";
constexpr const char* no_number = "-ERR value is not an integer or out of range\r\n";
constexpr const char* no_room = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";

std::string number(std::int64_t value) { return ":" + std::to_string(value) + "\r\n"; }

std::string array_of(std::size_t count) { return "*" + std::to_string(count) + "\r\n"; }

void append_bulk(std::string& reply, std::string_view text) {
  reply.append("$").append(std::to_string(text.size())).append("\r\n").append(text).append("\r\n");
}

std::string bulk(std::string_view text) {
  std::string reply;
  append_bulk(reply, text);
  return reply;
}

/// Of what a peer sent, as much as fits into an error and cannot be taken for the end of its line.
std::string harmless(std::string_view text) {
  std::string result(text.substr(0, 64));
  std::replace_if(result.begin(), result.end(), is_control, '?');
  return result;
}

}  // namespace

struct resp_database::rule {
  std::string_view name;
  std::size_t words_min;
  std::size_t words_max;
  std::string (*run)(resp_database&, const resp_command&);
};

const std::vector<resp_database::rule>& resp_database::rules() {
  constexpr std::size_t any = std::numeric_limits<std::size_t>::max();
  using command = const resp_command&;
  static const std::vector<rule> all = {
      {"GET", 2, 2, [](resp_database& data, command words) { return data.get(words); }},
      {"SET", 3, 3, [](resp_database& data, command words) { return data.set(words); }},
      {"PING", 1, 2, [](resp_database&, command words) { return words.size() == 1 ? "+PONG\r\n" : bulk(words[1]); }},
      {"ECHO", 2, 2, [](resp_database&, command words) { return bulk(words[1]); }},
      {"DEL", 2, any, [](resp_database& data, command words) { return data.del(words); }},
      {"INCR", 2, 2, [](resp_database& data, command words) { return data.incr(words); }},
      {"LPUSH", 3, any, [](resp_database& data, command words) { return data.lpush(words); }},
      {"LRANGE", 4, 4, [](resp_database& data, command words) { return data.lrange(words); }},
      // What clients ask before they begin: no command is described, no setting has a value.
      {"COMMAND", 1, any, [](resp_database&, command) { return array_of(0); }},
      {"CONFIG", 3, 3, [](resp_database&, command words) { return array_of(2) + bulk(words[2]) + bulk(""); }},
  };
  return all;
}

std::string resp_database::run(const resp_command& command) {
  for (const rule& one : rules()) {
    if (!same_word(one.name, command.front())) continue;
    if (command.size() >= one.words_min && command.size() <= one.words_max) return one.run(*this, command);
    return "-ERR wrong number of arguments for '" + harmless(command.front()) + "' command\r\n";
  }
  return "-ERR unknown command '" + harmless(command.front()) + "'\r\n";
}

std::string resp_database::set(const resp_command& command) { return store(command[1], command[2]) ? ok : no_room; }

std::string resp_database::get(const resp_command& command) {
  const auto found = values_.find(command[1]);
  if (found == values_.end()) return nothing;
  const auto* text = std::get_if<std::string>(&found->second);
  return text != nullptr ? bulk(*text) : wrong_type;
}

std::string resp_database::del(const resp_command& command) {
  std::int64_t count = 0;
  for (std::size_t i = 1; i < command.size(); ++i) {
    const auto found = values_.find(command[i]);
    if (found == values_.end()) continue;
    forget(found);
    ++count;
  }
  return number(count);
}

std::string resp_database::incr(const resp_command& command) {
  std::int64_t count = 0;
  if (const auto found = values_.find(command[1]); found != values_.end()) {
    const auto* text = std::get_if<std::string>(&found->second);
    if (text == nullptr) return wrong_type;
    const auto old = number_in<std::int64_t>(*text);
    if (!old) return no_number;
    if (*old == std::numeric_limits<std::int64_t>::max()) return "-ERR increment or decrement would overflow\r\n";
    count = *old;
  }
  ++count;
  return store(command[1], std::to_string(count)) ? number(count) : no_room;
}

std::string resp_database::lpush(const resp_command& command) {
  std::size_t more = 0;
  for (std::size_t i = 2; i < command.size(); ++i) more += command[i].size() + entry_bytes;
  auto found = values_.find(command[1]);
  if (found == values_.end()) more += command[1].size() + entry_bytes;
  if (more > bytes_max - bytes_) return no_room;
  if (found == values_.end()) found = values_.emplace(command[1], list()).first;
  auto* items = std::get_if<list>(&found->second);
  if (items == nullptr) return wrong_type;
  bytes_ += more;
  items->insert(items->begin(), command.rbegin(), command.rend() - 2);
  return number(static_cast<std::int64_t>(items->size()));
}

std::string resp_database::lrange(const resp_command& command) {
  auto first = number_in<std::int64_t>(command[2]);
  auto last = number_in<std::int64_t>(command[3]);
  if (!first || !last) return no_number;
  const auto found = values_.find(command[1]);
  if (found == values_.end()) return array_of(0);
  const auto* items = std::get_if<list>(&found->second);
  if (items == nullptr) return wrong_type;
  // Negative places count from the end.
  const auto size = static_cast<std::int64_t>(items->size());
  if (*first < 0) first = std::max<std::int64_t>(*first + size, 0);
  if (*last < 0) *last += size;
  last = std::min(*last, size - 1);
  if (*first > *last) return array_of(0);
  std::string reply = array_of(static_cast<std::size_t>(*last - *first + 1));
  for (auto at = *first; at <= *last; ++at) {
    append_bulk(reply, (*items)[static_cast<std::size_t>(at)]);
    if (reply.size() > range_bytes_max) return "-ERR the range is too long\r\n";
  }
  return reply;
}

bool resp_database::store(const std::string& key, std::string text) {
  const auto found = values_.find(key);
  const auto* old = found != values_.end() ? std::get_if<std::string>(&found->second) : nullptr;
  if (old != nullptr) {
    if (text.size() > bytes_max - (bytes_ - old->size())) return false;
    bytes_ = bytes_ - old->size() + text.size();
    found->second = std::move(text);
    return true;
  }
  const std::size_t more = key.size() + text.size() + entry_bytes;
  if (more > bytes_max - bytes_) return false;
  if (found != values_.end()) forget(found);
  bytes_ += more;
  values_.emplace(key, std::move(text));
  return true;
}

void resp_database::forget(std::map<std::string, value>::iterator where) {
  bytes_ -= where->first.size() + entry_bytes;
  if (const auto* text = std::get_if<std::string>(&where->second)) bytes_ -= text->size();
  if (const auto* items = std::get_if<list>(&where->second)) {
    for (const std::string& item : *items) bytes_ -= item.size() + entry_bytes;
  }
  values_.erase(where);
}

}  // namespace asynchat::examples
