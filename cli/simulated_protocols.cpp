#include "simulated_protocols.h"

#include <asynchat/properties/canaries.h>
#include <asynchat/properties/simulation/served_chat.h>
#include <asynchat/properties/simulation/talked_canary.h>
#include <asynchat/protocols/dialogues/dialogue.h>
#include <asynchat/protocols/dialogues/service.h>
#include <asynchat/protocols/registry.h>

#include <fmt/core.h>

#include <memory>
#include <string>
#include <utility>

#include "subjects.h"

namespace asynchat::cli {

namespace {

namespace simulation = properties::simulation;

/// A protocol's service, and which of its answers the parser of requests is to hear.
class service_responder final : public simulation::responder {
 public:
  explicit service_responder(const protocols::framing_spec& spec)
      : spec_(spec), service_(protocols::make_service(spec)) {}

  std::string greeting() override { return service_->greeting(); }
  void frame(std::string_view name, std::string_view bytes, std::string& reply) override {
    is_answer_ = name != "data";
    service_->frame(name, bytes, reply);
  }
  bool ended() const override { return service_->ended(); }

  std::string_view to_hear(std::string_view reply) const override {
    if (!is_answer_) return {};
    if (std::holds_alternative<protocols::smtp_spec>(spec_)) return reply;
    constexpr std::string_view line_end = "\r\n";
    const std::size_t end = reply.find("\r\n\r\n");
    const bool is_head = std::holds_alternative<protocols::http1_spec>(spec_) && end != std::string_view::npos;
    return is_head ? reply.substr(0, end + line_end.size()) : std::string_view();
  }
  bool is_heard(std::string_view name) const override { return protocols::is_heard(spec_, name); }

 private:
  const protocols::framing_spec& spec_;
  std::unique_ptr<protocols::service> service_;
  bool is_answer_ = true;  ///< what was answered last: no bytes of a tunnel
};

template <class Framing, class... Parameters>
std::unique_ptr<dispatcher> serve_with(const protocols::framing_factory<Framing, Parameters...>& factory, loop& owner,
                                       std::unique_ptr<stream> accepted, simulation::served_wire& record,
                                       const protocols::framing_spec& spec) {
  const auto construct = [&](const Parameters&... parameters) {
    return std::make_unique<simulation::served_chat<Framing, protocols::frame_sink>>(
        owner, std::move(accepted), record, std::make_unique<service_responder>(spec), parameters...);
  };
  return std::apply(construct, factory.parameters());
}

class framing_protocol final : public simulation::talked_protocol {
 public:
  framing_protocol(const framing_choice& choice, protocols::framing_spec spec)
      : name_(std::string(simulated_prefix) + choice.name()),
        spec_(std::move(spec)),
        requests_(choice.parser_for(side::client)),
        replies_(choice.parser_for(side::server)) {}

  std::string name() const override { return name_; }

  simulation::spoken words(sim::random_source& random) const override {
    const auto below = [&random](std::uint64_t bound) { return random.below(bound); };
    protocols::dialogue made = protocols::make_dialogue(spec_, below);
    simulation::spoken result{std::move(made.greeting), {}};
    for (protocols::exchange& one : made.exchanges) {
      result.exchanges.push_back({std::move(one.request), std::move(one.reply), one.barrier});
    }
    return result;
  }

  std::unique_ptr<dispatcher> serve(loop& owner, std::unique_ptr<stream> accepted,
                                    simulation::served_wire& record) const override {
    return protocols::visit_framing(spec_, side::client, [&](const auto& factory) -> std::unique_ptr<dispatcher> {
      return serve_with(factory, owner, std::move(accepted), record, spec_);
    });
  }

  const properties::subject& requests() const override { return *requests_.subject; }
  const properties::reference& requests_model() const override { return requests_.model; }
  const properties::subject* replies() const override { return replies_.subject.get(); }
  const properties::reference* replies_model() const override { return &replies_.model; }

 private:
  std::string name_;
  protocols::framing_spec spec_;
  checked_parser requests_;
  checked_parser replies_;
};

simulation::scenario_maker canary_simulation(std::string_view name, const simulation::talk_options& options) {
  const properties::canary* const bird = properties::canary_named(name);
  if (bird == nullptr) throw unknown_framing(fmt::format("no canary is named \"{}\"", name));
  const std::string_view why = simulation::not_simulated(*bird);
  if (!why.empty()) throw unknown_framing(fmt::format("no simulation shows what canary {} does wrong: {}", name, why));
  return simulation::talks([bird] { return simulation::talked_canary(*bird); }, options);
}

}  // namespace

simulation::scenario_maker simulation_of(std::string_view protocol, const simulation::talk_options& options) {
  constexpr std::string_view canary = "canary:";
  if (protocol.starts_with(canary)) return canary_simulation(protocol.substr(canary.size()), options);
  const protocols::parsed_framing parsed = protocols::parse_framing(protocol);
  if (!parsed.spec) {
    throw unknown_framing(fmt::format("no clients are simulated for {}: {}", protocol, parsed.error));
  }
  const auto* count = std::get_if<protocols::count_spec>(&*parsed.spec);
  constexpr std::uint64_t frame_bytes_max = 1'000'000;
  if (count != nullptr && count->frame_bytes > frame_bytes_max) {
    throw unknown_framing(
        fmt::format("no clients are simulated for {}: expected frames of at most {} bytes", protocol, frame_bytes_max));
  }
  const framing_choice choice(protocol);
  return simulation::talks([choice, spec = *parsed.spec] { return std::make_unique<framing_protocol>(choice, spec); },
                           options);
}

std::unique_ptr<simulation::talked_protocol> talked_framing(std::string_view framing) {
  const framing_choice choice(framing);
  return std::make_unique<framing_protocol>(choice, *protocols::parse_framing(framing).spec);
}

}  // namespace asynchat::cli
