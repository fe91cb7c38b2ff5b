#include "connect_subject.h"

#include <asynchat/engine/loop.h>
#include <asynchat/sockets/network.h>

#include <algorithm>
#include <utility>

#include "conversation.h"

namespace asynchat::cli {

namespace {

using ending = conversation::ending;

/// How often a conversation looks whether the user has asked for the end.
constexpr duration look_up = std::chrono::milliseconds(100);

void add_end(const conversation& talk, foreign_play& play) {
  switch (talk.how()) {
    case ending::closed:
      return play.log.add("connection", "the connection is closed");
    case ending::quiet:
      return play.log.add("connection", "the connection stays open");
    case ending::reset:
      return play.log.add("error", "the server resets the connection");
    case ending::unreachable:
      play.unreachable = true;
      play.trouble = talk.error();
      return play.log.add("error", talk.error().message());
    case ending::too_much:
      play.limit_reached = true;
      play.log.clear();
      return play.log.add("error", "endless output");
    case ending::none:
      break;
  }
  play.limit_reached = true;
  const bool read = talk.done_sending().has_value();
  play.log.add("error", !read ? "the server does not read" : talk.reply().empty() ? "no answer" : "endless output");
}

}  // namespace

connect_subject::connect_subject(endpoint server, line_mask mask, const server_limits& limits)
    : foreign_subject(limits.time_max), server_(std::move(server)), mask_(std::move(mask)), limits_(limits) {}

std::string connect_subject::name() const { return "connect:" + to_string(server_); }

foreign_play connect_subject::play_anew(std::string_view bytes, std::span<const std::size_t> chunks) const {
  sockets::network world;
  loop mine(world);
  mine.set_log_sink(nullptr);
  conversation talk(mine, bytes, chunks, limits_);
  const time_point begin = mine.now();
  talk.begin(server_);
  const time_point deadline = begin + time_max() + limits_.pause * chunks.size();
  while (talk.how() == ending::none && mine.now() < deadline && !is_asked_to_end()) {
    mine.poll(std::min(look_up, deadline - mine.now()));
  }
  foreign_play play;
  play.time = mine.now() - begin;
  play.log = events_of_output(talk.reply(), mask_);
  add_end(talk, play);
  play.broken_off = talk.how() == ending::none && is_asked_to_end();
  return play;
}

}  // namespace asynchat::cli
