#pragma once

#include <asynchat/properties/counterexample.h>
#include <asynchat/properties/fuzz/fuzz_input.h>
#include <asynchat/properties/laws.h>
#include <asynchat/properties/subject.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace asynchat::properties {

/// What one parser has shown of itself: places of its terminator at the ends of reads, and shapes of its events. It
/// stands for the coverage that a compiler would count.
class shapes_seen {
 public:
  shapes_seen() : seen_(std::size_t{1} << 16) {}

  void note(std::uint64_t shape);
  /// Shapes that were new since the last call.
  std::size_t take_new();
  std::size_t count() const { return count_; }

 private:
  std::vector<bool> seen_;
  std::size_t count_ = 0;
  std::size_t new_ = 0;
};

/// Delivers one fuzz input after another to a parser, once whole and once as it says, and judges both deliveries by the
/// laws: the whole one by the reference, where there is one, the other by the whole one, and both by the channel's
/// ledger. Every breach is played again from the first byte before it is told.
///
/// It is fast: two sessions are put back to their beginning instead of being made anew, where the parser has states.
/// An input that has something to say of sends is played on the scripted network instead. For one thread.
class differential {
 public:
  /// All is borrowed.
  differential(const subject& parser, const reference& model);

  /// The breach, as a counterexample that can be shrunk; none when the laws hold.
  std::optional<counterexample> run(const fuzz_input& input, shapes_seen* shapes = nullptr);

 private:
  bool holds(const fuzz_input& input, shapes_seen* shapes);
  bool differs_from_model(const fuzz_input& input);
  std::optional<counterexample> play(const fuzz_input& input) const;
  std::unique_ptr<session> rewound(std::unique_ptr<session> used) const;
  void deliver(const fuzz_input& input, shapes_seen* shapes);
  void look(shapes_seen& shapes, std::size_t read_bytes) const;

  const subject& parser_;
  const reference& model_;
  std::unique_ptr<session> whole_;
  std::unique_ptr<session> cut_;
  events expected_;
  sim::plan steps_;
  sim::plan one_read_;
  bool restores_ = true;  ///< what its restore() promises has held so far
};

/// False for laws that are judged by other bytes than those of the stream, by two plays or by time: a fuzz input is one
/// stream and one delivery of it.
bool is_judged_by_fuzzing(law which);

}  // namespace asynchat::properties
