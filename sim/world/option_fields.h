#pragma once

#include <asynchat/sim/link_options.h>

namespace asynchat::sim {

/// Calls `visit(name, field)` with each option, in the order in which texts name them. `Options` may be const.
template <class Options, class Visit>
void each_link_option(Options& options, Visit&& visit) {
  visit("latency", options.latency);
  visit("jitter", options.jitter);
  visit("bytes_per_second", options.bytes_per_second);
  visit("segment_bytes_max", options.segment_bytes_max);
  visit("nagle", options.nagle);
  visit("coalesce", options.coalesce);
  visit("send_buffer_bytes", options.send_buffer_bytes);
  visit("receive_window_bytes", options.receive_window_bytes);
  visit("connect_timeout", options.connect_timeout);
  visit("send_timeout", options.send_timeout);
  visit("close_delay", options.close_delay);
  visit("slice", options.slice);
  visit("short_write", options.short_write);
  visit("short_read", options.short_read);
  visit("spurious_wakeup", options.spurious_wakeup);
  visit("reset", options.reset);
  visit("reset_discards", options.reset_discards);
  visit("reset_on_close", options.reset_on_close);
  visit("slow_connect", options.slow_connect);
  visit("slow_connect_max", options.slow_connect_max);
  visit("refuse", options.refuse);
  visit("no_answer", options.no_answer);
}

template <class Options, class Visit>
void each_host_option(Options& options, Visit&& visit) {
  visit("pass_time", options.pass_time);
  visit("slow_lookup", options.slow_lookup);
  visit("slow_lookup_max", options.slow_lookup_max);
  visit("lost_lookup", options.lost_lookup);
  visit("accept_error", options.accept_error);
  visit("accept_queue_max", options.accept_queue_max);
  visit("permute_ready", options.permute_ready);
}

}  // namespace asynchat::sim
