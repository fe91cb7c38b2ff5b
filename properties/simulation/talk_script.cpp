#include <asynchat/properties/simulation/talk_script.h>

#include <algorithm>
#include <iterator>

namespace asynchat::properties::simulation {
namespace {

using kind = talk_step::kind;

constexpr std::size_t ahead_max = 4;
constexpr std::uint64_t damages_max = 4;
constexpr std::size_t damaged_bytes_max = 16;
constexpr std::uint64_t pause_max = 20'000;  ///< microseconds
constexpr std::uint64_t deaf_max = 400'000;  ///< microseconds

void join(const spoken& what, talk_client& into) {
  into.hears = what.greeting;
  into.says.clear();
  into.marks = {{0, into.hears.size()}};
  for (const exchange& one : what.exchanges) {
    into.says += one.request;
    into.hears += one.reply;
    into.marks.push_back({into.says.size(), into.hears.size()});
  }
}

bool one_in(sim::random_source& random, std::uint64_t bound) { return random.below(bound) == 0; }

/// Nothing is said for a time; at times nothing is read either, long enough for answers to come.
talk_step silence(sim::random_source& random) {
  if (one_in(random, 2)) return {kind::pause, random.below(pause_max)};
  return {kind::deaf, random.below(deaf_max)};
}

/// Says what lies between two marks, at times in two pieces.
void say(talk_mark from, talk_mark to, sim::random_source& random, std::vector<talk_step>& steps) {
  const std::size_t size = to.said - from.said;
  if (size > 1 && one_in(random, 3)) {
    steps.push_back({kind::say, from.said + 1 + random.below(size - 1)});
    if (one_in(random, 2)) steps.push_back(silence(random));
  }
  steps.push_back({kind::say, to.said});
}

/// What comes behind the last word.
void end(std::size_t due, sim::random_source& random, std::vector<talk_step>& steps) {
  const bool leaves_early = one_in(random, 6) && !steps.empty();
  if (leaves_early) {
    steps.resize(random.below(steps.size()));
    if (one_in(random, 2)) steps.push_back(silence(random));
    if (one_in(random, 2)) return steps.push_back({kind::abort, 0});
  } else {
    if (one_in(random, 3)) steps.push_back({kind::shut, 0});
    steps.push_back({kind::hear, due});
  }
  steps.push_back({kind::close, 0});
}

}  // namespace

std::size_t talk_client::due_for(std::size_t said) const {
  const auto beyond = std::upper_bound(marks.begin(), marks.end(), said,
                                       [](std::size_t offset, const talk_mark& one) { return offset < one.said; });
  return beyond == marks.begin() ? 0 : std::prev(beyond)->due;
}

bool talk_client::is_between(std::size_t said) const {
  return std::any_of(marks.begin(), marks.end(), [said](const talk_mark& one) { return one.said == said; });
}

void choose_steps(const spoken& what, sim::random_source& random, talk_client& into) {
  join(what, into);
  into.steps.clear();
  if (!what.greeting.empty()) into.steps.push_back({kind::hear, what.greeting.size()});
  const std::size_t ahead = 1 + random.below(ahead_max);
  std::size_t heard = 0;  // up to which mark it waits
  for (std::size_t i = 0; i < what.exchanges.size(); ++i) {
    say(into.marks[i], into.marks[i + 1], random, into.steps);
    if (what.exchanges[i].barrier) {
      heard = i + 1;
    } else if (i + 1 - heard >= ahead) {
      heard = i + 2 - ahead;
    }
    into.steps.push_back({kind::hear, into.marks[heard].due});
    if (one_in(random, 8)) into.steps.push_back(silence(random));
  }
  end(into.hears.size(), random, into.steps);
}

void damage(sim::random_source& random, talk_client& client) {
  std::string& bytes = client.says;
  for (std::uint64_t left = 1 + random.below(damages_max); left > 0 && !bytes.empty(); --left) {
    const auto at = static_cast<std::size_t>(random.below(bytes.size()));
    const auto size = static_cast<std::size_t>(1 + random.below(std::min(bytes.size() - at, damaged_bytes_max)));
    switch (random.below(6)) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
        break;
      case 1:
        bytes.erase(at, size);
        break;
      case 2:
        bytes.insert(at, bytes.substr(at, size));
        break;
      case 3:
        bytes.insert(at, 1, static_cast<char>(random.below(256)));
        break;
      case 4:
        std::rotate(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end());
        break;
      default:
        bytes.resize(at);
    }
  }
  client.hostile = true;
  client.hears.clear();
  client.marks.clear();
  std::erase_if(client.steps, [](const talk_step& step) { return step.what == kind::hear; });
  for (talk_step& step : client.steps) {
    if (step.what == kind::say) step.amount = std::min<std::uint64_t>(step.amount, bytes.size());
  }
}

void take_turns(const spoken& what, talk_client& into) {
  join(what, into);
  into.steps.clear();
  for (const talk_mark& mark : into.marks) {
    if (mark.said > 0) into.steps.push_back({kind::say, mark.said});
    if (mark.due > 0) into.steps.push_back({kind::hear, mark.due});
  }
  into.steps.push_back({kind::close, 0});
}

}  // namespace asynchat::properties::simulation
