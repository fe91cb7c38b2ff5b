#include <asynchat/properties/evaluation.h>
#include <asynchat/properties/feed_beat.h>
#include <asynchat/properties/fuzz/differential.h>
#include <asynchat/sim/random.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace asynchat::properties {
namespace {

std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  std::uint64_t value = seed;
  for (const char byte : text) value = (value ^ static_cast<unsigned char>(byte)) * 0x100000001b3u;
  return value;
}

/// Small numbers as they are, larger ones by their number of bits.
std::uint64_t size_class(std::uint64_t size) {
  return size < 8 ? size : 8 + static_cast<std::uint64_t>(std::bit_width(size));
}

void look_at_events(const events& log, shapes_seen& shapes) {
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < log.size(); ++i) {
    const event& one = log.list()[i];
    const std::uint64_t name = hash_of(one.name, one.numbers.size());
    // An error's bytes are one word for its reason.
    const std::uint64_t what = one.name == "error" ? hash_of(one.bytes, 1) : size_class(one.bytes.size());
    shapes.note(sim::mix64(name + what * 3));
    shapes.note(sim::mix64(name + before * 5 + size_class(i) * 7));
    before = name;
  }
}

/// An input whose plan is the whole delivery; it needs no second one.
bool is_one_read(const sim::plan& steps) {
  return steps.recv.empty() || (steps.recv.size() == 1 && std::holds_alternative<sim::deliver>(steps.recv.front()));
}

bool all_hold(const trial& one) {
  return std::none_of(all_laws.begin(), all_laws.end(),
                      [&](law which) { return applies(which, one) && judge(which, one); });
}

}  // namespace

void shapes_seen::note(std::uint64_t shape) {
  const std::size_t place = shape % seen_.size();
  if (seen_[place]) return;
  seen_[place] = true;
  ++count_;
  ++new_;
}

std::size_t shapes_seen::take_new() { return std::exchange(new_, 0); }

differential::differential(const subject& parser, const reference& model)
    : parser_(parser), model_(model), one_read_{{sim::deliver{0}}} {}

std::optional<counterexample> differential::run(const fuzz_input& input, shapes_seen* shapes) {
  if (input.short_writes || input.first_send_blocks) return play(input);
  if (holds(input, shapes)) return std::nullopt;
  std::optional<counterexample> found = play(input);
  // Then it was the restored state that was wrong, not the parser.
  if (!found) restores_ = false;
  return found;
}

bool differential::holds(const fuzz_input& input, shapes_seen* shapes) {
  to_plan(input, steps_);
  std::get<sim::deliver>(one_read_.recv.front()).bytes = input.bytes.size();
  one_read_.end = input.end;
  whole_ = rewound(std::move(whole_));
  {
    const feed_bracket watched(feed_beat::of_this_thread(), {input.bytes, 0, input.bytes.size(), {}, &one_read_});
    if (!input.bytes.empty()) whole_->feed(input.bytes);
    whole_->finish(input.end);
  }
  trial one{input.bytes, &one_read_, &whole_->log(), whole_->account()};
  if (model_ && differs_from_model(input)) one.model = &expected_;
  if (!all_hold(one)) return false;

  if (is_one_read(steps_) && shapes == nullptr) return true;
  cut_ = rewound(std::move(cut_));
  deliver(input, shapes);
  // What equals the whole run equals the model, too.
  return all_hold({input.bytes, &steps_, &cut_->log(), cut_->account(), &whole_->log()});
}

/// Whether the whole run is to be compared with the reference's events, which then are in expected_: they are not
/// gathered where they are its events one by one.
bool differential::differs_from_model(const fuzz_input& input) {
  std::vector<expected_event> wanted = model_(input.bytes, input.end != sim::ending::open, {});
  const std::vector<event>& told = whole_->log().list();
  const auto same = [](const expected_event& one, const event& other) { return one.what == other; };
  if (std::equal(wanted.begin(), wanted.end(), told.begin(), told.end(), same)) return false;
  expected_ = to_events(wanted);
  return true;
}

std::optional<counterexample> differential::play(const fuzz_input& input) const {
  const checked_stream stream{input.bytes, input.end, {}, {}};
  evaluation player(parser_, stream, model_);
  for (sim::delivery what : {whole_delivery(stream), sim::delivery{to_plan(input), input.bytes.size(), {}}}) {
    const verdict all = player.judge(what);
    if (const breach* found = first_breach(all)) return make_counterexample(stream, {"fuzz", std::move(what), *found});
  }
  return std::nullopt;
}

std::unique_ptr<session> differential::rewound(std::unique_ptr<session> used) const {
  if (used != nullptr && restores_ && parser_.has_states()) {
    used->restore(0);
    return used;
  }
  std::unique_ptr<session> fresh = parser_.start();
  if (parser_.has_states()) fresh->save(0);
  return fresh;
}

void differential::deliver(const fuzz_input& input, shapes_seen* shapes) {
  const feed_bracket watched(feed_beat::of_this_thread(), {input.bytes, 0, input.bytes.size(), {}, &steps_});
  std::string_view rest = input.bytes;
  for (const sim::recv_step& step : steps_.recv) {
    const auto* read = std::get_if<sim::deliver>(&step);
    const std::size_t bytes = read != nullptr ? read->bytes : 0;
    cut_->feed(rest.substr(0, bytes));
    rest.remove_prefix(bytes);
    if (shapes != nullptr) look(*shapes, bytes);
  }
  cut_->finish(input.end);
  if (shapes != nullptr) look_at_events(cut_->log(), *shapes);
}

void differential::look(shapes_seen& shapes, std::size_t read_bytes) const {
  const events& log = cut_->log();
  std::uint64_t shape = log.empty() ? 0 : hash_of(log.list().back().name, 2);
  if (const std::optional<asynchat::boundary> live = cut_->boundary()) {
    shape += hash_of(live->pattern, live->matched + 3) + size_class(live->remaining) * 11;
  }
  shapes.note(sim::mix64(shape + size_class(read_bytes) * 13));
}

bool is_judged_by_fuzzing(law which) {
  static constexpr law judged[] = {law::invariance, law::empty_reads, law::model, law::conservation,
                                   law::frames,     law::order,       law::bounds};
  return std::find(std::begin(judged), std::end(judged), which) != std::end(judged);
}

}  // namespace asynchat::properties
