#pragma once

#include <asynchat/properties/evaluation.h>
#include <asynchat/properties/prove.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "log_cursor.h"
#include "stepper.h"

namespace asynchat::properties {

/// The proof of prove(), for a parser that has states.
///
/// The states after the last `chunk_bytes_max` offsets are kept in a ring, the first one and those at checkpoints for
/// good:
///
///     checkpoint      i …            j   next checkpoint
///     |---------------|--------------|---|
///                     every i in the ring, and the checkpoint, to j in one read; j to the next checkpoint
class induction {
 public:
  /// All is borrowed. `chunk_bytes_max` is at least 1.
  induction(const subject& parser, const checked_stream& stream, evaluation& player, std::size_t chunk_bytes_max);

  /// Runs once. Afterwards there is a failure, or a doubt, or it is proved.
  void run();

  const std::optional<failure>& found() const { return found_; }
  /// Where the proof does not go through, in a sentence; empty where it does.
  const std::string& doubt() const { return doubt_; }
  /// How far apart checkpoints are.
  std::size_t stretch_bytes() const { return stretch_; }
  std::uint64_t feeds() const { return run_.feeds(); }
  std::uint64_t bytes_fed() const { return run_.bytes_fed(); }

 private:
  static constexpr std::size_t one_stretch_bytes_max = std::size_t{8} << 10;
  static constexpr std::size_t short_stretch_bytes = 1024;
  /// How many steps whose state alone differs are searched for what comes of it, and how many bytes each is given.
  static constexpr std::size_t searches_max = 16;
  static constexpr std::size_t search_bytes_max = std::size_t{8} << 20;

  std::size_t ring_slot(std::size_t offset) const { return offset % ring_size_; }
  log_mark& told(std::size_t offset) { return ring_[offset % ring_size_]; }
  std::size_t spare_slot() const { return ring_size_; }
  std::size_t checkpoint_slot(std::size_t number) const { return ring_size_ + 1 + number; }
  std::size_t checkpoint_offset(std::size_t number) const { return std::min(number * stretch_, size_); }

  void go_byte_by_byte();
  void reach(std::size_t offset);
  void read_nothing(std::size_t offset);
  void read_to(std::size_t offset);
  void read_from_checkpoint(std::size_t offset);
  void read_to_checkpoint(std::size_t offset);
  void end_stream();

  /// Bytes [from, to) in one read, after the state of a slot, where the log stood at `told`.
  struct step {
    std::size_t from = 0;
    std::size_t to = 0;
    std::size_t slot = 0;
    log_mark told = {};
  };
  step step_from_ring(std::size_t from, std::size_t to) { return {from, to, ring_slot(from), told(from)}; }
  void take(const step& one, log_mark wanted, std::size_t wanted_slot, bool judged);
  bool ledger_is_right() const;
  void search(const step& one, bool same_events);
  bool differs_later(const step& one);
  bool shows(const std::vector<std::size_t>& cuts, std::size_t kept, sim::ending how);
  std::vector<std::size_t> up_to(std::size_t offset) const;
  void doubt_about(const std::string& what);

  const checked_stream& stream_;
  evaluation& player_;
  const std::size_t size_;
  const std::size_t chunk_bytes_max_;
  const std::size_t ring_size_;
  const std::size_t stretch_;
  stepper run_;
  events expected_;  ///< told of the whole stream, byte by byte
  std::vector<log_mark> ring_;
  std::vector<log_mark> checkpoints_;
  std::size_t searches_ = 0;
  std::optional<failure> found_;
  std::string doubt_;
};

}  // namespace asynchat::properties
