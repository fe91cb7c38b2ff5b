#include "final_result.h"

#include <utility>

namespace asynchat::properties {
namespace {

class narrowed_subject final : public subject {
 public:
  explicit narrowed_subject(const subject& parser) : parser_(parser) {}

  std::string name() const override { return parser_.name() + " (final result)"; }
  /// The last event is known at the end alone, not at each state on the way.
  bool has_states() const override { return false; }
  std::unique_ptr<session> start() const override { return parser_.start(); }

  outcome play(std::string_view bytes, const sim::plan& steps, std::span<const heard_frame> heard) const override {
    outcome seen = parser_.play(bytes, steps, heard);
    events last;
    if (!seen.log.empty()) {
      const event& one = seen.log.list().back();
      last.add(one.name, one.bytes, one.numbers);
    }
    seen.log = std::move(last);
    return seen;
  }

 private:
  const subject& parser_;
};

}  // namespace

std::unique_ptr<subject> final_result_of(const subject& parser) { return std::make_unique<narrowed_subject>(parser); }

reference final_result_of(const reference& model) {
  if (!model) return {};
  return [model](std::string_view bytes, bool ended, std::span<const heard_frame> heard) {
    std::vector<expected_event> all = model(bytes, ended, heard);
    if (all.size() > 1) all.erase(all.begin(), all.end() - 1);
    return all;
  };
}

}  // namespace asynchat::properties
