#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../read_number.h"
#include "dialogue_makers.h"

namespace asynchat::protocols {

namespace {

using namespace std::string_view_literals;

using words = std::vector<std::string>;

constexpr std::array keys{"k"sv, "k"sv, "k"sv, "\r\n$1\r\n"sv, ""sv};
constexpr std::array list_keys{"list"sv, "list"sv, "*2\r\n"sv};
constexpr const char* ok = "+OK\r\n";
constexpr const char* wrong_type = "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";

std::string counted(const std::string& text) { return "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n"; }

std::string array_of(const words& all) {
  std::string made = "*" + std::to_string(all.size()) + "\r\n";
  for (const std::string& one : all) made += counted(one);
  return made;
}

/// Strings and lists have keys of their own, so that what a key holds is known from its name.
class resp_client {
 public:
  resp_client(draws& draw, const dialogue_limits& limits) : draw_(draw), limits_(limits) {}

  dialogue make() {
    for (std::size_t left = draw_.between(1, limits_.exchanges_max); left > 0; --left) ask();
    const std::uint64_t ending = draw_.below(6);
    if (ending == 0) say({"QUIT"}, ok);
    if (ending == 1) made_.exchanges.push_back({"*2\r\n$4\r\nECHO\r\n:1\r\n", "-ERR Protocol error: expected '$'\r\n"});
    return std::move(made_);
  }

 private:
  void ask() {
    switch (draw_.below(14)) {
      case 0:
        return say_inline();
      case 1:
        return say_nothing();
      case 2:
        return say({"PING"}, "+PONG\r\n");
      case 3: {
        const std::string text = draw_.payload(limits_.payload_bytes_max);
        return say({"ECHO", text}, counted(text));
      }
      case 4:
      case 5:
      case 6:
        return set(std::string(draw_.one_of(keys)));
      case 7:
      case 8:
        return get(std::string(draw_.one_of(keys)));
      case 9:
        return del();
      case 10:
        return count_up();
      case 11:
      case 12:
        return push();
      default:
        return ask_for_range();
    }
  }

  /// The name in any case.
  void say(words command, std::string reply) {
    const std::uint64_t kind = draw_.below(4);
    for (char& c : command[0]) {
      if (kind == 0 && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    made_.exchanges.push_back({array_of(command), std::move(reply)});
  }

  void say_inline() {
    const std::string word = draw_.word(limits_.payload_bytes_max);
    const std::string blanks(draw_.between(1, 3), ' ');
    made_.exchanges.push_back({"echo" + blanks + word + "\r\n", counted(word)});
  }

  void say_nothing() {
    constexpr std::array nothings{"\r\n"sv, "  \r\n"sv, "*0\r\n"sv, "*-1\r\n"sv};
    made_.exchanges.push_back({std::string(draw_.one_of(nothings)), ""});
  }

  void set(const std::string& key) {
    const bool number = draw_.one_in(3);
    const std::uint64_t value = draw_.below(1000);
    texts_[key] = number ? std::to_string(value) : draw_.payload(limits_.payload_bytes_max);
    if (number && value == 0) texts_[key] = "9223372036854775807";
    say({"SET", key, texts_[key]}, ok);
  }

  void get(const std::string& key) {
    if (draw_.one_in(8)) return say({"GET", key, key}, "-ERR unknown command or wrong number of arguments\r\n");
    const auto found = texts_.find(key);
    if (lists_["list"].empty() || !draw_.one_in(6)) {
      return say({"GET", key}, found == texts_.end() ? "$-1\r\n" : counted(found->second));
    }
    say({"GET", "list"}, wrong_type);
  }

  void del() {
    const std::string text(draw_.one_of(keys));
    const std::string list(draw_.one_of(list_keys));
    const std::size_t gone = texts_.erase(text) + (lists_[list].empty() ? 0 : 1);
    lists_[list].clear();
    say({"DEL", text, list, text, "absent"}, ":" + std::to_string(gone) + "\r\n");
  }

  void count_up() {
    const std::string key(draw_.one_of(keys));
    const auto found = texts_.find(key);
    const std::string old = found == texts_.end() ? "0" : found->second;
    if (old == "9223372036854775807") return say({"INCR", key}, "-ERR increment or decrement would overflow\r\n");
    const std::optional<std::int64_t> number = read_number<std::int64_t>(old);
    if (!number) return say({"INCR", key}, "-ERR value is not an integer or out of range\r\n");
    texts_[key] = std::to_string(*number + 1);
    say({"INCR", key}, ":" + texts_[key] + "\r\n");
  }

  void push() {
    const std::string key(draw_.one_of(list_keys));
    words command{"LPUSH", key};
    for (std::size_t left = draw_.between(1, 3); left > 0; --left) {
      command.push_back(draw_.payload(limits_.payload_bytes_max / 3));
      lists_[key].insert(lists_[key].begin(), command.back());
    }
    say(command, ":" + std::to_string(lists_[key].size()) + "\r\n");
  }

  void ask_for_range() {
    const std::string key(draw_.one_of(list_keys));
    const words& items = lists_[key];
    const std::size_t first = draw_.between(0, items.size());
    const std::size_t last = first + draw_.between(0, 2);
    const bool from_the_end = draw_.one_in(3);
    const std::size_t end = from_the_end ? items.size() : std::min(last + 1, items.size());
    const words found(items.begin() + static_cast<std::ptrdiff_t>(first),
                      items.begin() + static_cast<std::ptrdiff_t>(end));
    say({"LRANGE", key, std::to_string(first), from_the_end ? "-1" : std::to_string(last)}, array_of(found));
  }

  draws& draw_;
  const dialogue_limits& limits_;
  std::map<std::string, std::string> texts_;
  std::map<std::string, words> lists_;
  dialogue made_;
};

}  // namespace

dialogue make_resp_dialogue(draws& draw, const dialogue_limits& limits) { return resp_client(draw, limits).make(); }

}  // namespace asynchat::protocols
