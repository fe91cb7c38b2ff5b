#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "conversation.h"

namespace asynchat {
namespace {

using support::conversation;

/// Bytes of which terminators are made, so that near misses abound.
rc::Gen<char> letter() { return rc::gen::weightedElement<char>({{5, 'a'}, {3, 'b'}, {1, 'c'}}); }

rc::Gen<std::string> text(std::size_t size_min, std::size_t size_max) {
  return rc::gen::mapcat(rc::gen::inRange(size_min, size_max + 1),
                         [](std::size_t size) { return rc::gen::container<std::string>(size, letter()); });
}

rc::Gen<terminator> any_terminator() {
  return rc::gen::weightedOneOf<terminator>({
      {6, rc::gen::map(text(1, 4), [](std::string bytes) { return terminator(std::move(bytes)); })},
      {1, rc::gen::map(text(16, 20), [](std::string bytes) { return terminator(std::move(bytes)); })},
      {3, rc::gen::map(rc::gen::inRange(0, 9), [](int count) { return terminator(byte_count(count)); })},
      {1, rc::gen::just(terminator(no_terminator{}))},
  });
}

/// What terminator a channel has before each find.
std::vector<terminator> any_script() {
  auto script = *rc::gen::container<std::vector<terminator>>(*rc::gen::inRange<std::size_t>(1, 6), any_terminator());
  return script;
}

/// A plan that delivers the bytes in random pieces, with reads that would block, and sends in random pieces.
sim::plan any_plan(std::size_t bytes) {
  sim::plan steps;
  const auto piece_max = *rc::gen::element<std::size_t>(1, 2, 5, 40);
  for (std::size_t left = bytes; left > 0;) {
    if (*rc::gen::inRange(0, 5) == 0) steps.recv.push_back(sim::block{});
    const std::size_t piece = std::min(left, *rc::gen::inRange<std::size_t>(1, piece_max + 1));
    steps.recv.push_back(sim::deliver{piece});
    left -= piece;
  }
  steps.end = *rc::gen::element(sim::ending::eof, sim::ending::reset);
  const auto sends = *rc::gen::inRange(0, 10);
  for (int i = 0; i < sends; ++i) {
    steps.send.push_back(*rc::gen::element<sim::send_step>(sim::accept{1}, sim::accept{3}, sim::block{}));
  }
  return steps;
}

/// A stream of letters in which the script's terminators occur.
std::string any_stream(const std::vector<terminator>& script) {
  std::string stream;
  const auto pieces = *rc::gen::inRange(0, 12);
  for (int i = 0; i < pieces; ++i) {
    stream += *text(0, 6);
    const terminator& end = script[*rc::gen::inRange<std::size_t>(0, script.size())];
    if (const auto* bytes = std::get_if<std::string>(&end)) stream += *bytes;
  }
  return stream;
}

const terminator& before_find(const std::vector<terminator>& script, std::size_t number) {
  return script[std::min(number, script.size() - 1)];
}

/// The frames of a whole stream by naive search: what a channel must tell whatever the cut.
struct whole_result {
  std::vector<std::string> messages;
  std::string unfinished;
};
whole_result frames_of(std::string_view stream, const std::vector<terminator>& script) {
  whole_result result;
  bool counted = false;  // A count that was found and not replaced collects for ever.
  for (;;) {
    const terminator& end = before_find(script, result.messages.size());
    std::size_t size = std::string::npos;
    std::size_t end_size = 0;
    if (const auto* bytes = std::get_if<std::string>(&end); bytes != nullptr && !bytes->empty()) {
      size = stream.find(*bytes);
      end_size = bytes->size();
    } else if (const auto* count = std::get_if<byte_count>(&end); count != nullptr && count->value > 0 && !counted) {
      if (count->value <= stream.size()) size = count->value;
    }
    if (size == std::string::npos) break;
    counted = end_size == 0 && result.messages.size() + 1 >= script.size();
    result.messages.emplace_back(stream.substr(0, size));
    stream.remove_prefix(size + end_size);
  }
  result.unfinished = stream;
  return result;
}

struct scene {
  std::vector<terminator> script = any_script();
  std::string stream = any_stream(script);
  sim::plan steps = any_plan(stream.size());
  std::size_t in_buffer = *rc::gen::element<std::size_t>(1, 2, 3, 7, 65536);

  explicit scene() {
    RC_LOG() << stream << " under " << to_string(steps) << ", in " << in_buffer;
    for (const terminator& end : script) RC_LOG() << ", " << to_string(end);
    RC_LOG() << '\n';
  }
  void prepare(conversation& talk) const {
    talk->ac_in_buffer_size(in_buffer);
    talk->follow(script);
  }
};

RC_GTEST_PROP(law_of_conservation, what_is_collected_and_matched_is_what_came, ()) {
  const scene given;
  conversation talk(given.stream, given.steps);
  given.prepare(talk);
  talk.play();
  std::string told;
  for (std::size_t i = 0; i < talk->messages.size(); ++i) {
    told += talk->messages[i];
    if (const auto* bytes = std::get_if<std::string>(&before_find(given.script, i))) told += *bytes;
  }
  RC_ASSERT(told + talk->unfinished == given.stream);
}

RC_GTEST_PROP(law_of_fragmentation, messages_do_not_depend_on_the_cut, ()) {
  const scene given;
  conversation talk(given.stream, given.steps);
  given.prepare(talk);
  talk.play();
  const whole_result whole = frames_of(given.stream, given.script);
  RC_ASSERT(talk->messages == whole.messages);
  RC_ASSERT(talk->unfinished == whole.unfinished);
}

RC_GTEST_PROP(law_of_frames, no_message_holds_its_terminator_and_a_counted_one_has_its_size, ()) {
  const scene given;
  conversation talk(given.stream, given.steps);
  given.prepare(talk);
  talk.play();
  for (std::size_t i = 0; i < talk->messages.size(); ++i) {
    const terminator& end = before_find(given.script, i);
    if (const auto* bytes = std::get_if<std::string>(&end)) {
      RC_ASSERT(talk->messages[i].find(*bytes) == std::string::npos);
    } else {
      RC_ASSERT(talk->messages[i].size() == std::get<byte_count>(end).value);
    }
  }
}

RC_GTEST_PROP(law_of_output, what_is_sent_is_what_was_queued_up_to_the_close_mark, ()) {
  sim::plan steps = any_plan(0);
  steps.end = sim::ending::open;
  conversation talk("", steps);
  talk->ac_out_buffer_size(*rc::gen::element<std::size_t>(1, 2, 7, 65536));
  std::string expected;
  bool closing = false;
  const auto actions = *rc::gen::inRange(0, 15);
  for (int i = 0; i < actions && !talk->closed(); ++i) {
    const std::string data = *text(0, 9);
    switch (*rc::gen::inRange(0, 8)) {
      case 0:
      case 1:
        talk->push(data);
        break;
      case 2:
        talk->push_with_producer(data);
        break;
      case 3:
        talk->push_with_producer(std::make_unique<simple_producer>(data, *rc::gen::inRange<std::size_t>(1, 5)));
        break;
      case 4:
        talk->cork();
        talk->push(data);
        talk->uncork();
        break;
      case 5:
        talk.pass();
        continue;
      case 6:
        talk->initiate_send();
        continue;
      default:
        if (*rc::gen::inRange(0, 3) == 0) {
          talk->close_when_done();
          closing = true;
        }
        continue;
    }
    if (!closing) expected += data;
  }
  talk.play();
  RC_ASSERT(talk.output == expected);
  RC_ASSERT(talk->closed() == closing);
}

RC_GTEST_PROP(law_of_bounds, what_is_held_stays_below_the_length_of_the_terminator, ()) {
  const scene given;
  conversation talk(given.stream, given.steps);
  given.prepare(talk);
  while (!talk->closed() && !talk.network.exhausted()) {
    talk.pass();
    const terminator end = talk->get_terminator();
    const auto* bytes = std::get_if<std::string>(&end);
    RC_ASSERT(talk->held() < (bytes == nullptr ? 1 : bytes->size()));
  }
}

RC_GTEST_PROP(law_of_state, a_channel_restored_at_any_offset_reads_on_as_the_first_did, ()) {
  const scene given;
  const auto cut = *rc::gen::inRange<std::size_t>(0, given.stream.size() + 1);
  conversation first(given.stream.substr(0, cut), sim::cut_at(cut, {}, sim::ending::open));
  given.prepare(first);
  first.play();
  conversation second(given.stream.substr(cut), sim::cut_at(given.stream.size() - cut, {}, sim::ending::eof));
  second->follow(given.script);
  second->messages = first->messages;
  second->unfinished = first->unfinished;
  second->restore(first->state());
  second.play();
  const whole_result expected = frames_of(given.stream, given.script);
  RC_ASSERT(second->messages == expected.messages);
  RC_ASSERT(second->unfinished == expected.unfinished);
}

}  // namespace
}  // namespace asynchat
