#pragma once

#include <asynchat/properties/events.h>
#include <asynchat/properties/subject.h>

#include <memory>
#include <string>

namespace asynchat::properties {

/// The end of a log: its last event, and where that is a verdict ("error", "exception", "exit" or "connection"), the
/// one before it too. All but a verdict are renamed, "line" to "last line", so that nobody takes them for the first.
events result_of(const events& log);

/// True for an event that result_of() has renamed.
bool is_of_result(const event& one);

/// A parser of which only the final result counts: for those whose events on the way rightly depend on the cuts, such
/// as a program that tells of its progress.
///
///     check(final_result(std::make_unique<parser_subject<my_parser>>("mine")), stream, my_reference);
class final_result final : public subject {
 public:
  explicit final_result(std::unique_ptr<const subject> parser) : owned_(std::move(parser)), parser_(*owned_) {}
  /// The parser is borrowed.
  explicit final_result(const subject& parser) : parser_(parser) {}

  /// That of the parser, behind the word "result:".
  std::string name() const override { return "result:" + parser_.name(); }
  /// The state that a parser stops at says nothing of what came before.
  bool has_states() const override { return false; }
  /// A session of the parser itself: its log holds every event.
  std::unique_ptr<session> start() const override { return parser_.start(); }
  comparison compared() const override { return comparison::result; }
  outcome play(std::string_view bytes, const sim::plan& steps, std::span<const heard_frame> heard) const override;

 private:
  std::unique_ptr<const subject> owned_;
  const subject& parser_;
};

}  // namespace asynchat::properties
