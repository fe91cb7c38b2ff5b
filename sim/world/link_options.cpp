#include <asynchat/sim/link_options.h>

#include <string_view>

#include "../time_text.h"
#include "option_fields.h"

namespace asynchat::sim {

namespace {

/// Collects the first complaint about one option for itself.
struct option_judge {
  std::string complaint;

  void operator()(std::string_view name, duration time) {
    if (time.count() < 0) return refuse(name, time_text(time), "a time is not negative");
    if (time > time_max) refuse(name, time_text(time), "a time is at most " + time_text(time_max) + ", a year");
  }
  void operator()(std::string_view name, chance probability) {
    if (probability.millionths <= 1'000'000) return;
    refuse(name, std::to_string(probability.millionths) + " of a million", "a chance is at most 1000000");
  }
  void operator()(std::string_view, bool) {}
  template <class Number>
  void operator()(std::string_view name, Number size) {
    if (size == 0 && name != "bytes_per_second") refuse(name, "0", "nothing would ever get through");
  }

 private:
  void refuse(std::string_view name, const std::string& value, const std::string& rule) {
    if (complaint.empty()) complaint = std::string(name) + " is " + value + ": " + rule;
  }
};

std::string bytes_text(std::uint64_t bytes) { return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes"); }

/// Bandwidth that is not 0: how long a full segment occupies the link. 2^32 bytes a nanosecond each stay below 2^63.
duration full_segment_time(const link_options& link) {
  const std::uint64_t billionths = std::uint64_t{link.segment_bytes_max} * 1'000'000'000;
  return duration(static_cast<duration::rep>(billionths / link.bytes_per_second));
}

std::string contradiction_of_times(const link_options& link) {
  const duration arrival = link.latency + link.jitter + link.coalesce;
  if (link.connect_timeout <= link.latency) {
    return "connect_timeout is " + time_text(link.connect_timeout) + ", and latency " + time_text(link.latency) +
           ": no connect would be answered in time";
  }
  if (link.send_timeout <= arrival) {
    return "send_timeout is " + time_text(link.send_timeout) + ", and latency, jitter and coalesce together " +
           time_text(arrival) + ": a sender would give up before its bytes arrive";
  }
  if (link.bytes_per_second != 0 && full_segment_time(link) >= link.send_timeout) {
    return "bytes_per_second is " + std::to_string(link.bytes_per_second) + ", so that a segment of " +
           bytes_text(link.segment_bytes_max) + " takes " + time_text(full_segment_time(link)) + ": send_timeout is " +
           time_text(link.send_timeout);
  }
  if (link.slow_connect != chance{} && link.slow_connect_max.count() == 0) {
    return "slow_connect is on, and slow_connect_max is 0ns: no connect would be slow";
  }
  return {};
}

std::string contradiction_of_sizes(const link_options& link) {
  const std::string segment = "segment_bytes_max is " + std::to_string(link.segment_bytes_max);
  if (link.nagle && link.segment_bytes_max > link.send_buffer_bytes) {
    return "nagle is on, " + segment + " and send_buffer_bytes " + std::to_string(link.send_buffer_bytes) +
           ": no segment would ever be full";
  }
  if (link.nagle && link.segment_bytes_max > link.receive_window_bytes) {
    return "nagle is on, " + segment + " and receive_window_bytes " + std::to_string(link.receive_window_bytes) +
           ": no segment would ever be full";
  }
  if (link.slice != chance{} && link.segment_bytes_max == 1) {
    return "slice is on, and " + segment + ": one byte is not cut";
  }
  if (link.short_read != chance{} && link.segment_bytes_max == 1) {
    return "short_read is on, and " + segment + ": one byte is not cut";
  }
  if (link.short_write != chance{} && link.send_buffer_bytes == 1) {
    return "short_write is on, and send_buffer_bytes is 1: one byte is not cut";
  }
  return {};
}

}  // namespace

std::string complaint_about(const link_options& options) {
  option_judge judge;
  each_link_option(options, judge);
  if (!judge.complaint.empty()) return judge.complaint;
  if (options.refuse.millionths + options.no_answer.millionths > 1'000'000) {
    return "refuse and no_answer are " + std::to_string(options.refuse.millionths + options.no_answer.millionths) +
           " of a million together: a connect has one of these fates at most";
  }
  const std::string times = contradiction_of_times(options);
  return times.empty() ? contradiction_of_sizes(options) : times;
}

std::string complaint_about(const host_options& options) {
  option_judge judge;
  each_host_option(options, judge);
  if (judge.complaint.empty() && options.slow_lookup != chance{} && options.slow_lookup_max.count() == 0) {
    return "slow_lookup is on, and slow_lookup_max is 0ns: no lookup would be slow";
  }
  return judge.complaint;
}

}  // namespace asynchat::sim
