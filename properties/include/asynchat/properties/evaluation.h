#pragma once

#include <asynchat/properties/laws.h>
#include <asynchat/properties/other_world.h>
#include <asynchat/properties/subject.h>
#include <asynchat/sim/strategy.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// One direction of a dialogue, to be checked. All is borrowed.
struct checked_stream {
  std::string_view bytes;
  sim::ending end = sim::ending::eof;
  std::span<const heard_frame> heard;               ///< of the other side, in order
  std::span<const std::size_t> recorded_cuts = {};  ///< where the recording's chunks ended, ascending
};

/// A stream that was made for a law, with what the other side says meanwhile.
struct made_stream {
  std::string bytes;
  sim::ending end = sim::ending::eof;
  std::vector<heard_frame> heard = {};

  checked_stream view() const { return {bytes, end, heard, {}}; }
};

/// What one delivery came to under every law.
struct verdict {
  std::array<bool, all_laws.size()> judged{};
  std::array<std::optional<breach>, all_laws.size()> breaches;
  played_steps played = {};

  const std::optional<breach>& operator[](law which) const { return breaches[static_cast<std::size_t>(which)]; }
};

/// Plays deliveries of one stream to one subject and judges them. What several deliveries are compared with is kept.
class evaluation {
 public:
  /// All is borrowed. The reference may be empty: then the model law judges nothing.
  evaluation(const subject& parser, const checked_stream& stream, const reference& model);

  verdict judge(const sim::delivery& what);
  /// The same where the stream was made for this one law, epochs or limits: what that law says.
  std::optional<breach> judge_for(law which, const sim::delivery& what);
  /// What linear_cost says of a delivery of the whole stream; `growth` is then what was measured.
  std::optional<breach> judge_cost(const sim::delivery& what, const cost_clock& clock, cost_growth* growth = nullptr);

  /// Plays a delivery twice, the second time from its text: what law::replay says of it. Where `told_before` is given,
  /// that stands for the first time.
  verdict judge_again(const sim::delivery& what, const events* told_before = nullptr);
  /// Plays it here and in the other world: what law::parity says of it, if it can be played there.
  verdict judge_elsewhere(const sim::delivery& what, const other_world& where);

  /// Plays it with a deed in one of the channel's callbacks. Judged by order and bounds, and by a model that follows
  /// each chunk: law::model; and by those other laws that the deed keeps. Nothing is judged where there was no such
  /// callback, or the subject is no channel.
  verdict judge_acting(const sim::delivery& what, const callback_action& action);

  /// What the parser tells of the whole stream in one read.
  const events& whole();
  /// Bytes played so far.
  std::uint64_t bytes_played() const { return bytes_played_; }

 private:
  struct compared_with {
    sim::delivery one_read;
    std::optional<outcome> whole;
    std::optional<events> model;
    std::optional<events> left_open;
  };

  outcome play(const sim::delivery& what);
  const events& whole_of(compared_with& other);
  compared_with& comparison_for(const sim::delivery& what);
  events expected_of(const sim::delivery& what, sim::ending end) const;
  std::span<const heard_frame> heard_by(const sim::delivery& what) const;

  const subject& parser_;
  checked_stream stream_;
  const reference& model_;
  std::uint64_t bytes_played_ = 0;
  compared_with stream_itself_;
  compared_with last_;
};

/// The delivery of the whole stream in one read.
sim::delivery whole_delivery(const checked_stream& stream);
/// The same bytes with the same end, or the same failure of a read before it, in one read.
sim::delivery in_one_read(const sim::delivery& what);

/// The first breach in the order of all_laws.
const breach* first_breach(const verdict& all);

/// What the reference says, as a log.
events to_events(const std::vector<expected_event>& list);

}  // namespace asynchat::properties
