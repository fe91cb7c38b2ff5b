#include <asynchat/properties/canaries.h>

#include "all.h"
#include "linear_lines.h"

namespace asynchat::properties {

std::uint64_t canary_work() { return canaries::work_done(); }

const std::vector<canary>& all_canaries() {
  static const std::vector<canary> list{
      canaries::no_carry_over(),
      canaries::nothing_held(),
      canaries::one_byte_prefix(),
      canaries::no_fall_back(),
      canaries::one_frame_a_feed(),
      canaries::stale_span(),
      canaries::count_restarts(),
      canaries::count_third_chunk(),
      canaries::old_terminator(),
      canaries::empty_read_ends(),
      canaries::empty_read_resets(),
      canaries::partial_flushed(),
      canaries::held_bytes_dropped(),
      canaries::exact_fill(),
      canaries::cr_ends_line(),
      canaries::byte_twice(),
      canaries::reads_counted(),
      canaries::header_cut(),
      canaries::limit_counts_terminator(),
      canaries::next_header_peeked(),
      canaries::close_ignored(),
      canaries::line_held(),
      canaries::short_write_reorders(),
      canaries::lines_counted_on(),
      canaries::refused_each_read(),
      canaries::rescans_line(),
      canaries::shifts_each_frame(),
      canaries::newline_guessed(),
      canaries::utf8_per_read(),
      canaries::varint_cut_refused(),
      canaries::one_byte_length(),
      canaries::name_split(),
      canaries::upgrade_rest_lost(),
      canaries::starttls_injected(),
      canaries::leftover_overtakes(),
      canaries::dot_lenient(),
      canaries::any_two_bytes(),
      canaries::boundary_split(),
      canaries::error_not_reported(),
      canaries::zero_never_ends(),
      canaries::advance_by_one(),
      canaries::short_write_resent(),
      canaries::output_lost_at_end(),
      canaries::pool_not_reset(),
      canaries::local_peer_trusted(),
  };
  return list;
}

const canary& hanging_canary() {
  static const canary bird = canaries::never_returns();
  return bird;
}

const canary* canary_named(std::string_view name) {
  if (hanging_canary().name == name) return &hanging_canary();
  for (const canary& each : all_canaries()) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

}  // namespace asynchat::properties
