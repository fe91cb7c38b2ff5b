#include <asynchat/sim/strategies/empty_reads.h>

#include <asynchat/transport/check.h>

namespace asynchat::sim::strategies {

namespace {

constexpr std::uint64_t plans_of_the_whole = 4;

std::vector<recv_step> before_every_byte(std::size_t bytes, std::size_t blocks) {
  std::vector<recv_step> steps;
  steps.reserve(bytes * (blocks + 1));
  for (std::size_t i = 0; i < bytes; ++i) {
    steps.insert(steps.end(), blocks, block{});
    steps.emplace_back(deliver{1});
  }
  return steps;
}

}  // namespace

std::uint64_t empty_reads::count(const stream_shape& shape) const {
  return plans_of_the_whole + (shape.bytes.empty() ? 0 : shape.bytes.size() - 1);
}

delivery empty_reads::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  const std::size_t cut = index < plans_of_the_whole ? 0 : index - plans_of_the_whole + 1;
  delivery result = cut_whole(shape, {&cut, 1});
  std::vector<recv_step>& steps = result.steps.recv;
  if (index == 0) {
    steps.insert(steps.begin(), block{});
  } else if (index == 1) {
    steps.emplace_back(block{});
  } else if (index < plans_of_the_whole) {
    steps = before_every_byte(shape.bytes.size(), index == 2 ? 1 : 4);
  } else {
    steps.insert(steps.begin() + 1, block{});
  }
  return result;
}

std::optional<std::size_t> empty_reads::offset(const stream_shape&, std::uint64_t index) const {
  if (index < plans_of_the_whole) return std::nullopt;
  return index - plans_of_the_whole + 1;
}

}  // namespace asynchat::sim::strategies
