#pragma once

#include <asynchat/properties/canaries.h>

namespace asynchat::properties::canaries {

canary byte_twice();
canary close_ignored();
canary count_restarts();
canary count_third_chunk();
canary cr_ends_line();
canary empty_read_ends();
canary empty_read_resets();
canary exact_fill();
canary header_cut();
canary held_bytes_dropped();
canary limit_counts_terminator();
canary line_held();
canary lines_counted_on();
canary never_returns();
canary next_header_peeked();
canary no_carry_over();
canary no_fall_back();
canary nothing_held();
canary old_terminator();
canary one_byte_prefix();
canary one_frame_a_feed();
canary partial_flushed();
canary reads_counted();
canary refused_each_read();
canary rescans_line();
canary shifts_each_frame();
canary short_write_reorders();
canary stale_span();

}  // namespace asynchat::properties::canaries
