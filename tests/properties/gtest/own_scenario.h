#pragma once

#include <asynchat/engine/async_chat.h>
#include <asynchat/properties/gtest/simulation.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asynchat::properties::simulation {

/// Sends each line back.
struct echo : async_chat {
  echo(loop& owner, std::unique_ptr<stream> accepted) : async_chat(owner, std::move(accepted)) {
    set_terminator("\r\n");
    set_half_close(true);
  }
  void collect_incoming_data(std::string_view data) override { line += data; }
  void found_terminator() override { push(std::exchange(line, {}) + "\r\n"); }
  std::string line;
};

/// A whole server of such sessions.
template <class Session>
struct server_of : dispatcher {
  server_of(loop& owner, const endpoint& where) : dispatcher(owner) { listen(where); }
  bool writable() const override { return false; }
  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override {
    sessions.push_back(std::make_unique<Session>(owner(), std::move(accepted)));
  }
  std::vector<std::unique_ptr<Session>> sessions;
};

/// Says one line, and keeps what comes back.
struct caller : async_chat {
  caller(loop& owner, std::string* heard) : async_chat(owner), heard_(heard) {
    set_terminator("\r\n");
    connect(endpoint::inet("server", 7));
  }
  void handle_connect() override { push("hello\r\n"); }
  void collect_incoming_data(std::string_view data) override { *heard_ += data; }
  void found_terminator() override { close(); }
  std::string* heard_;
};

/// One caller while things go wrong, who may be told nothing, and one when that is over.
template <class Session>
struct two_calls : scenario {
  std::vector<std::string> clients() const override { return {"early", "late"}; }
  void set_up(sim::world& world) override {
    world.find_host("server")->run(runs<server_of<Session>>(endpoint::inet("0.0.0.0", 7)));
    world.find_host("early")->run(runs<caller>(&early));
  }
  void faults_ended(sim::world& world) override { world.find_host("late")->run(runs<caller>(&late)); }
  std::optional<complaint> judge(const sim::world&) override {
    if (late != "hello") return complaint{"answers", "the late caller is told \"" + late + "\""};
    return std::nullopt;
  }
  std::string early;
  std::string late;
};

}  // namespace asynchat::properties::simulation
