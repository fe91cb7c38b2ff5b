#include <asynchat/properties/canaries.h>

#include "all.h"

namespace asynchat::properties {

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
  };
  return list;
}

const canary* canary_named(std::string_view name) {
  for (const canary& each : all_canaries()) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

}  // namespace asynchat::properties
