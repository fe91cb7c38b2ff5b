#include "talk_judge.h"

#include <asynchat/properties/hearing.h>
#include <asynchat/properties/wording.h>
#include <asynchat/transport/escape.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "wire_laws.h"

namespace asynchat::properties::simulation {
namespace {

using state = client_session::state;

constexpr std::size_t shown_bytes = 40;

sim::wire_name backward(sim::wire_name wire) {
  wire.from = side::server;
  return wire;
}

std::string in_milliseconds(duration time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()) + " ms";
}

}  // namespace

std::optional<complaint> talk_judge::judge() const {
  for (const served_wire& one : records_.served) {
    if (std::optional<complaint> found = judge_parser(one)) return found;
  }
  for (const auto judge_one :
       {&talk_judge::judge_reply_parser, &talk_judge::judge_answers, &talk_judge::judge_progress}) {
    for (const client_session& one : records_.sessions) {
      if (std::optional<complaint> found = (this->*judge_one)(one)) return found;
    }
  }
  return std::nullopt;
}

std::optional<complaint> talk_judge::judge_parser(const served_wire& one) const {
  const wire_record& wire = wires_.of(one.connection);
  const bool has_account = one.has_watch || one.account;
  const ledger account = has_account ? account_of(one) : ledger{};
  return judge_wire({protocol_.requests(), protocol_.requests_model(), wire, one.answers, one.told.log,
                     has_account ? &account : nullptr, one.stopped_early(wire.steps.end)},
                    world_.describe(one.connection));
}

ledger talk_judge::account_of(const served_wire& one) const {
  ledger account = one.account ? *one.account : one.told.watch.account();
  const wire_record& wire = wires_.of(one.connection);
  account.received = wire.handed.size();
  // What a channel that stopped early was handed last is nobody's.
  if (one.stopped_early(wire.steps.end)) account.ended = false;
  account.sent = wires_.of(backward(one.connection)).taken;
  // What a client that has gone, or a program that died, leaves unsent is lost, and rightly so.
  const auto session = session_by_wire_.find(one.connection);
  const bool is_heard = session != session_by_wire_.end() && !session->second->client->hostile &&
                        session->second->now != state::gone && session->second->now != state::left;
  if (one.channel == nullptr || !is_heard || wire.steps.end == sim::ending::reset || is_broken(*session->second)) {
    account.sent_to_end = false;
  }
  return account;
}

std::optional<complaint> talk_judge::judge_reply_parser(const client_session& one) const {
  if (protocol_.replies() == nullptr || !one.connection || one.client->hostile) return std::nullopt;
  const served_wire* const server = served(one);
  const wire_record& wire = wires_.of(backward(*one.connection));
  if (server == nullptr || wire.handed.empty()) return std::nullopt;
  const std::span<const heard_frame> heard = heard_by(server->asked, wire.handed.size());
  const outcome seen = protocol_.replies()->play(wire.handed, wire.steps, heard);
  return judge_wire({*protocol_.replies(), *protocol_.replies_model(), wire, heard, seen.log},
                    world_.describe(backward(*one.connection)));
}

std::optional<complaint> talk_judge::judge_answers(const client_session& one) const {
  const std::string_view due = one.client->hears;
  if (one.client->hostile || due.starts_with(one.heard)) return std::nullopt;
  const auto at = static_cast<std::size_t>(
      std::mismatch(one.heard.begin(), one.heard.end(), due.begin(), due.end()).first - one.heard.begin());
  const std::string wanted =
      at < due.size() ? '"' + shortened(due.substr(at), shown_bytes) + '"' : std::string("nothing");
  return complaint{"answers", name_of(one) + " is told \"" +
                                  shortened(std::string_view(one.heard).substr(at), shown_bytes) + "\" from byte " +
                                  std::to_string(at) + " of the answers on, where " + wanted + " is due"};
}

bool talk_judge::is_broken(const client_session& one) const {
  if (!one.connection || wires_.of(*one.connection).steps.end == sim::ending::reset) return true;
  const sim::ending end = wires_.of(backward(*one.connection)).steps.end;
  return end == sim::ending::reset || (one.now == state::lost && end == sim::ending::open);
}

std::optional<complaint> talk_judge::judge_progress(const client_session& one) const {
  if (one.client->late && one.now == state::lost) {
    return stuck(one, "came then, and its connection is lost before it has heard all");
  }
  if (is_broken(one) || one.now == state::left || one.now == state::gone) return std::nullopt;
  if (records_.listens_itself) {
    // A program that was made anew owes nothing to whom the one before it knew.
    return records_.server_since < one.connected_at ? judge_heard(one) : std::nullopt;
  }
  const served_wire* const server = served(one);
  if (server == nullptr) {
    const bool waits = one.now == state::open && records_.server_since < one.connected_at;
    return waits ? std::optional(stuck(one, "is connected, and never accepted")) : std::nullopt;
  }
  if (server->channel == nullptr) return std::nullopt;
  return judge_served(one, *server);
}

std::optional<complaint> talk_judge::judge_served(const client_session& one, const served_wire& server) const {
  const bool is_open = !server.channel->closed();
  if (one.now == state::done) {
    // A server that closes first need not read the end.
    return is_open ? std::optional(stuck(one, "has closed, and the server never reads the end")) : std::nullopt;
  }
  if (one.now == state::open && !is_open) return std::nullopt;
  return judge_heard(one);
}

std::optional<complaint> talk_judge::judge_heard(const client_session& one) const {
  const wire_record& wire = wires_.of(*one.connection);
  const std::size_t unread = one.said - std::min(one.said, wire.handed.size());
  const std::size_t due = one.client->due_for(one.now == state::open ? one.said : wire.handed.size());
  if (one.heard.size() < due) {
    const std::string missing = bytes_text(due - one.heard.size()) + " of its answers";
    if (one.now == state::lost) return stuck(one, "finds the connection closed before " + missing);
    return stuck(one, "still waits for " + missing +
                          (unread > 0 ? ", while the server does not read " + bytes_text(unread) : std::string()));
  }
  if (one.now == state::open && unread > 0)
    return stuck(one, "has said " + bytes_text(unread) + " that the server does not read");
  return std::nullopt;
}

const served_wire* talk_judge::served(const client_session& one) const {
  const auto found = served_by_wire_.find(*one.connection);
  return found == served_by_wire_.end() ? nullptr : found->second;
}

complaint talk_judge::stuck(const client_session& one, const std::string& what) const {
  return {std::string(to_string(law::progress)),
          "faults stopped at " + in_milliseconds(faults_end_.time_since_epoch()) + ", and " +
              in_milliseconds(world_.now() - faults_end_) + " later, when nothing happens any more, " + name_of(one) +
              ' ' + what};
}

std::string talk_judge::name_of(const client_session& one) const {
  return "client " + std::to_string(one.client->number) +
         (one.connection ? " of " + world_.describe(*one.connection) : " on " + one.client->host);
}

}  // namespace asynchat::properties::simulation
