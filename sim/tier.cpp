#include <asynchat/sim/strategies/bandwidth.h>
#include <asynchat/sim/strategies/buffer_edge.h>
#include <asynchat/sim/strategies/burst.h>
#include <asynchat/sim/strategies/byte.h>
#include <asynchat/sim/strategies/coalesce.h>
#include <asynchat/sim/strategies/codepoint.h>
#include <asynchat/sim/strategies/combined.h>
#include <asynchat/sim/strategies/cut1.h>
#include <asynchat/sim/strategies/cut2.h>
#include <asynchat/sim/strategies/drop.h>
#include <asynchat/sim/strategies/duplicate.h>
#include <asynchat/sim/strategies/empty_reads.h>
#include <asynchat/sim/strategies/eof.h>
#include <asynchat/sim/strategies/eof_with_data.h>
#include <asynchat/sim/strategies/fixed.h>
#include <asynchat/sim/strategies/flip.h>
#include <asynchat/sim/strategies/half_close.h>
#include <asynchat/sim/strategies/insert.h>
#include <asynchat/sim/strategies/jitter.h>
#include <asynchat/sim/strategies/latency.h>
#include <asynchat/sim/strategies/length_lies.h>
#include <asynchat/sim/strategies/limit_data.h>
#include <asynchat/sim/strategies/near_terminator.h>
#include <asynchat/sim/strategies/prefix.h>
#include <asynchat/sim/strategies/random.h>
#include <asynchat/sim/strategies/recorded.h>
#include <asynchat/sim/strategies/recv_error.h>
#include <asynchat/sim/strategies/replay_range.h>
#include <asynchat/sim/strategies/reset_peer.h>
#include <asynchat/sim/strategies/send_buffer.h>
#include <asynchat/sim/strategies/short_write.h>
#include <asynchat/sim/strategies/slow_close.h>
#include <asynchat/sim/strategies/spurious_wakeup.h>
#include <asynchat/sim/strategies/stall.h>
#include <asynchat/sim/strategies/suffix.h>
#include <asynchat/sim/strategies/swap_frames.h>
#include <asynchat/sim/strategies/terminator_edge.h>
#include <asynchat/sim/strategies/trickle.h>
#include <asynchat/sim/strategies/truncate.h>
#include <asynchat/sim/strategies/whole.h>
#include <asynchat/sim/strategies/write_block.h>
#include <asynchat/sim/strategies/write_error.h>
#include <asynchat/sim/strategies/zero_frames.h>
#include <asynchat/sim/tier.h>

#include <algorithm>
#include <numeric>
#include <system_error>
#include <utility>

namespace asynchat::sim {

namespace {

using strategy_list = std::vector<std::unique_ptr<const strategy>>;

/// fixed(2) to fixed(16).
constexpr std::size_t fixed_strategies = 15;

void add_quick_strategies(strategy_list& list) {
  list.push_back(std::make_unique<strategies::whole>());
  list.push_back(std::make_unique<strategies::byte>());
  list.push_back(std::make_unique<strategies::recorded>());
  list.push_back(std::make_unique<strategies::cut1>());
  list.push_back(std::make_unique<strategies::terminator_edge>());
  list.push_back(std::make_unique<strategies::coalesce>());
  list.push_back(std::make_unique<strategies::empty_reads>());
  list.push_back(std::make_unique<strategies::suffix>());
  list.push_back(std::make_unique<strategies::eof>());
  list.push_back(std::make_unique<strategies::reset_peer>());
  list.push_back(std::make_unique<strategies::short_write>());
  for (std::size_t k = 2; k < 2 + fixed_strategies; ++k) list.push_back(std::make_unique<strategies::fixed>(k));
  for (std::size_t k = 2; k <= 9; ++k) list.push_back(std::make_unique<strategies::burst>(k));
  list.push_back(std::make_unique<strategies::cut2>());
  list.push_back(std::make_unique<strategies::random>());
}

void add_cuts(strategy_list& list) {
  for (const std::size_t size : {512u, 1024u, 4096u, 8192u, 65536u}) {
    list.push_back(std::make_unique<strategies::buffer_edge>(size));
  }
  list.push_back(std::make_unique<strategies::codepoint>());
  list.push_back(std::make_unique<strategies::prefix>());
  list.push_back(std::make_unique<strategies::zero_frames>());
}

void add_failures(strategy_list& list) {
  list.push_back(std::make_unique<strategies::spurious_wakeup>());
  for (const std::errc error : {std::errc::connection_reset, std::errc::timed_out, std::errc::host_unreachable,
                                std::errc::network_down, std::errc::no_buffer_space, std::errc::io_error}) {
    list.push_back(std::make_unique<strategies::recv_error>(error));
  }
  for (const std::errc error : {std::errc::broken_pipe, std::errc::connection_reset, std::errc::timed_out,
                                std::errc::host_unreachable, std::errc::no_buffer_space, std::errc::io_error}) {
    list.push_back(std::make_unique<strategies::write_error>(error));
  }
}

void add_ends(strategy_list& list) {
  list.push_back(std::make_unique<strategies::eof_with_data>());
  list.push_back(std::make_unique<strategies::half_close>());
  for (const std::size_t bytes : {16u, 1024u}) list.push_back(std::make_unique<strategies::limit_data>(bytes));
  list.push_back(std::make_unique<strategies::slow_close>());
}

void add_sending(strategy_list& list) {
  list.push_back(std::make_unique<strategies::write_block>());
  list.push_back(std::make_unique<strategies::short_write>(7));
  list.push_back(std::make_unique<strategies::send_buffer>(16, 3));
  list.push_back(std::make_unique<strategies::send_buffer>(4096, 1460));
}

void add_time(strategy_list& list) {
  list.push_back(std::make_unique<strategies::latency>());
  list.push_back(std::make_unique<strategies::jitter>());
  list.push_back(std::make_unique<strategies::bandwidth>());
  list.push_back(std::make_unique<strategies::stall>());
  list.push_back(std::make_unique<strategies::trickle>());
}

void add_combinations(strategy_list& list) {
  const auto add = [&](auto cuts, auto surroundings) {
    list.push_back(std::make_unique<strategies::combined>(std::move(cuts), std::move(surroundings)));
  };
  add(std::make_shared<strategies::byte>(), std::make_shared<strategies::short_write>());
  add(std::make_shared<strategies::byte>(), std::make_shared<strategies::write_block>());
  add(std::make_shared<strategies::coalesce>(), std::make_shared<strategies::send_buffer>());
  add(std::make_shared<strategies::random>(50), std::make_shared<strategies::jitter>());
}

/// Which offsets, 0 to the stream's length, are played: the edges, and every k-th.
std::vector<bool> chosen_offsets(const stream_shape& shape, const tier_budget& budget) {
  const std::size_t size = shape.bytes.size();
  std::vector<bool> chosen(size + 1, false);
  for (const edge& each : shape.edges) chosen[each.offset] = true;
  const std::size_t step = size / std::max<std::size_t>(budget.spread_offsets, 1) + 1;
  for (std::size_t offset = 0; offset <= size; offset += step) chosen[offset] = true;
  return chosen;
}

/// `most` of the numbers below `possible`, or all of them, evenly spread.
std::vector<std::uint64_t> spread(std::uint64_t possible, std::uint64_t most) {
  const std::uint64_t many = std::min(possible, most);
  std::vector<std::uint64_t> numbers(many);
  for (std::uint64_t i = 0; i < many; ++i) numbers[i] = i * (possible / many) + i * (possible % many) / many;
  return numbers;
}

/// Keeps `most` of them, evenly spread.
void thin(std::vector<std::uint64_t>& indices, std::uint64_t most) {
  const std::size_t all = indices.size();
  if (all <= most) return;
  const std::size_t kept = static_cast<std::size_t>(most);
  std::size_t next = 0;
  std::size_t sum = 0;
  for (const std::uint64_t index : indices) {
    sum += kept;
    if (sum < all) continue;
    sum -= all;
    indices[next++] = index;
  }
  indices.resize(next);
  indices.shrink_to_fit();
}

std::vector<selection> tier_of(const strategy_list& list, const stream_shape& shape, const tier_budget& budget) {
  std::vector<selection> tier;
  for (const auto& what : list) {
    if (!is_chosen(*what, budget.strategies)) continue;
    tier_budget share = budget;
    // Each of these delivers the whole stream each time, and they differ in a number alone.
    if (what->name() == "fixed") share.plans_max = std::max<std::uint64_t>(1, budget.plans_max / fixed_strategies);
    tier.push_back(select(*what, shape, share));
  }
  return tier;
}

}  // namespace

const std::vector<std::unique_ptr<const strategy>>& quick_strategies() {
  static const strategy_list list = [] {
    strategy_list all;
    add_quick_strategies(all);
    return all;
  }();
  return list;
}

const std::vector<std::unique_ptr<const strategy>>& full_strategies() {
  static const strategy_list list = [] {
    strategy_list all;
    for (const auto add :
         {add_quick_strategies, add_cuts, add_failures, add_ends, add_sending, add_time, add_combinations}) {
      add(all);
    }
    return all;
  }();
  return list;
}

const std::vector<std::unique_ptr<const strategy>>& hostile_strategies() {
  static const strategy_list list = [] {
    strategy_list all;
    all.push_back(std::make_unique<strategies::flip>());
    all.push_back(std::make_unique<strategies::drop>());
    all.push_back(std::make_unique<strategies::duplicate>());
    all.push_back(std::make_unique<strategies::insert>());
    all.push_back(std::make_unique<strategies::swap_frames>());
    all.push_back(std::make_unique<strategies::truncate>());
    all.push_back(std::make_unique<strategies::replay_range>());
    all.push_back(std::make_unique<strategies::near_terminator>());
    all.push_back(std::make_unique<strategies::length_lies>());
    return all;
  }();
  return list;
}

selection select(const strategy& what, const stream_shape& shape, const tier_budget& budget) {
  selection result{&what, {}, what.count(shape)};
  const std::size_t size = shape.bytes.size();
  if (dynamic_cast<const strategies::cut2*>(&what) != nullptr && size > budget.every_pair_bytes_max) {
    result.indices = spread(result.possible, std::min(budget.spread_pairs, budget.plans_max));
    return result;
  }
  if (size <= budget.every_offset_bytes_max) {
    result.indices.resize(result.possible);
    std::iota(result.indices.begin(), result.indices.end(), std::uint64_t{0});
    return result;
  }
  const std::vector<bool> chosen = chosen_offsets(shape, budget);
  for (std::uint64_t index = 0; index < result.possible; ++index) {
    const std::optional<std::size_t> offset = what.offset(shape, index);
    if (!offset || chosen[*offset]) result.indices.push_back(index);
  }
  thin(result.indices, budget.plans_max);
  return result;
}

std::vector<selection> quick_tier(const stream_shape& shape, const tier_budget& budget) {
  return tier_of(quick_strategies(), shape, budget);
}

std::vector<selection> full_tier(const stream_shape& shape, const tier_budget& budget) {
  tier_budget with_pairs = budget;
  if (with_pairs.spread_pairs == 0) with_pairs.spread_pairs = full_pairs;
  return tier_of(full_strategies(), shape, with_pairs);
}

std::vector<selection> hostile_tier(const stream_shape& shape, const tier_budget& budget) {
  return tier_of(hostile_strategies(), shape, budget);
}

}  // namespace asynchat::sim
