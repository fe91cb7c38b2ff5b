#include <algorithm>
#include <utility>

#include "talk_program.h"

namespace asynchat::properties::simulation {
namespace {

class server_program final : public engine_program {
 public:
  server_program(sim::host& on, const sim::world& world, const talked_protocol& protocol, talk_records& records)
      : engine_program(on), world_(world), protocol_(protocol), records_(records), door_(*this) {
    records_.server_since = on.now();
  }

  ~server_program() override {
    for (const auto& [record, channel] : served_) {
      record->closed_before = channel->closed();
      record->channel = nullptr;
    }
  }

 private:
  class door final : public dispatcher {
   public:
    explicit door(server_program& of) : dispatcher(of.owner()), of_(of) {
      listen(endpoint::inet("0.0.0.0", talk_port));
    }
    void handle_accepted(std::unique_ptr<stream> accepted, const endpoint& peer) override {
      of_.take(std::move(accepted), peer);
    }
    bool writable() const override { return false; }

   private:
    server_program& of_;
  };

  void take(std::unique_ptr<stream> accepted, const endpoint& peer) {
    const std::optional<sim::wire_name> name = world_.connection_from(peer);
    if (!name) return;  // gone again
    served_wire& record = records_.served.emplace_back();
    record.connection = *name;
    served_.emplace_back(&record, protocol_.serve(owner(), std::move(accepted), record));
    record.channel = served_.back().second.get();
  }

  const sim::world& world_;
  const talked_protocol& protocol_;
  talk_records& records_;
  std::vector<std::pair<served_wire*, std::unique_ptr<dispatcher>>> served_;
  door door_;
};

}  // namespace

std::unique_ptr<sim::program> make_talk_server(sim::host& on, const sim::world& world, const talked_protocol& protocol,
                                               talk_records& records) {
  return std::make_unique<server_program>(on, world, protocol, records);
}

}  // namespace asynchat::properties::simulation
