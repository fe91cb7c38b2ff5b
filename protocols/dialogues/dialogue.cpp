#include <asynchat/protocols/dialogues/dialogue.h>
#include <asynchat/transport/check.h>

#include "dialogue_makers.h"
#include "service_makers.h"

#include <variant>

namespace asynchat::protocols {

dialogue make_dialogue(const framing_spec& spec, const chooser& below, const dialogue_limits& limits) {
  ASYNCHAT_CHECK(limits.exchanges_max > 0 && limits.payload_bytes_max > 0, "a dialogue has room for an exchange");
  // Half of the budget, and what each exchange stores beside its payload: keys, addresses, the cost of entries.
  constexpr std::uint64_t all_max = store_budget::bytes_max / 2;
  ASYNCHAT_CHECK(
      limits.payload_bytes_max <= all_max && limits.exchanges_max <= all_max / (limits.payload_bytes_max + 1024),
      "a dialogue stays within what a service stores");
  draws draw(below);
  if (std::holds_alternative<http1_spec>(spec)) return make_http1_dialogue(draw, limits);
  if (std::holds_alternative<memcache_spec>(spec)) return make_memcache_dialogue(draw, limits);
  if (std::holds_alternative<mqtt_spec>(spec)) return make_mqtt_dialogue(draw, limits);
  if (std::holds_alternative<resp_spec>(spec)) return make_resp_dialogue(draw, limits);
  if (std::holds_alternative<smtp_spec>(spec)) return make_smtp_dialogue(draw, limits);
  return make_echo_dialogue(spec, draw, limits);
}

}  // namespace asynchat::protocols
