#include <asynchat/properties/callback_actions.h>
#include <asynchat/properties/wording.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

// The input side of async_chat as its contract tells it, in plain strings. It is told what each callback did, and says
// which callback must come next. It shares nothing with the engine.
namespace asynchat::properties {
namespace {

using kind = channel_step::kind;

class naive_input {
 public:
  explicit naive_input(const terminator& live) : live_(live) {}

  void arrive(const std::string& bytes) {
    buffer_.erase(0, begin_);
    begin_ = 0;
    buffer_ += bytes;
    waits_ = false;
  }
  void end() {
    ended_ = true;
    waits_ = false;
  }
  void settle(const channel_step& step) {
    live_ = step.live;
    closed_ = step.closed;
    waits_ = true;
  }

  /// How many bytes collect_incoming_data must be given now: none where the next callback is another, or none at all.
  std::size_t to_collect() const {
    if (waits_ || closed_ || find_due_) return 0;
    if (ended_) return rest().size();
    if (const auto* count = std::get_if<byte_count>(&live_); count != nullptr && count->value > 0) {
      return static_cast<std::size_t>(std::min<std::uint64_t>(count->value, rest().size()));
    }
    const std::string pattern = live_pattern();
    if (pattern.empty()) return rest().size();
    return std::min(rest().find(pattern), rest().size() - held());
  }

  bool must_find() const {
    if (waits_ || closed_) return false;
    return find_due_ || (!ended_ && !live_pattern().empty() && rest().starts_with(live_pattern()));
  }

  void collected(const channel_step& step) {
    const std::size_t all = to_collect();
    const bool is_all = step.bytes.size() == all;
    const std::string pattern = live_pattern();
    begin_ += step.bytes.size();
    auto* count = std::get_if<byte_count>(&live_);
    if (ended_) {
      waits_ = is_all;
    } else if (count != nullptr && count->value > 0) {
      find_due_ = step.bytes.size() == count->value;
    } else if (is_all && !pattern.empty()) {
      // A terminator that follows leaves the input with the data before it.
      find_due_ = rest().starts_with(pattern);
      if (find_due_) begin_ += pattern.size();
      waits_ = !find_due_;
    }
    const bool sets_another = step.terminator_was_set || step.live != live_;
    if (count != nullptr && !sets_another) {
      count->value -= std::min<std::uint64_t>(count->value, step.bytes.size());
    } else {
      live_ = step.live;
    }
    apply(step);
  }

  void found(const channel_step& step) {
    if (!find_due_) begin_ += live_pattern().size();
    find_due_ = false;
    live_ = step.live;
    apply(step);
  }

  /// Input that no callback has seen.
  std::string_view rest() const { return std::string_view(buffer_).substr(begin_); }

 private:
  /// What a callback did besides.
  void apply(const channel_step& step) {
    closed_ = step.closed;
    if (step.discarded) begin_ = buffer_.size();
    if (!step.threw) return;
    // What it left unread waits for the next event.
    waits_ = true;
    find_due_ = false;
  }

  std::string live_pattern() const {
    const auto* pattern = std::get_if<std::string>(&live_);
    return pattern == nullptr ? std::string() : *pattern;
  }

  /// Bytes at the end of the buffer that may begin the terminator.
  std::size_t held() const {
    const std::string pattern = live_pattern();
    std::size_t kept = std::min(pattern.size() - 1, rest().size());
    while (!rest().ends_with(std::string_view(pattern).substr(0, kept))) --kept;
    return kept;
  }

  terminator live_;
  std::string buffer_;  ///< from `begin_` on no callback has seen it
  std::size_t begin_ = 0;
  bool ended_ = false;
  bool waits_ = true;  ///< for the next event
  bool find_due_ = false;
  bool closed_ = false;
};

std::string collect_fault(const naive_input& model, const channel_step& step) {
  const std::size_t wanted = model.to_collect();
  const std::string call = "collect_incoming_data of \"" + shortened(step.bytes, 40) + '"';
  if (model.must_find()) return call + " comes instead of found_terminator";
  if (wanted == 0) return call + " is called, and there is nothing to collect";
  const std::string_view right = model.rest().substr(0, wanted);
  if (step.bytes.empty() || !right.starts_with(step.bytes)) {
    return call + " is called instead of \"" + shortened(right, 40) + '"';
  }
  return {};
}

std::string found_fault(const naive_input& model) {
  if (model.must_find()) return {};
  const std::size_t wanted = model.to_collect();
  if (wanted == 0) return "found_terminator is called, and no terminator was found";
  return "found_terminator is called instead of collect_incoming_data of \"" +
         shortened(model.rest().substr(0, wanted), 40) + '"';
}

/// What a read event has left undone.
std::string omission(const naive_input& model) {
  if (model.must_find()) return "found_terminator is not called";
  const std::size_t left = model.to_collect();
  return left == 0 ? std::string() : bytes_text(left) + " that could be collected are not";
}

}  // namespace

std::string fault_of_input(const std::vector<channel_step>& steps, const terminator& live) {
  naive_input model(live);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const channel_step& step = steps[i];
    std::string fault;
    switch (step.what) {
      case kind::arrived:
        model.arrive(step.bytes);
        break;
      case kind::ended:
        model.end();
        break;
      case kind::collect:
        fault = collect_fault(model, step);
        if (fault.empty()) model.collected(step);
        break;
      case kind::found:
        fault = found_fault(model);
        if (fault.empty()) model.found(step);
        break;
      case kind::limit:
        return {};
      case kind::settled:
        fault = omission(model);
        model.settle(step);
        break;
    }
    if (!fault.empty()) return fault;
  }
  return {};
}

}  // namespace asynchat::properties
