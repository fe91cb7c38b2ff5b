#pragma once

#include <asynchat/sim/fate.h>
#include <asynchat/sim/schedule.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace asynchat::sim {

/// Plays a schedule and draws nothing. Where a run asks for more than is recorded, because the code has changed since,
/// everything goes plainly: all bytes at once, after the link's latency. Where fewer bytes are there than a recorded
/// segment had, they travel as it did, and the next question gets the rest of it.
class recorded_fate final : public fate {
 public:
  explicit recorded_fate(schedule recorded);

  segment next_segment(const wire_name& on, const link_options& link, std::uint64_t offset,
                       std::size_t available) override;
  std::size_t accepted(const wire_name& on, const link_options& link, std::uint64_t offset, std::size_t room) override;
  duration end_delay(const wire_name& on, const link_options& link) override;
  bool reset_on_close(const wire_name& on, const link_options& link) override;
  bool reset_discards(const wire_name& on, const link_options& link) override;
  connect_fate connect(const wire_name& on, const link_options& link) override;
  lookup_fate lookup(std::uint32_t host, std::uint32_t number, const host_options& options) override;
  bool accept_fails(std::uint32_t host, std::uint32_t number, const host_options& options) override;
  bool order(std::uint32_t host, std::uint64_t choice, const host_options& options,
             std::vector<ready_event>& ready) override;

  const schedule& recorded() const { return recorded_; }

 private:
  /// How far a wire's plan has been played.
  struct cursor {
    std::size_t recv = 0;
    std::size_t send = 0;
    segment rest{};  ///< of the segment under way; 0 bytes when none is
  };
  bool load_segment(const plan& steps, cursor& at, const link_options& link);

  schedule recorded_;
  std::map<wire_name, cursor> cursors_;
};

/// Hands on another's answers and writes them down.
class recording_fate final : public fate {
 public:
  /// `decides` outlives it.
  recording_fate(fate& decides, circumstances setting);

  segment next_segment(const wire_name& on, const link_options& link, std::uint64_t offset,
                       std::size_t available) override;
  std::size_t accepted(const wire_name& on, const link_options& link, std::uint64_t offset, std::size_t room) override;
  duration end_delay(const wire_name& on, const link_options& link) override;
  bool reset_on_close(const wire_name& on, const link_options& link) override;
  bool reset_discards(const wire_name& on, const link_options& link) override;
  connect_fate connect(const wire_name& on, const link_options& link) override;
  lookup_fate lookup(std::uint32_t host, std::uint32_t number, const host_options& options) override;
  bool accept_fails(std::uint32_t host, std::uint32_t number, const host_options& options) override;
  bool order(std::uint32_t host, std::uint64_t choice, const host_options& options,
             std::vector<ready_event>& ready) override;

  /// What was decided so far.
  const schedule& recorded() const { return recorded_; }

 private:
  plan& wire(const wire_name& on);

  fate& decides_;
  schedule recorded_;
  std::map<wire_name, std::size_t> whole_sends_;  ///< since the last send that was cut: not written until one is
};

}  // namespace asynchat::sim
