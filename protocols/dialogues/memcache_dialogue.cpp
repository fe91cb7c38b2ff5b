#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "../read_number.h"
#include "dialogue_makers.h"

namespace asynchat::protocols {

namespace {

using namespace std::string_view_literals;

constexpr std::array stores{"set"sv, "set"sv, "add"sv, "replace"sv, "append"sv, "prepend"sv, "cas"sv, "ms"sv};
constexpr std::array keys{"k"sv, "k"sv, "k"sv, "VALUE"sv, "a.long.key:with/marks"sv};

struct known_item {
  std::string text;
  std::string flags;
  std::uint64_t unique = 0;
};

class memcache_client {
 public:
  memcache_client(draws& draw, const dialogue_limits& limits) : draw_(draw), limits_(limits) {}

  dialogue make() {
    for (std::size_t left = draw_.between(1, limits_.exchanges_max); left > 0; --left) ask();
    if (draw_.one_in(3)) say("quit", "");
    return std::move(made_);
  }

 private:
  void ask() {
    const std::string key(draw_.one_of(keys));
    switch (draw_.below(10)) {
      case 0:
      case 1:
      case 2:
        return store(std::string(draw_.one_of(stores)), key);
      case 3:
      case 4:
        return get(key);
      case 5:
        return count(key, draw_.one_in(2));
      case 6:
        return remove(key);
      case 7:
        return draw_.one_in(2) ? say("mn", "MN\r\n") : get_meta(key);
      case 8:
        return say_quietly("touch " + key + " 0", known_.count(key) > 0 ? "TOUCHED\r\n" : "NOT_FOUND\r\n");
      default:
        return make_small_talk();
    }
  }

  void say(const std::string& line, std::string reply) { made_.exchanges.push_back({line + "\r\n", std::move(reply)}); }

  void say_quietly(const std::string& line, const std::string& reply) {
    const bool quiet = draw_.one_in(4);
    say(line + (quiet ? " noreply" : ""), quiet ? "" : reply);
  }

  void store(const std::string& name, const std::string& key) {
    const std::string flags = std::to_string(draw_.below(std::uint64_t{1} << 32));
    const bool number = draw_.one_in(4);
    std::string block = number ? std::to_string(draw_.below(100)) : draw_.payload(limits_.payload_bytes_max);
    if (number && block == "99") block = "18446744073709551615";
    const bool quiet = name != "ms" && draw_.one_in(5);
    const bool stale = draw_.one_in(3);
    const std::uint64_t unique = known_.count(key) > 0 ? known_[key].unique + (stale ? 1 : 0) : 1;

    std::string line = name + " " + key + " ";
    if (name != "ms") line += flags + " 0 ";
    line += std::to_string(block.size());
    if (name == "cas") line += " " + std::to_string(unique);
    if (quiet) line += " noreply";
    const std::string reply = keep(name, key, block, name == "ms" ? "0" : flags, stale);
    made_.exchanges.push_back({line + "\r\n" + block + "\r\n", quiet ? "" : reply});
  }

  /// What the server is to say, and what it is to keep.
  std::string keep(const std::string& name, const std::string& key, const std::string& block, const std::string& flags,
                   bool stale) {
    const auto found = known_.find(key);
    if (found == known_.end()) {
      if (name == "cas") return "NOT_FOUND\r\n";
      if (name == "replace" || name == "append" || name == "prepend") return "NOT_STORED\r\n";
      known_[key] = {block, flags, ++uniques_};
      return name == "ms" ? "HD\r\n" : "STORED\r\n";
    }
    if (name == "add") return "NOT_STORED\r\n";
    if (name == "cas" && stale) return "EXISTS\r\n";
    known_item& old = found->second;
    old.unique = ++uniques_;
    if (name == "append") {
      old.text += block;
    } else if (name == "prepend") {
      old.text.insert(0, block);
    } else {
      old.text = block;
      old.flags = flags;
    }
    return name == "ms" ? "HD\r\n" : "STORED\r\n";
  }

  std::string value_of(const std::string& key, bool with_unique) const {
    const auto found = known_.find(key);
    if (found == known_.end()) return {};
    const known_item& one = found->second;
    std::string made = "VALUE " + key + " " + one.flags + " " + std::to_string(one.text.size());
    if (with_unique) made += " " + std::to_string(one.unique);
    return made + "\r\n" + one.text + "\r\n";
  }

  void get(const std::string& key) {
    const bool with_unique = draw_.one_in(2);
    const std::string other(draw_.one_of(keys));
    const std::string name = with_unique ? "gets " : "get ";
    if (draw_.one_in(2)) return say(name + key, value_of(key, with_unique) + "END\r\n");
    say(name + key + "  absent " + other, value_of(key, with_unique) + value_of(other, with_unique) + "END\r\n");
  }

  void get_meta(const std::string& key) {
    const auto found = known_.find(key);
    if (found == known_.end()) return say("mg " + key + " v", "EN\r\n");
    if (draw_.one_in(4)) return say("mg " + key, "HD\r\n");
    const std::string& text = found->second.text;
    say("mg " + key + " v", "VA " + std::to_string(text.size()) + "\r\n" + text + "\r\n");
  }

  void count(const std::string& key, bool up) {
    const std::uint64_t delta = draw_.below(100);
    const std::string line = (up ? "incr " : "decr ") + key + " " + std::to_string(delta);
    const auto found = known_.find(key);
    if (found == known_.end()) return say_quietly(line, "NOT_FOUND\r\n");
    const std::optional<std::uint64_t> old = read_number<std::uint64_t>(found->second.text);
    if (!old) return say_quietly(line, "CLIENT_ERROR cannot increment or decrement non-numeric value\r\n");
    const std::uint64_t fallen = *old > delta ? *old - delta : 0;
    found->second.text = std::to_string(up ? *old + delta : fallen);
    found->second.unique = ++uniques_;
    say_quietly(line, found->second.text + "\r\n");
  }

  void remove(const std::string& key) {
    const bool known = known_.erase(key) > 0;
    if (draw_.one_in(3)) return say("md " + key, known ? "HD\r\n" : "NF\r\n");
    say_quietly("delete " + key, known ? "DELETED\r\n" : "NOT_FOUND\r\n");
  }

  void make_small_talk() {
    switch (draw_.below(4)) {
      case 0:
        return say("version", "VERSION 1.6.18\r\n");
      case 1:
        return say("", "ERROR\r\n");
      case 2:
        return say("get", "ERROR\r\n");
      default:
        return say("bogus-" + draw_.word(20), "ERROR\r\n");
    }
  }

  draws& draw_;
  const dialogue_limits& limits_;
  std::map<std::string, known_item> known_;
  std::uint64_t uniques_ = 0;
  dialogue made_;
};

}  // namespace

dialogue make_memcache_dialogue(draws& draw, const dialogue_limits& limits) {
  return memcache_client(draw, limits).make();
}

}  // namespace asynchat::protocols
