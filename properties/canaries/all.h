#pragma once

#include <asynchat/properties/canaries.h>

namespace asynchat::properties::canaries {

canary advance_by_one();
canary any_two_bytes();
canary boundary_split();
canary byte_twice();
canary close_ignored();
canary count_restarts();
canary count_third_chunk();
canary cr_ends_line();
canary dot_lenient();
canary empty_read_ends();
canary empty_read_resets();
canary error_not_reported();
canary exact_fill();
canary header_cut();
canary held_bytes_dropped();
canary leftover_overtakes();
canary limit_counts_terminator();
canary line_held();
canary lines_counted_on();
canary local_peer_trusted();
canary name_split();
canary never_returns();
canary newline_guessed();
canary next_header_peeked();
canary no_carry_over();
canary no_fall_back();
canary nothing_held();
canary old_terminator();
canary one_byte_length();
canary one_byte_prefix();
canary one_frame_a_feed();
canary output_lost_at_end();
canary partial_flushed();
canary pool_not_reset();
canary reads_counted();
canary refused_each_read();
canary rescans_line();
canary shifts_each_frame();
canary short_write_reorders();
canary short_write_resent();
canary stale_span();
canary starttls_injected();
canary upgrade_rest_lost();
canary utf8_per_read();
canary varint_cut_refused();
canary zero_never_ends();

}  // namespace asynchat::properties::canaries
