#pragma once

#include <asynchat/properties/check.h>
#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/parser_subject.h>
#include <asynchat/transport/side.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::real_parsers {

/// A parser's own run byte by byte, as a reference: what it tells, and after which byte. Held against it, a stream has
/// frames with ends, so that ends, suffixes and reads of several frames are tried too.
template <properties::parser Parser>
properties::reference own_reference() {
  return [](std::string_view bytes, bool ended, std::span<const heard_frame>) {
    properties::parser_session<Parser> session;
    std::vector<properties::expected_event> told;
    const auto take = [&](std::size_t end) {
      const std::vector<properties::event>& list = session.log().list();
      const bool longer = !told.empty() && told.back().what != list[told.size() - 1];
      if (longer) told.back() = {list[told.size() - 1], end};
      for (std::size_t i = told.size(); i < list.size(); ++i) told.push_back({list[i], end});
    };
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      session.feed(bytes.substr(i, 1));
      take(i + 1);
    }
    if (ended) session.finish(sim::ending::eof);
    take(bytes.size());
    return told;
  };
}

/// How a stream may stop.
enum class stops : std::uint8_t {
  either,  ///< it ends, and in a second check it stays open and silent
  ended,   ///< it ends
};

/// The sentence of the first law that the parser breaks on these bytes under tier quick, shrunk; empty where none is.
std::string accusation(const properties::subject& parser, std::string_view bytes,
                       const properties::reference& model = {}, stops how = stops::either);

template <properties::parser Parser>
std::string accusation_of(std::string_view bytes, stops how = stops::either) {
  return accusation(properties::parser_subject<Parser>("parser"), bytes, own_reference<Parser>(), how);
}

using generator = std::function<std::string(std::uint64_t seed)>;

/// Expects that no law accuses the parser on any of 400 streams that `generate` makes: 32 are tried under all of tier
/// quick, the others under one plan of each of its strategies. With ASYNCHAT_LONG there are 6,400, so that all parsers
/// together are told over 100,000; the sanitizers look at every tenth.
void expect_never_accused(const properties::subject& parser, const generator& generate, stops how = stops::either);

template <properties::parser Parser>
void expect_never_accused(const generator& generate, stops how = stops::either) {
  expect_never_accused(properties::parser_subject<Parser>("parser"), generate, how);
}

/// The first accusation on what one side sent in any connection of a trace of traces/corpus. About 64 plans of each
/// strategy are tried of each stream up to 8 KiB; with ASYNCHAT_LONG all of tier quick, of longer ones too.
std::string accusation_of_recorded(const properties::subject& parser, std::string_view trace, side from);

/// A file of tests/data/real.
std::string document(std::string_view name);

/// Expects that the parser, known by that name, still breaks the law of the repro NAME in tests/data/repros/real, and
/// in the same words.
void expect_differs_still(const properties::subject& parser);

template <properties::parser Parser>
void expect_differs_still(const std::string& name) {
  expect_differs_still(properties::parser_subject<Parser>(name));
}

}  // namespace asynchat::real_parsers
