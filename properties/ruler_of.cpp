#include <asynchat/properties/ruler.h>

#include <algorithm>

namespace asynchat::properties {
namespace {

/// How far ahead the bytes of an event are looked for.
constexpr std::size_t sought_bytes = 4096;
/// How far on in the reference's list an event is looked for.
constexpr std::size_t sought_events = 64;

/// Gives each event of a log its place in the stream, going forward in it.
class placing {
 public:
  placing(std::string_view bytes, const std::vector<expected_event>& known) : bytes_(bytes), known_(known) {}

  std::vector<ruler_frame> of(const std::vector<event>& log) {
    std::vector<ruler_frame> frames;
    for (std::size_t number = 0; number < log.size(); ++number) {
      const bool found = place(log[number]);
      frames.push_back({number, begin_, at_, found});
    }
    return frames;
  }

 private:
  /// Finds [begin_, at_) of the event; false when its bytes are not there.
  bool place(const event& one) {
    const std::size_t found = found_ahead(one.bytes);
    const std::size_t same = known_like(one);
    if (same < known_.size() && (one.bytes.empty() || begin_of(same) <= found)) {
      take(same);
      return true;
    }
    if (found == std::string_view::npos) {
      begin_ = at_;
      if (next_known_ < known_.size()) take(next_known_);
      return false;
    }
    begin_ = found;
    at_ = found + one.bytes.size();
    return true;
  }

  std::size_t begin_of(std::size_t known) const { return std::max(at_, known == 0 ? 0 : known_[known - 1].end); }

  /// The event lies where that one of the reference does.
  void take(std::size_t known) {
    begin_ = begin_of(known);
    at_ = std::max(begin_, known_[known].end);
    next_known_ = known + 1;
  }

  /// Which event of the reference's list it is: the next one, or a later one that has bytes to know it by; the list's
  /// size if there is none.
  std::size_t known_like(const event& one) const {
    const std::size_t end = std::min(known_.size(), next_known_ + (one.bytes.empty() ? 1 : sought_events));
    for (std::size_t i = next_known_; i < end; ++i) {
      if (known_[i].what == one) return i;
    }
    return known_.size();
  }

  std::size_t found_ahead(std::string_view what) const {
    const std::size_t found = bytes_.substr(at_, sought_bytes + what.size()).find(what);
    return found == std::string_view::npos ? found : at_ + found;
  }

  const std::string_view bytes_;
  const std::vector<expected_event>& known_;
  std::size_t next_known_ = 0;
  std::size_t begin_ = 0;
  std::size_t at_ = 0;
};

std::string_view expected_label(law broken) {
  switch (broken) {
    case law::invariance:
    case law::empty_reads:
      return "whole";
    case law::suffix:
      return "alone";
    default:
      return "model";
  }
}

}  // namespace

ruler ruler_of(const counterexample& example, const reference& model) {
  ruler picture{example.bytes, sim::cuts_of(example.steps), {}, {}};
  const std::string_view kept = std::string_view(example.bytes).substr(0, example.kept);
  const std::vector<expected_event> known =
      model ? model(kept, example.steps.end != sim::ending::open, example.heard) : std::vector<expected_event>();
  const breach& details = example.details;
  if (!details.where) {
    picture.tracks.push_back({"seen", placing(example.bytes, known).of(details.observed.list())});
    return picture;
  }
  std::vector<ruler_frame> expected = placing(example.bytes, known).of(details.expected.list());
  for (const ruler_frame& one : expected) {
    if (one.number < details.where->index) picture.first_difference = one.end;
  }
  if (!picture.first_difference) picture.first_difference = 0;
  picture.tracks.push_back({std::string(expected_label(details.broken)), std::move(expected)});
  picture.tracks.push_back(
      {picture.cuts.empty() ? "seen" : "cut", placing(example.bytes, known).of(details.observed.list())});
  return picture;
}

}  // namespace asynchat::properties
