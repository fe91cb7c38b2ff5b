#include <asynchat/properties/channel_watch.h>
#include <asynchat/properties/wording.h>

#include <algorithm>
#include <utility>

namespace asynchat::properties {

void channel_watch::begin(std::size_t offset, std::size_t held, const boundary& live) {
  account_ = ledger{};
  account_.first = offset - held;
  account_.received = offset;
  account_.held = held;
  new_frame(live);
}

void channel_watch::collect_begins(std::string_view data, bool closed) {
  if (closed) slipped(slip::order, "collect_incoming_data is called after the close");
  account_.accounted += data;
  account_.work += 1 + data.size();
}

void channel_watch::collect_ends(const boundary& live) {
  if (live.pattern != pattern_) changed_ = true;
}

void channel_watch::found_begins(bool closed) {
  if (closed) slipped(slip::order, "found_terminator is called after the close");
  account_.accounted += pattern_;
  ++account_.found;
  ++account_.work;
  if (!changed_) judge_frame();
}

void channel_watch::found_ends(const boundary& live) { new_frame(live); }

void channel_watch::close_begins(bool closed) {
  if (account_.ended) {
    slipped(slip::order, "handle_close is called a second time");
  } else if (closed) {
    slipped(slip::order, "handle_close is called after the close");
  }
  account_.ended = true;
}

void channel_watch::look_at(const boundary& live) {
  if (account_.accounted.size() == frame_start_) {
    new_frame(live);
  } else if (live.pattern != pattern_) {
    changed_ = true;
  }
}

void channel_watch::settle(const boundary& live, std::size_t held, std::size_t carry_max, bool closed) {
  account_.held = held;
  account_.closed = closed;
  if (closed) {
    if (!account_.ended) account_.sent_to_end = false;
    return;
  }
  const std::size_t carry = held - std::min(held, live.matched);
  account_.work += 1 + carry;
  if (live.matched > 0 && live.matched >= live.pattern.size()) {
    slipped(slip::bounds,
            "it holds " + bytes_text(live.matched) + " of a terminator of " + bytes_text(live.pattern.size()));
  } else if (carry > carry_max) {
    slipped(slip::bounds, "it holds " + bytes_text(carry) + " that cannot begin the terminator");
  }
}

void channel_watch::slipped(slip kind, std::string what) { account_.slips.push_back({kind, std::move(what)}); }

void channel_watch::new_frame(const boundary& live) {
  frame_start_ = account_.accounted.size();
  if (pattern_ != live.pattern) pattern_ = live.pattern;
  count_ = live.remaining;
  changed_ = false;
}

void channel_watch::judge_frame() {
  const std::size_t size = account_.accounted.size() - frame_start_;
  if (!pattern_.empty()) {
    const std::size_t first = account_.accounted.find(pattern_, frame_start_);
    if (first + pattern_.size() != account_.accounted.size()) slipped(slip::frames, "a frame holds its terminator");
  } else if (count_ == 0) {
    slipped(slip::frames, "a frame ends although no terminator is set");
  } else if (size != count_) {
    slipped(slip::frames, "a frame of " + std::to_string(count_) + " counted bytes has " + std::to_string(size));
  }
}

}  // namespace asynchat::properties
