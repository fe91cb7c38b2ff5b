#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "service_makers.h"

namespace asynchat::protocols {

namespace {

unsigned bits_of(char byte) { return static_cast<unsigned char>(byte); }

std::string number(unsigned value) { return {static_cast<char>(value >> 8 & 0xffu), static_cast<char>(value & 0xffu)}; }

std::string packet(unsigned first, const std::string& body) {
  std::string made(1, static_cast<char>(first));
  std::size_t left = body.size();
  for (; left >= 0x80; left >>= 7) made += static_cast<char>((left & 0x7fu) | 0x80u);
  return made + static_cast<char>(left) + body;
}

/// Takes fields from the front of a packet's body. What is not there is empty or 0, and `whole` false from then on.
struct fields {
  std::string_view rest;
  bool whole = true;

  std::string_view bytes(std::size_t size) {
    if (size > rest.size()) {
      whole = false;
      size = 0;
    }
    const std::string_view taken = rest.substr(0, size);
    rest.remove_prefix(size);
    return taken;
  }
  unsigned byte() {
    const std::string_view taken = bytes(1);
    return taken.empty() ? 0 : bits_of(taken[0]);
  }
  unsigned number() {
    const unsigned high = byte();
    return high << 8 | byte();
  }
  std::string text() { return std::string(bytes(number())); }
};

/// What follows the fixed header.
std::string_view body_of(std::string_view whole) {
  std::size_t header = 1;
  while ((bits_of(whole[header]) & 0x80u) != 0) ++header;
  return whole.substr(header + 1);
}

struct message {
  std::string topic;
  std::string payload;
  unsigned quality = 0;
};

/// A broker with one client, which gets back what it publishes and subscribes to.
class mqtt_service final : public service {
 public:
  void frame(std::string_view name, std::string_view bytes, std::string& reply) override {
    if (ended_ || name == "incomplete" || name == "error") return;
    fields from{body_of(bytes)};
    if ((name == "connect") == connected_ || name == "disconnect") {
      ended_ = true;
    } else if (name == "connect") {
      connect(from, reply);
    } else if (name == "publish") {
      publish(bits_of(bytes[0]) >> 1 & 3u, from, reply);
    } else if (name == "pubrel") {
      release(from.number(), reply);
    } else if (name == "pubrec") {
      reply += packet(0x62, number(from.number()));
    } else if (name == "subscribe") {
      subscribe(from, reply);
    } else if (name == "unsubscribe") {
      unsubscribe(from, reply);
    } else if (name == "pingreq") {
      reply += packet(0xd0, "");
    }
    ended_ = ended_ || !from.whole;
  }

  bool ended() const override { return ended_; }

 private:
  void connect(fields& from, std::string& reply) {
    const std::string protocol = from.text();
    const bool known = protocol == "MQTT" && from.byte() == 4;
    connected_ = true;
    ended_ = !known;
    reply += packet(0x20, number(known ? 0 : 1));
  }

  void publish(unsigned quality, fields& from, std::string& reply) {
    message told{from.text(), "", quality};
    const unsigned id = quality > 0 ? from.number() : 0;
    told.payload = from.rest;
    if (!from.whole) return;
    if (quality == 1) reply += packet(0x40, number(id));
    if (quality < 2) return deliver(told, reply);
    // Told again, it is known by its number until the client lets go of it.
    if (unreleased_.count(id) == 0 && !keep(told.topic.size() + told.payload.size())) return;
    unreleased_.try_emplace(id, told);
    reply += packet(0x50, number(id));
  }

  void release(unsigned id, std::string& reply) {
    reply += packet(0x70, number(id));
    const auto found = unreleased_.find(id);
    if (found == unreleased_.end()) return;
    deliver(found->second, reply);
    unreleased_.erase(found);
  }

  /// Once, in the best quality that both the message and a subscription to it have.
  void deliver(const message& told, std::string& reply) {
    std::optional<unsigned> granted;
    for (const auto& filter : {told.topic, std::string("#")}) {
      const auto found = granted_.find(filter);
      if (found != granted_.end()) granted = std::max(granted.value_or(0), found->second);
    }
    if (!granted) return;
    const unsigned quality = std::min(*granted, told.quality);
    std::string body = number(static_cast<unsigned>(told.topic.size())) + told.topic;
    if (quality > 0) {
      last_id_ = last_id_ % 0xffffu + 1;
      body += number(last_id_);
    }
    reply += packet(0x30 | quality << 1, body + told.payload);
  }

  void subscribe(fields& from, std::string& reply) {
    std::string body = number(from.number());
    while (from.whole && !from.rest.empty()) {
      const std::string filter = from.text();
      const unsigned quality = from.byte();
      const bool refused = filter.starts_with('$') || quality > 2 || !keep(filter.size());
      if (!refused) granted_[filter] = quality;
      body += static_cast<char>(refused ? 0x80 : quality);
    }
    if (from.whole) reply += packet(0x90, body);
  }

  void unsubscribe(fields& from, std::string& reply) {
    const unsigned id = from.number();
    while (from.whole && !from.rest.empty()) granted_.erase(from.text());
    if (from.whole) reply += packet(0xb0, number(id));
  }

  /// A client that stores too much is let go.
  bool keep(std::size_t bytes) {
    const bool room = budget_.take(bytes);
    ended_ = ended_ || !room;
    return room;
  }

  std::map<std::string, unsigned> granted_;
  std::map<unsigned, message> unreleased_;
  unsigned last_id_ = 0;
  store_budget budget_;
  bool connected_ = false, ended_ = false;
};

}  // namespace

std::unique_ptr<service> make_mqtt_service() { return std::make_unique<mqtt_service>(); }

}  // namespace asynchat::protocols
