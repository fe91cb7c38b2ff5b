#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "dialogue_makers.h"

namespace asynchat::protocols {

namespace {

using namespace std::string_view_literals;

constexpr std::array topics{"a"sv, "a/b"sv, "topic/\xc3\xa9"sv};
constexpr std::array filters{"a"sv, "a/b"sv, "topic/\xc3\xa9"sv, "#"sv, "$SYS/up"sv};

std::string two_bytes(std::size_t value) {
  return {static_cast<char>(value / 256 % 256), static_cast<char>(value % 256)};
}

std::string counted(const std::string& text) { return two_bytes(text.size()) + text; }

/// `padding` groups of zeros make the remaining length longer than it need be.
std::string control(int first, const std::string& body, std::size_t padding = 0) {
  std::string made{static_cast<char>(first)};
  std::size_t left = body.size();
  std::size_t groups = 1;
  for (std::size_t rest = left / 128; rest > 0; rest /= 128) ++groups;
  for (groups = std::min<std::size_t>(4, groups + padding); groups > 0; --groups, left /= 128) {
    made += static_cast<char>(left % 128 + (groups > 1 ? 128 : 0));
  }
  return made + body;
}

class mqtt_client {
 public:
  mqtt_client(draws& draw, const dialogue_limits& limits) : draw_(draw), limits_(limits) {}

  dialogue make() {
    const bool old = draw_.one_in(16);
    connect(old ? 3 : 4);
    if (old) return std::move(made_);
    if (draw_.one_in(2)) subscribe();
    for (std::size_t left = draw_.between(1, limits_.exchanges_max); left > 0; --left) tell();
    const std::uint64_t ending = draw_.below(4);
    if (ending == 0) connect(0);
    if (ending > 1) say(0xe0, "", "");
    return std::move(made_);
  }

 private:
  void say(int first, const std::string& body, std::string reply, bool barrier = false) {
    const bool may_pad = first != 0xc0 && first != 0xe0;
    const std::size_t padding = may_pad && draw_.one_in(6) ? draw_.between(1, 3) : 0;
    made_.exchanges.push_back({control(first, body, padding), std::move(reply), barrier});
  }

  /// With a level that is not known it is refused, and for the second time it is an end.
  void connect(int level) {
    const bool with_login = draw_.one_in(3);
    std::string body = counted("MQTT") + static_cast<char>(level);
    body += static_cast<char>(with_login ? 0xc2 : 0x02);
    body += two_bytes(60);
    body += counted(draw_.word(23));
    if (with_login) {
      body += counted(draw_.word(12));
      body += counted(draw_.payload(std::min<std::size_t>(limits_.payload_bytes_max, 0xffff)));
    }
    const std::string reply = made_.exchanges.empty() ? control(0x20, two_bytes(level == 4 ? 0 : 1)) : "";
    say(0x10, body, reply, draw_.one_in(2));
  }

  void tell() {
    const std::uint64_t kind = draw_.below(10);
    if (kind < 6) return publish(static_cast<int>(kind % 3));
    if (kind < 8) return subscribe();
    if (kind == 8) return unsubscribe();
    say(0xc0, "", control(0xd0, ""));
  }

  /// Often one that is free again.
  std::string draw_id() { return two_bytes(draw_.between(1, draw_.one_in(2) ? 2 : 0xffff)); }

  void publish(int quality) {
    const std::string topic(draw_.one_of(topics));
    const std::string payload = draw_.payload(limits_.payload_bytes_max);
    const int retained = draw_.one_in(4) ? 1 : 0;
    const std::string id = quality > 0 ? draw_id() : "";
    const std::string body = counted(topic) + id + payload;
    const int first = 0x30 + 2 * quality + retained;
    if (quality == 2) {
      say(first, body, control(0x50, id), true);
      if (draw_.one_in(4)) say(first + 8, body, control(0x50, id), true);
      const auto [delivery, granted] = delivered(topic, payload, quality);
      say(0x62, id, control(0x70, id) + delivery, granted > 0);
      finish_delivery(granted);
      if (draw_.one_in(4)) say(0x62, id, control(0x70, id));
      return;
    }
    const auto [delivery, granted] = delivered(topic, payload, quality);
    say(first, body, (quality == 1 ? control(0x40, id) : "") + delivery, granted > 0);
    finish_delivery(granted);
  }

  /// What the client gets of its own message, and in which quality.
  std::pair<std::string, int> delivered(const std::string& topic, const std::string& payload, int quality) {
    int granted = -1;
    if (granted_.count(topic) > 0) granted = granted_[topic];
    if (granted_.count("#") > 0) granted = std::max(granted, granted_["#"]);
    if (granted < 0) return {"", 0};
    granted = std::min(granted, quality);
    if (granted > 0) delivery_ = delivery_ % 0xffff + 1;
    const std::string id = granted > 0 ? two_bytes(delivery_) : "";
    return {control(0x30 + 2 * granted, counted(topic) + id + payload), granted};
  }

  /// The client's side of the handshake for the latest delivery.
  void finish_delivery(int granted) {
    const std::string id = two_bytes(delivery_);
    if (granted == 1) say(0x40, id, "");
    if (granted != 2) return;
    say(0x50, id, control(0x62, id), true);
    say(0x70, id, "");
  }

  void subscribe() {
    const std::string id = draw_id();
    std::string body = id;
    std::string codes;
    for (std::size_t left = draw_.between(1, 3); left > 0; --left) {
      const std::string filter(draw_.one_of(filters));
      const int quality = static_cast<int>(draw_.below(3));
      const bool refused = filter == "$SYS/up";
      body += counted(filter) + static_cast<char>(quality);
      codes += static_cast<char>(refused ? 0x80 : quality);
      if (!refused) granted_[filter] = quality;
    }
    say(0x82, body, control(0x90, id + codes));
  }

  void unsubscribe() {
    const std::string filter(draw_.one_of(filters));
    const std::string id = draw_id();
    granted_.erase(filter);
    say(0xa2, id + counted(filter), control(0xb0, id));
  }

  draws& draw_;
  const dialogue_limits& limits_;
  std::map<std::string, int> granted_;
  std::size_t delivery_ = 0;  ///< the server's number of its latest one that wants an answer
  dialogue made_;
};

}  // namespace

dialogue make_mqtt_dialogue(draws& draw, const dialogue_limits& limits) { return mqtt_client(draw, limits).make(); }

}  // namespace asynchat::protocols
