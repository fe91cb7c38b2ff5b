#include <asynchat/properties/callback_actions.h>
#include <asynchat/properties/evaluation.h>
#include <asynchat/properties/hearing.h>

#include <algorithm>
#include <charconv>

#include "laws/all.h"

namespace asynchat::properties {
namespace {

constexpr std::string_view prefix = "callback ";
constexpr std::array<std::string_view, 2> callback_names{"collect", "found"};
constexpr std::array<std::string_view, all_callback_deeds.size()> deed_names{
    "close", "push", "set_terminator", "discard_buffers", "throw", "throw_caught"};

/// Takes the text up to the next space, and that, off its front.
std::string_view next_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

template <std::size_t Count>
std::optional<std::size_t> place_of(const std::array<std::string_view, Count>& names, std::string_view name) {
  const auto place = std::find(names.begin(), names.end(), name);
  if (place == names.end()) return std::nullopt;
  return static_cast<std::size_t>(place - names.begin());
}

/// What else judges a play in which that was done. Each byte is accounted for, and each frame whole, unless input is
/// thrown away by contract; and what only adds output changes no event.
bool is_judged_by(law which, callback_deed what) {
  switch (which) {
    case law::order:
    case law::bounds:
    case law::model:
      return true;
    case law::conservation:
    case law::frames:
      return what == callback_deed::close || what == callback_deed::push || what == callback_deed::set_terminator;
    case law::invariance:
      return what == callback_deed::push || what == callback_deed::set_terminator;
    default:
      return false;
  }
}

}  // namespace

std::string_view to_string(callback_deed what) { return deed_names[static_cast<std::size_t>(what)]; }

std::string to_string(const callback_action& action) {
  return std::string(prefix) + std::string(callback_names[static_cast<std::size_t>(action.where)]) + ' ' +
         std::to_string(action.nth) + ' ' + std::string(to_string(action.what));
}

std::optional<callback_action> parse_callback_action(std::string_view text) {
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  const std::optional<std::size_t> where = place_of(callback_names, next_word(text));
  const std::string_view number = next_word(text);
  const std::optional<std::size_t> what = place_of(deed_names, text);
  callback_action action;
  const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), action.nth);
  const bool is_number = code == std::errc() && end == number.data() + number.size() && action.nth > 0;
  if (!where || !what || !is_number) return std::nullopt;
  action.where = static_cast<acting_callback>(*where);
  action.what = static_cast<callback_deed>(*what);
  return action;
}

void callback_script::begin(acting_callback where, std::string_view data) {
  ++calls_[static_cast<std::size_t>(where)];
  const bool collects = where == acting_callback::collect;
  steps_.push_back({.what = collects ? channel_step::kind::collect : channel_step::kind::found,
                    .bytes = std::string(data),
                    .threw = true});
}

std::optional<callback_deed> callback_script::finish(acting_callback where, const terminator& live, bool closed) {
  channel_step& step = steps_.back();
  step.live = live;
  step.closed = closed;
  step.threw = false;
  if (closed || action_ == nullptr || action_->where != where || action_->nth != calls(where)) return std::nullopt;
  return action_->what;
}

void callback_script::did(callback_deed what, const terminator& live, bool closed) {
  acted_ = true;
  channel_step& step = steps_.back();
  step.live = live;
  step.closed = closed;
  step.threw = what == callback_deed::raise || what == callback_deed::raise_caught;
  step.discarded = what == callback_deed::discard_buffers;
  step.terminator_was_set = what == callback_deed::set_terminator;
}

void callback_script::settled(const terminator& live, bool closed) {
  steps_.push_back({.what = channel_step::kind::settled, .live = live, .closed = closed});
}

void callback_script::arrived(std::size_t place, std::string_view bytes, bool ended) {
  const auto at = steps_.begin() + static_cast<std::ptrdiff_t>(place);
  if (ended) {
    steps_.insert(at, {.what = channel_step::kind::ended});
  } else if (!bytes.empty()) {
    steps_.insert(at, {.what = channel_step::kind::arrived, .bytes = std::string(bytes)});
  }
}

verdict evaluation::judge_acting(const sim::delivery& what, const callback_action& action) {
  const std::string bytes = sim::bytes_of(stream_.bytes, what);
  callback_script script(&action);
  const std::optional<acted_play> seen = parser_.play_acting(bytes, what.steps, heard_by(what), script);
  bytes_played_ += bytes.size();
  verdict result;
  if (!seen || !script.acted()) return result;
  trial one{bytes, &what.steps, &seen->seen.log, &*seen->seen.account};
  one.whole = &whole_of(comparison_for(what));
  for (const law which : all_laws) {
    const auto number = static_cast<std::size_t>(which);
    result.judged[number] = is_judged_by(which, action.what);
    if (!result.judged[number]) continue;
    if (which != law::model) {
      result.breaches[number] = properties::judge(which, one);
    } else if (const std::string fault = fault_of_input(script.steps(), seen->first); !fault.empty()) {
      result.breaches[number] = noted(law::model, fault, one);
    }
  }
  return result;
}

}  // namespace asynchat::properties
