#include <asynchat/sim/strategies/combined.h>
#include <asynchat/transport/check.h>

#include <utility>

namespace asynchat::sim::strategies {

namespace {

/// A step of the second plan that delivers nothing, and the offset at which it comes.
struct pause {
  std::size_t offset = 0;
  recv_step step;
};

std::vector<pause> pauses_of(const plan& steps) {
  std::vector<pause> found;
  std::size_t at = 0;
  for (const recv_step& step : steps.recv) {
    const auto* chunk = std::get_if<deliver>(&step);
    const auto* failure = std::get_if<fail>(&step);
    if (chunk != nullptr) {
      at += chunk->bytes;
    } else if (failure == nullptr || means_recv_would_block(failure->code)) {
      found.push_back({at, step});
    }
  }
  return found;
}

/// Puts each pause before the chunk that holds the byte at its offset; what comes behind the last byte comes there.
std::vector<recv_step> merged(const std::vector<recv_step>& steps, const std::vector<pause>& pauses) {
  std::vector<recv_step> result;
  result.reserve(steps.size() + pauses.size());
  auto next = pauses.begin();
  std::size_t at = 0;
  for (const recv_step& step : steps) {
    if (const auto* chunk = std::get_if<deliver>(&step)) {
      at += chunk->bytes;
      for (; next != pauses.end() && next->offset < at; ++next) result.push_back(next->step);
    }
    result.push_back(step);
  }
  for (; next != pauses.end(); ++next) result.push_back(next->step);
  return result;
}

}  // namespace

combined::combined(std::shared_ptr<const strategy> cuts, std::shared_ptr<const strategy> surroundings)
    : cuts_(std::move(cuts)), surroundings_(std::move(surroundings)) {
  ASYNCHAT_CHECK(cuts_ != nullptr && surroundings_ != nullptr, "two strategies are combined");
  name_ = std::string(cuts_->name()) + "+" + std::string(surroundings_->name());
}

std::vector<parameter> combined::parameters() const {
  std::vector<parameter> all = cuts_->parameters();
  const std::vector<parameter> others = surroundings_->parameters();
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

std::uint64_t combined::count(const stream_shape& shape) const {
  return cuts_->count(shape) * surroundings_->count(shape);
}

delivery combined::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::uint64_t others = surroundings_->count(shape);
  delivery result = cuts_->make(shape, index / others);
  const plan around = surroundings_->make(shape, index % others).steps;
  result.steps.recv = merged(result.steps.recv, pauses_of(around));
  result.steps.send = around.send;
  result.steps.send_after = around.send_after;
  return result;
}

std::optional<std::size_t> combined::offset(const stream_shape& shape, std::uint64_t index) const {
  return cuts_->offset(shape, index / surroundings_->count(shape));
}

}  // namespace asynchat::sim::strategies
