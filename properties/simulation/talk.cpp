#include <asynchat/properties/simulation/talk.h>
#include <asynchat/properties/simulation/wire_watch.h>

#include <algorithm>
#include <map>
#include <utility>

#include "talk_judge.h"
#include "talk_program.h"

namespace asynchat::properties::simulation {
namespace {

constexpr std::uint64_t start_max = 2'000'000;  ///< microseconds
constexpr std::uint64_t rest_max = 100'000;
constexpr std::string_view late_host = "late";

/// Keys of the sequences of numbers that a seed stands for.
enum class drawn : std::uint64_t { clients = 0x74616c6b, words };

duration up_to(std::uint64_t microseconds, sim::random_source& random) {
  return std::chrono::microseconds(random.below(microseconds));
}

}  // namespace

talk_script make_script(const talked_protocol& protocol, const talk_options& options, std::uint64_t seed) {
  sim::random_source random(sim::derived_seed(seed, static_cast<std::uint64_t>(drawn::clients)));
  const bool together = random.below(4) == 0;
  talk_script script;
  for (std::size_t i = 1; i <= options.clients + 1; ++i) {
    const std::uint64_t own = sim::derived_seed(seed, static_cast<std::uint64_t>(drawn::words) + i);
    sim::random_source words(own);
    talk_client client;
    client.number = static_cast<std::uint32_t>(i);
    client.late = i > options.clients;
    client.host = client.late ? late_host : together ? "client" : "client" + std::to_string(i);
    const spoken what = protocol.words(words);
    if (client.late) {
      take_turns(what, client);
    } else {
      client.start = up_to(start_max, random);
      client.tries = static_cast<std::uint32_t>(1 + random.below(3));
      client.rest = up_to(rest_max, random);
      choose_steps(what, random, client);
      if (options.of_clients == manners::hostile && words.below(2) == 0) damage(words, client);
    }
    script.clients.push_back(std::move(client));
  }
  return script;
}

class talk::inside {
 public:
  inside(std::unique_ptr<const talked_protocol> protocol, talk_script script)
      : protocol_(std::move(protocol)), script_(std::move(script)) {}

  std::vector<std::string> clients() const {
    std::vector<std::string> names;
    for (const talk_client& one : script_.clients) {
      if (std::find(names.begin(), names.end(), one.host) == names.end()) names.push_back(one.host);
    }
    return names;
  }

  void set_up(sim::world& world) {
    world.observe(&wires_);
    world.find_host(talk_server)->run([this, &world](sim::host& on) {
      std::unique_ptr<sim::program> whole = protocol_->listen(on, endpoint::inet("0.0.0.0", talk_port));
      if (whole == nullptr) return make_talk_server(on, world, *protocol_, records_);
      records_.server_since = on.now();
      records_.listens_itself = true;
      return whole;
    });
    start_clients(world, false);
  }

  void faults_ended(sim::world& world) {
    faults_end_ = world.now();
    start_clients(world, true);
  }

  std::optional<complaint> judge(const sim::world& world) const {
    std::optional<complaint> found = talk_judge{*protocol_, world, wires_, records_, faults_end_}.judge();
    if (found) found->sentence += protocol_->said_aside();
    return found;
  }

  void write(traces::repro& into) const { write_script(script_, into); }

 private:
  void start_clients(sim::world& world, bool late) {
    std::map<std::string, std::vector<const talk_client*>> clients;
    for (const talk_client& one : script_.clients) {
      if (one.late == late) clients[one.host].push_back(&one);
    }
    for (const auto& [name, those] : clients) {
      world.find_host(name)->run(
          [this, &world, those = those](sim::host& on) { return make_talk_clients(on, world, those, records_); });
    }
  }

  std::unique_ptr<const talked_protocol> protocol_;
  talk_script script_;
  talk_records records_;
  wire_watch wires_;
  time_point faults_end_{};
};

talk::talk(std::unique_ptr<const talked_protocol> protocol, talk_script script)
    : inside_(std::make_unique<inside>(std::move(protocol), std::move(script))) {}
talk::~talk() = default;

std::vector<std::string> talk::clients() const { return inside_->clients(); }
void talk::set_up(sim::world& world) { inside_->set_up(world); }
void talk::faults_ended(sim::world& world) { inside_->faults_ended(world); }
std::optional<complaint> talk::judge(const sim::world& world) { return inside_->judge(world); }
void talk::write(traces::repro& into) const { inside_->write(into); }

scenario_maker talks(const protocol_maker& protocol, const talk_options& options) {
  scenario_maker maker;
  maker.name = protocol()->name();
  maker.make = [protocol, options](std::uint64_t seed) {
    std::unique_ptr<const talked_protocol> mine = protocol();
    talk_script script = make_script(*mine, options, seed);
    return std::make_unique<talk>(std::move(mine), std::move(script));
  };
  maker.make_again = [protocol](const traces::repro& recorded, const std::string& file) {
    return std::make_unique<talk>(protocol(), read_script(recorded, file));
  };
  return maker;
}

}  // namespace asynchat::properties::simulation
