#include "every_cut.h"

#include <asynchat/transport/escape.h>

#include "fed_framing.h"

#include <gtest/gtest.h>

#include <numeric>
#include <type_traits>

namespace asynchat::support {

namespace {

using namespace protocols;

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& one : texts) all += "  " + one + "\n";
  return all;
}

std::string compare(const std::vector<std::string>& observed, const std::vector<std::string>& expected,
                    const std::string& where, const framing_input& input) {
  if (observed == expected) return {};
  return to_string(input.spec) + " of " + std::string(to_string(input.from)) + " " + where + ", input " +
         quote(input.bytes) + "\nobserved:\n" + joined(observed) + "expected:\n" + joined(expected);
}

/// Feeds the bytes up to `end` in one chunk; in as many as there is something to hear between them, if it is heard in
/// time.
template <class Framing>
void feed_to(fed_framing<Framing>& run, const framing_input& input, std::size_t& heard, std::size_t end,
             hearing when = hearing::in_time) {
  const auto hear_before = [&](std::size_t offset) {
    while (heard < input.heard.size() && input.heard[heard].before < offset) {
      run.channel().hear(input.heard[heard++].bytes);
    }
  };
  while (run.fed() < end) {
    hear_before(when == hearing::early ? end : run.fed() + 1);
    const bool interrupted = heard < input.heard.size() && input.heard[heard].before < end;
    const std::size_t next = interrupted ? input.heard[heard].before : end;
    run.feed(std::string_view(input.bytes).substr(run.fed(), next - run.fed()));
  }
}

template <class Framing>
void feed_bytes_to(fed_framing<Framing>& run, const framing_input& input, std::size_t& heard, std::size_t end) {
  while (run.fed() < end) feed_to(run, input, heard, run.fed() + 1);
}

std::vector<std::size_t> every_offset(std::size_t size) {
  std::vector<std::size_t> offsets(size > 1 ? size - 1 : 0);
  std::iota(offsets.begin(), offsets.end(), std::size_t{1});
  return offsets;
}

}  // namespace

std::vector<std::string> lines(const std::vector<reference_frame>& frames, bool positions) {
  std::vector<std::string> texts;
  for (const reference_frame& one : frames) {
    texts.push_back(one.name + " " + quote(one.bytes) + (positions ? " @" + std::to_string(one.end) : ""));
  }
  return texts;
}

std::vector<reference_frame> run_framing(const framing_input& input, const std::vector<std::size_t>& cuts,
                                         stream_end end, hearing when) {
  return visit_framing(input.spec, input.from, [&](const auto& factory) {
    fed_framing run(factory, input.limits);
    std::size_t heard = 0;
    for (const std::size_t cut : cuts) feed_to(run, input, heard, cut, when);
    feed_to(run, input, heard, input.bytes.size(), when);
    if (end == stream_end::ended) run.finish();
    return run.frames();
  });
}

std::vector<reference_frame> run_reference(const framing_input& input, stream_end end) {
  return reference(input.spec, input.from, input.bytes, end, input.heard, input.limits);
}

std::string differs_under_cuts(const framing_input& input, const std::vector<std::size_t>& cuts, stream_end end,
                               hearing when) {
  std::string where = "cut at";
  for (std::size_t i = 0; i < cuts.size() && i < 8; ++i) where += " " + std::to_string(cuts[i]);
  return compare(lines(run_framing(input, cuts, end, when)), lines(run_reference(input, end)), where, input);
}

std::string differs_byte_by_byte(const framing_input& input, stream_end end) {
  const auto observed = run_framing(input, every_offset(input.bytes.size()), end);
  return compare(lines(observed, true), lines(run_reference(input, end), true), "byte by byte", input);
}

std::string differs_when_restored(const framing_input& input, std::size_t offset) {
  return visit_framing(input.spec, input.from, [&](const auto& factory) -> std::string {
    using framing_type = typename std::decay_t<decltype(factory)>::framing_type;
    fed_framing<framing_type> bytewise(factory, input.limits);
    fed_framing<framing_type> whole(factory, input.limits);
    std::size_t heard = 0;
    std::size_t heard_by_whole = 0;
    feed_bytes_to(bytewise, input, heard, offset);
    feed_to(whole, input, heard_by_whole, offset);
    if (bytewise.channel().closed()) return {};
    const std::string where = "at offset " + std::to_string(offset);
    if (!(bytewise.channel().state() == whole.channel().state())) {
      return to_string(input.spec) + " has two states " + where + " of " + quote(input.bytes);
    }
    fed_framing<framing_type> restored(factory, input.limits);
    restored.restore(whole.channel().state(), offset);
    const std::size_t told = bytewise.frames().size();
    std::vector<reference_frame> observed = bytewise.frames();
    feed_bytes_to(restored, input, heard_by_whole, input.bytes.size());
    restored.finish();
    for (const reference_frame& one : restored.frames()) {
      const bool goes_on = one.name == "data" && observed.size() == told && told > 0 && observed.back().name == "data";
      if (goes_on) {
        observed.back().bytes += one.bytes;
      } else {
        observed.push_back(one);
      }
    }
    return compare(lines(observed), lines(run_reference(input, stream_end::ended)), "restored " + where, input);
  });
}

framing_input prefix(const framing_input& input, std::size_t size) {
  framing_input result = input;
  result.bytes.resize(size);
  return result;
}

std::vector<std::string> expect_at_every_cut(const framing_input& input) {
  for (const stream_end end : {stream_end::open, stream_end::ended}) {
    EXPECT_EQ(differs_under_cuts(input, {}, end), "");
    EXPECT_EQ(differs_byte_by_byte(input, end), "");
    for (const std::size_t cut : every_offset(input.bytes.size())) {
      EXPECT_EQ(differs_under_cuts(input, {cut}, end), "");
      EXPECT_EQ(differs_under_cuts(prefix(input, cut), {}, end), "");
    }
  }
  for (std::size_t offset = 0; offset <= input.bytes.size(); ++offset) {
    EXPECT_EQ(differs_when_restored(input, offset), "");
  }
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    framing_input followed = input;
    followed.bytes += generate_stream(input.spec, input.from, seed).bytes;
    EXPECT_EQ(differs_under_cuts(followed, {}, stream_end::ended), "");
    EXPECT_EQ(differs_under_cuts(followed, {input.bytes.size()}, stream_end::ended), "");
  }
  return lines(run_reference(input, stream_end::ended));
}

}  // namespace asynchat::support
