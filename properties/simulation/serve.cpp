#include <asynchat/properties/parser_subject.h>
#include <asynchat/properties/simulation/serve.h>
#include <asynchat/traces/error.h>

#include <exception>
#include <string_view>

namespace asynchat::properties::simulation {
namespace {

/// Nothing is known of what a server's parser tells: its answers are what is judged.
struct silent_parser {
  void feed(std::string_view, events&) {}
  void finish(events&) {}
};

class held_dialogue final : public talked_protocol {
 public:
  held_dialogue(const server_class& server, const spoken& words, std::string name)
      : server_(server), words_(words), name_(std::move(name)) {}

  std::string name() const override { return name_; }
  spoken words(sim::random_source&) const override { return words_; }

  std::unique_ptr<dispatcher> serve(loop& owner, std::unique_ptr<stream> accepted, served_wire&) const override {
    owner.set_log_sink(log_sink());
    return server_.one(owner, std::move(accepted));
  }

  std::unique_ptr<sim::program> listen(sim::host& on, const endpoint& where) const override {
    if (!server_.all) return nullptr;
    try {
      return server_.all(on, where, log_sink());
    } catch (const std::exception& error) {
      throw program_failed("the server's constructor throws \"" + std::string(error.what()) + "\"");
    }
  }

  std::string said_aside() const override { return logged_.empty() ? "" : "; the server logged: " + logged_; }

  const subject& requests() const override { return silent_; }
  const reference& requests_model() const override { return nothing_; }

 private:
  loop::log_sink log_sink() const {
    return [this](log_level, std::string_view line) { logged_ = line; };
  }

  server_class server_;
  spoken words_;
  std::string name_;
  mutable std::string logged_;  ///< last; of this run, which it was made for
  parser_subject<silent_parser> silent_{"silent"};
  reference nothing_ = [](std::string_view, bool, std::span<const heard_frame>) {
    return std::vector<expected_event>();
  };
};

/// Refuses a repro whose clients say, or are to hear, what is not the dialogue any more.
void check_words(const talk_script& script, const spoken& words, const std::string& file) {
  talk_client now;
  take_turns(words, now);
  for (const talk_client& one : script.clients) {
    if (one.hostile || (one.says == now.says && one.hears == now.hears)) continue;
    throw traces::input_error(file, "streams: expected the dialogue of the test; another one is recorded");
  }
}

}  // namespace

scenario_maker hold_dialogue(const server_class& server, const std::vector<exchange>& dialogue,
                             const dialogue_options& options) {
  const spoken words{options.greeting, dialogue};
  const protocol_maker protocol = [server, words, name = options.name] {
    return std::make_unique<held_dialogue>(server, words, name);
  };
  scenario_maker maker = talks(protocol, {options.clients, options.of_clients});
  maker.make_again = [again = maker.make_again, words](const traces::repro& recorded, const std::string& file) {
    check_words(read_script(recorded, file), words, file);
    return again(recorded, file);
  };
  return maker;
}

}  // namespace asynchat::properties::simulation
