#pragma once

#include <asynchat/properties/simulation/scenario.h>
#include <asynchat/properties/simulation/wire_watch.h>

#include <map>
#include <optional>
#include <string>

#include "talk_program.h"

namespace asynchat::properties::simulation {

/// What a run of a talk came to. All is borrowed.
class talk_judge {
 public:
  talk_judge(const talked_protocol& protocol, const sim::world& world, const wire_watch& wires,
             const talk_records& records, time_point faults_end)
      : protocol_(protocol), world_(world), wires_(wires), records_(records), faults_end_(faults_end) {
    for (const served_wire& one : records.served) served_by_wire_.emplace(one.connection, &one);
    for (const client_session& one : records.sessions) {
      if (one.connection) session_by_wire_.emplace(*one.connection, &one);
    }
  }

  /// The first complaint, those of the server's parser first.
  std::optional<complaint> judge() const;

 private:
  /// The server's parser: what it told of the bytes that it was handed, and what it did with them.
  std::optional<complaint> judge_parser(const served_wire& one) const;
  /// The parser of the answers, on what the client was handed, as it was.
  std::optional<complaint> judge_reply_parser(const client_session& one) const;
  /// The answers themselves.
  std::optional<complaint> judge_answers(const client_session& one) const;
  /// That nobody waits for what will not come.
  std::optional<complaint> judge_progress(const client_session& one) const;
  std::optional<complaint> judge_served(const client_session& one, const served_wire& server) const;
  std::optional<complaint> judge_heard(const client_session& one) const;

  /// Whether something other than the two programs ended the connection, or it never came about.
  bool is_broken(const client_session& one) const;
  const served_wire* served(const client_session& one) const;
  ledger account_of(const served_wire& one) const;
  complaint stuck(const client_session& one, const std::string& what) const;
  std::string name_of(const client_session& one) const;

  const talked_protocol& protocol_;
  const sim::world& world_;
  const wire_watch& wires_;
  const talk_records& records_;
  time_point faults_end_;
  std::map<sim::wire_name, const served_wire*> served_by_wire_;
  std::map<sim::wire_name, const client_session*> session_by_wire_;
};

}  // namespace asynchat::properties::simulation
