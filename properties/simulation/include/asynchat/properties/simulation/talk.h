#pragma once

#include <asynchat/properties/simulation/scenario.h>
#include <asynchat/properties/simulation/served_wire.h>
#include <asynchat/properties/simulation/talk_script.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace asynchat::properties::simulation {

/// What the clients of a talk may do. TCP does nothing that is hostile; a client may.
enum class manners : std::uint8_t { right, hostile };

struct talk_options {
  std::size_t clients = 4;
  manners of_clients = manners::right;  ///< hostile: half of them damage what they say
};

/// What the clients of a seed do: each on a host of its own or sharing one; and a late one, which comes when the faults
/// have ended and must be served in full.
talk_script make_script(const talked_protocol& protocol, const talk_options& options, std::uint64_t seed);

/// One server and its clients, who do what the script says. What the server's parser told of each connection is judged
/// by the laws, and so is what it answered, read by read as it came; a client is told what a right server answers, and
/// all of it where nothing broke the connection.
class talk final : public scenario {
 public:
  talk(std::unique_ptr<const talked_protocol> protocol, talk_script script);
  ~talk() override;

  std::vector<std::string> clients() const override;
  void set_up(sim::world& world) override;
  void faults_ended(sim::world& world) override;
  std::optional<complaint> judge(const sim::world& world) override;
  void write(traces::repro& into) const override;

 private:
  class inside;
  std::unique_ptr<inside> inside_;
};

/// Makes a protocol for one run: what it keeps, no other run sees.
using protocol_maker = std::function<std::unique_ptr<const talked_protocol>()>;

/// Makes talks of that protocol, of a seed or of a repro.
scenario_maker talks(const protocol_maker& protocol, const talk_options& options = {});

}  // namespace asynchat::properties::simulation
