#pragma once

#include <asynchat/properties/canaries.h>
#include <asynchat/properties/simulation/run_seed.h>
#include <asynchat/properties/simulation/talk.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asynchat::properties::simulation {

/// What a right server of lines does: "frame N" for each, N its length.
struct line_server : async_chat {
  line_server(loop& owner, std::unique_ptr<stream> accepted, served_wire& record)
      : async_chat(owner, std::move(accepted)), record_(record) {
    set_terminator("\r\n");
    set_half_close(true);
  }
  void collect_incoming_data(std::string_view data) override { line_ += data; }
  void found_terminator() override {
    record_.told.log.add("frame", line_);
    answer(std::exchange(line_, {}));
  }
  void handle_close() override {
    if (!line_.empty()) record_.told.log.add("incomplete", line_);
    close();
  }
  virtual void answer(const std::string& line) { push("frame " + std::to_string(line.size()) + "\n"); }

 private:
  served_wire& record_;
  std::string line_;
};

/// The talk of a canary of lines, but for the server.
template <class Server>
class line_protocol final : public talked_protocol {
 public:
  std::string name() const override { return "sim:lines"; }
  spoken words(sim::random_source& random) const override {
    spoken said;
    for (std::uint64_t left = 1 + random.below(5); left > 0; --left) {
      const auto size = static_cast<std::size_t>(random.below(40));
      said.exchanges.push_back({std::string(size, 'a') + "\r\n", "frame " + std::to_string(size) + "\n", false});
    }
    return said;
  }
  std::unique_ptr<dispatcher> serve(loop& owner, std::unique_ptr<stream> accepted, served_wire& record) const override {
    return std::make_unique<Server>(owner, std::move(accepted), record);
  }
  const subject& requests() const override { return *right_; }
  const reference& requests_model() const override { return canary_named("no_carry_over")->model; }

 private:
  std::unique_ptr<subject> right_ = canary_named("no_carry_over")->make_right();
};

template <class Server>
scenario_maker line_talks(const talk_options& options = {}) {
  return talks([] { return std::make_unique<line_protocol<Server>>(); }, options);
}

inline std::optional<seed_outcome> first_failure(const scenario_maker& maker, std::uint64_t seeds,
                                                 const run_options& options = {}) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    seed_outcome seen = run_seed(maker, seed, options);
    if (seen.failure) return seen;
  }
  return std::nullopt;
}

}  // namespace asynchat::properties::simulation
