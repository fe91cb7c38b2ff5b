#pragma once

#include <asynchat/protocols/dialogues/dialogue.h>

#include "draws.h"

namespace asynchat::protocols {

/// make_dialogue for one protocol each; the first is for all framings whose server sends each frame back.
dialogue make_echo_dialogue(const framing_spec& spec, draws& draw, const dialogue_limits& limits);
dialogue make_http1_dialogue(draws& draw, const dialogue_limits& limits);
dialogue make_memcache_dialogue(draws& draw, const dialogue_limits& limits);
dialogue make_mqtt_dialogue(draws& draw, const dialogue_limits& limits);
dialogue make_resp_dialogue(draws& draw, const dialogue_limits& limits);
dialogue make_smtp_dialogue(draws& draw, const dialogue_limits& limits);

}  // namespace asynchat::protocols
