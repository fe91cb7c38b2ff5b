#pragma once

#include <asynchat/properties/gtest/framing_run.h>
#include <asynchat/properties/gtest/test_properties.h>
#include <asynchat/properties/parser_subject.h>
#include <asynchat/properties/plain_chat.h>
#include <asynchat/transport/check.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

/// Defines a test of a parser: each stream of each trace that the glob matches is delivered under every cut that
/// matters. The suite is named after the parser, the test after the glob. The parser is a type: anything with
/// feed(chunk, events) and finish(events), or a class derived from async_chat. What follows the glob is one
/// framing_options, most simply in braces:
///
///     ASYNCHAT_FRAMING_TEST(my_parser, "traces/*.trace.jsonl")
///     ASYNCHAT_FRAMING_TEST(my_parser, "traces/*.trace.jsonl", {.from = asynchat::side::client, .model = my_model})
///
/// A failure is shrunk, told, kept as a file, and replayed first by the next run: see framing_run.
#define ASYNCHAT_FRAMING_TEST(Parser, glob, ...)                                                                  \
  [[maybe_unused]] static const bool ASYNCHAT_FRAMING_TEST_NAME(asynchat_framing_test_at_line_, __LINE__) =       \
      ::asynchat::properties::register_framing_test<Parser>(#Parser, glob,                                        \
                                                            ::asynchat::properties::framing_options(__VA_ARGS__), \
                                                            ASYNCHAT_TRACE_ROOT_DEFINED, __FILE__, __LINE__);

/// The same for one stream, or for trace_files or a traces::dialogue, inside any test; the failure is not fatal.
#define EXPECT_FRAMING_HOLDS(Parser, input, ...)                                                            \
  ::asynchat::properties::expect_parser_holds<Parser>(#Parser, input,                                       \
                                                      ::asynchat::properties::framing_options(__VA_ARGS__), \
                                                      ASYNCHAT_TRACE_ROOT_DEFINED, __FILE__, __LINE__)

/// The same for a properties::subject that is made already.
#define EXPECT_SUBJECT_HOLDS(parser, input, ...)                                                                    \
  ::asynchat::properties::expect_framing_holds(parser, input, ::asynchat::properties::framing_options(__VA_ARGS__), \
                                               ASYNCHAT_TRACE_ROOT_DEFINED, __FILE__, __LINE__)

#define ASYNCHAT_FRAMING_TEST_NAME_JOINED(a, b) a##b
#define ASYNCHAT_FRAMING_TEST_NAME(a, b) ASYNCHAT_FRAMING_TEST_NAME_JOINED(a, b)
#ifdef ASYNCHAT_TRACE_ROOT
#define ASYNCHAT_TRACE_ROOT_DEFINED ASYNCHAT_TRACE_ROOT
#else
#define ASYNCHAT_TRACE_ROOT_DEFINED ""
#endif

namespace asynchat::properties {

/// Stands in a macro for a framing that has the constructor (loop&, std::unique_ptr<stream>, Sink&): see chat_subject.
template <class Framing, class Sink>
struct reporting_chat {
  using framing = Framing;
  using sink = Sink;
};

template <class Type>
concept reports_to_a_sink = requires {
  typename Type::framing;
  typename Type::sink;
};

/// The subject for a parser of any of the known kinds.
template <class Parser>
std::unique_ptr<subject> make_subject(std::string name, const framing_options& options = {}) {
  if constexpr (reports_to_a_sink<Parser>) {
    return make_chat_subject<typename Parser::framing, typename Parser::sink>(std::move(name));
  } else if constexpr (plain_chat<Parser>) {
    return std::make_unique<plain_chat_subject<Parser>>(std::move(name), options.first_terminator);
  } else {
    static_assert(parser<Parser>,
                  "a parser under test has a default constructor, feed(std::string_view, events&) and finish(events&), "
                  "or derives from async_chat and has the constructor (loop&, std::unique_ptr<stream>)");
    return std::make_unique<parser_subject<Parser>>(std::move(name));
  }
}

/// Tells GoogleTest what a run came to.
inline void report_outcome(const framing_outcome& outcome, const char* file, int line) {
  for (const std::string& remark : outcome.remarks) std::cout << "[ asynchat ] " << remark << std::endl;
  count_property("asynchat_streams", outcome.streams);
  count_property("asynchat_plans_tried", outcome.plans_tried);
  if (!outcome.failure.empty()) ADD_FAILURE_AT(file, line) << outcome.failure;
}

template <class Input>
framing_outcome run_framing_check(const subject& parser, const Input& input, framing_options options,
                                  const char* trace_root) {
  if (options.trace_root.empty()) options.trace_root = trace_root;
  const testing::TestInfo* const now = testing::UnitTest::GetInstance()->current_test_info();
  ASYNCHAT_CHECK(now != nullptr, "framings are checked inside a test, not in what is set up around it");
  const framing_environment environment = framing_environment::of_this_process();
  return framing_run(parser, std::move(options), {now->test_suite_name(), now->name()}, environment).check(input);
}

template <class Input>
void expect_framing_holds(const subject& parser, const Input& input, const framing_options& options,
                          const char* trace_root, const char* file, int line) {
  framing_outcome outcome = run_framing_check(parser, input, options, trace_root);
  if (!outcome.skipped.empty()) outcome.remarks.push_back(outcome.skipped);
  report_outcome(outcome, file, line);
}

template <class Parser, class Input>
void expect_parser_holds(const char* name, const Input& input, const framing_options& options, const char* trace_root,
                         const char* file, int line) {
  expect_framing_holds(*make_subject<Parser>(name, options), input, options, trace_root, file, line);
}

/// The test that ASYNCHAT_FRAMING_TEST registers.
template <class Parser>
class framing_test final : public testing::Test {
 public:
  framing_test(std::string parser, std::string glob, framing_options options, const char* trace_root, const char* file,
               int line)
      : name_(std::move(parser)),
        glob_(std::move(glob)),
        options_(std::move(options)),
        trace_root_(trace_root),
        file_(file),
        line_(line) {}

  void TestBody() override {
    const std::unique_ptr<subject> parser = make_subject<Parser>(name_, options_);
    const framing_outcome outcome = run_framing_check(*parser, trace_files{glob_}, options_, trace_root_);
    report_outcome(outcome, file_, line_);
    if (!outcome.skipped.empty()) GTEST_SKIP() << outcome.skipped;
  }

 private:
  std::string name_;
  std::string glob_;
  framing_options options_;
  const char* trace_root_;
  const char* file_;
  int line_;
};

template <class Parser>
bool register_framing_test(const char* parser, std::string glob, framing_options options, const char* trace_root,
                           const char* file, int line) {
  const test_place place = place_named_after(parser, glob);
  // The fixture of the suite is testing::Test, so that TEST(my_parser, …) may stand beside it.
  testing::RegisterTest(place.suite.c_str(), place.test.c_str(), nullptr, nullptr, file, line, [=]() -> testing::Test* {
    return new framing_test<Parser>(parser, glob, options, trace_root, file, line);
  });
  return true;
}

}  // namespace asynchat::properties
