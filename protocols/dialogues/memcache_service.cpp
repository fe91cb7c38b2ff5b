#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "../read_number.h"
#include "service_makers.h"
#include "service_text.h"

namespace asynchat::protocols {

namespace {

using words = std::vector<std::string>;

constexpr const char* no_room = "SERVER_ERROR out of memory storing object\r\n";

struct item {
  std::string text;
  std::string flags = "0";
  std::uint64_t unique = 0;
};

/// A cache in which nothing expires.
class memcache_service final : public service {
 public:
  void frame(std::string_view name, std::string_view bytes, std::string& reply) override {
    if (ended_) return;
    if (name == "command") take_command(words_of(bytes), reply);
    if (name == "block") answer(store(std::string(bytes)), reply);
  }

  bool ended() const override { return ended_; }

 private:
  /// What announces a block is answered with the block.
  void take_command(words line, std::string& reply) {
    command_ = std::move(line);
    const std::string name = command_.empty() ? "" : command_[0];
    if (name == "set" || name == "add" || name == "replace" || name == "append" || name == "prepend" || name == "cas" ||
        name == "ms") {
      return;
    }
    if (name == "quit") {
      ended_ = true;
    } else {
      answer(run(name), reply);
    }
  }

  void answer(const std::string& text, std::string& reply) const {
    const bool quiet = command_.size() > 2 && command_.back() == "noreply" && !command_[0].starts_with("get");
    if (!quiet) reply += text;
  }

  std::string run(const std::string& name) {
    if (name == "version") return "VERSION 1.6.18\r\n";
    if (name == "mn") return "MN\r\n";
    if (command_.size() < 2) return "ERROR\r\n";
    if (name == "get" || name == "gets") return get(name == "gets");
    const auto found = kept_.find(command_[1]);
    const bool known = found != kept_.end();
    if (name == "mg") return known ? meta(found->second) : "EN\r\n";
    if (name == "delete" || name == "md") {
      if (known) kept_.erase(found);
      if (name == "md") return known ? "HD\r\n" : "NF\r\n";
      return known ? "DELETED\r\n" : "NOT_FOUND\r\n";
    }
    if (command_.size() < 3) return "ERROR\r\n";
    if (name == "touch") return known ? "TOUCHED\r\n" : "NOT_FOUND\r\n";
    if (name == "incr" || name == "decr") return known ? count(found->second, name == "incr") : "NOT_FOUND\r\n";
    return "ERROR\r\n";
  }

  std::string get(bool with_unique) const {
    std::string reply;
    for (std::size_t i = 1; i < command_.size(); ++i) {
      const auto found = kept_.find(command_[i]);
      if (found == kept_.end()) continue;
      const item& one = found->second;
      reply += "VALUE " + command_[i] + " " + one.flags + " " + std::to_string(one.text.size());
      if (with_unique) reply += " " + std::to_string(one.unique);
      reply += "\r\n" + one.text + "\r\n";
    }
    return reply + "END\r\n";
  }

  /// The value where the command asks for it.
  std::string meta(const item& one) const {
    if (command_.size() < 3 || command_[2] != "v") return "HD\r\n";
    return "VA " + std::to_string(one.text.size()) + "\r\n" + one.text + "\r\n";
  }

  std::string count(item& one, bool up) {
    const auto delta = read_number<std::uint64_t>(command_[2]);
    const auto value = read_number<std::uint64_t>(one.text);
    if (!delta) return "CLIENT_ERROR invalid numeric delta argument\r\n";
    if (!value) return "CLIENT_ERROR cannot increment or decrement non-numeric value\r\n";
    one.text = std::to_string(up ? *value + *delta : *value - std::min(*value, *delta));
    one.unique = ++uniques_;
    return one.text + "\r\n";
  }

  std::string store(const std::string& block) {
    const std::string& name = command_[0];
    const auto found = kept_.find(command_[1]);
    const bool known = found != kept_.end();
    if (name == "cas" && !known) return "NOT_FOUND\r\n";
    if (name == "cas" && read_number<std::uint64_t>(command_[5]) != found->second.unique) return "EXISTS\r\n";
    const bool stored = name == "add" ? !known : known || name == "set" || name == "ms";
    if (!stored) return "NOT_STORED\r\n";
    const bool more = name == "append" || name == "prepend";
    if (!budget_.take(command_[1].size() + block.size())) return no_room;
    item& one = kept_[command_[1]];
    one.unique = ++uniques_;
    if (more) {
      one.text = name == "append" ? one.text + block : block + one.text;
      return "STORED\r\n";
    }
    one.text = block;
    one.flags = name == "ms" ? "0" : command_[2];
    return name == "ms" ? "HD\r\n" : "STORED\r\n";
  }

  words command_;
  std::map<std::string, item> kept_;
  std::uint64_t uniques_ = 0;
  store_budget budget_;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<service> make_memcache_service() { return std::make_unique<memcache_service>(); }

}  // namespace asynchat::protocols
