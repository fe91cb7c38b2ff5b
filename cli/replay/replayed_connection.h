#pragma once

#include <asynchat/traces/trace_event.h>
#include <asynchat/transport/side.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "reply_comparison.h"
#include "wire.h"

namespace asynchat::cli {

/// What became of one connection that was played again.
struct connection_result {
  enum class verdict : std::uint8_t {
    same,        ///< the far side said what was recorded
    differs,     ///< it did not
    incomplete,  ///< it did as far as that was played; the rest could not be
  };
  std::uint64_t conn = 1;
  verdict what = verdict::same;
  std::string sentence;          ///< what is wrong; empty for `same`
  std::optional<parting> where;  ///< for bytes that differ
};

/// Plays one side of a recorded connection over a wire, event by event, and holds what the far side says against what
/// was recorded. It ends at the first difference: nobody knows what the client would have said then.
class replayed_connection final : public wire_user {
 public:
  /// The side that is played; `masks` is borrowed and may be null; `news` is called whenever play() may come further.
  replayed_connection(std::uint64_t conn, side mine, const line_mask* masks, std::function<void()> news);

  /// The wire comes after the connection, its user.
  void set_wire(std::unique_ptr<wire> carrier) { wire_ = std::move(carrier); }
  wire* carrier() const { return wire_.get(); }

  /// Plays the next event of the connection. False where it waits for the far side: play the same one again after news.
  bool play(const traces::trace_event& event);
  /// What `event` waits for has not come in time.
  void out_of_time(const traces::trace_event& event, double seconds);

  bool stands() const { return stands_; }
  /// It is over: events that still come are passed over.
  bool over() const { return over_; }
  const connection_result& result() const { return result_; }
  /// Bytes that came.
  std::uint64_t come_bytes() const { return replies_.come_bytes(); }

  void connected() override;
  void came(std::string_view bytes) override;
  void ended(far_end how, const std::string& why) override;
  void went() override { news_(); }
  bool takes_more() const override;

 private:
  using verdict = connection_result::verdict;

  bool play_open();
  bool play_data(const traces::trace_event& event);
  bool send(const traces::trace_event& event);
  bool await_bytes(const traces::trace_event& event);
  bool await_end(traces::event_kind kind);
  bool play_close();
  /// False where what came is not what was recorded; the connection is over then.
  bool judge();
  void fail(std::string sentence);
  void stop_at_gap(const traces::trace_event& event);
  /// The far side, and how it ended, as words of a sentence.
  std::string_view speaker() const;
  std::string ending() const;

  const side mine_;
  const std::function<void()> news_;
  std::unique_ptr<wire> wire_;
  reply_comparison replies_;
  connection_result result_;
  bool stands_ = false;
  bool over_ = false;
  bool expected_ = false;  ///< the event that is played has been given to replies_
  std::uint64_t sent_bytes_ = 0;
  far_end far_ = far_end::open;
  std::string why_;
};

}  // namespace asynchat::cli
