#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "programs/output_events.h"

namespace asynchat::cli {

/// Where two streams part for the first time.
struct parting {
  std::uint64_t offset = 0;  ///< in what was recorded
  std::string before;        ///< what both have just before, at most reply_comparison::context bytes
  std::string recorded;      ///< from there on, at most as many; empty where the recording ends there
  std::string came;          ///< empty where nothing more came
};

/// Holds what comes against what was recorded while both come in pieces. Without masks byte by byte; with masks line by
/// line, each masked first, so that a line may be longer or shorter than its recorded one. A line of more than 64 KiB
/// counts as several of that length.
class reply_comparison {
 public:
  static constexpr std::size_t context = 32;

  /// `masks` is borrowed; null for none.
  explicit reply_comparison(const line_mask* masks) : masks_(masks) {}

  /// What was recorded goes on so.
  void expect(std::string_view bytes);
  void came(std::string_view bytes);

  /// True when as much has come as was recorded so far.
  bool all_came() const;
  /// Bytes that came and were not yet expected.
  std::size_t ahead() const { return came_.size(); }
  /// True when something came behind all that was recorded so far.
  bool goes_beyond() const { return expected_.empty() && !came_.empty(); }
  /// All has come that ever will, and the recording ends as far as `expect` was called: what is left is compared.
  void finish();
  /// The recording is played no further, and what was recorded may be the start of a line: it is compared with as much
  /// of what came.
  void stop();

  const std::optional<parting>& found() const { return found_; }
  /// Bytes recorded, and come, by now.
  std::uint64_t recorded_bytes() const { return recorded_bytes_; }
  std::uint64_t come_bytes() const { return come_bytes_; }

 private:
  void compare();
  void compare_bytes();
  void compare_lines(bool to_the_end);
  void remember(std::string_view equal);
  void part(std::size_t equal, std::string_view recorded, std::string_view came);

  const line_mask* masks_;
  std::string expected_;
  std::string came_;
  std::string before_;
  std::uint64_t recorded_bytes_ = 0;
  std::uint64_t come_bytes_ = 0;
  std::optional<parting> found_;
};

}  // namespace asynchat::cli
