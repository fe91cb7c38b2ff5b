#include <asynchat/protocols/dialogues/service.h>

#include "service_makers.h"

#include <variant>

namespace asynchat::protocols {

std::unique_ptr<service> make_service(const framing_spec& spec) {
  if (std::holds_alternative<http1_spec>(spec)) return make_http1_service();
  if (std::holds_alternative<memcache_spec>(spec)) return make_memcache_service();
  if (std::holds_alternative<mqtt_spec>(spec)) return make_mqtt_service();
  if (std::holds_alternative<resp_spec>(spec)) return make_resp_service();
  if (std::holds_alternative<smtp_spec>(spec)) return make_smtp_service();
  return make_echo_service(spec);
}

}  // namespace asynchat::protocols
