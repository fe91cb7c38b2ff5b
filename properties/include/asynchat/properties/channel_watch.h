#pragma once

#include <asynchat/engine/async_chat.h>
#include <asynchat/properties/ledger.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace asynchat::properties {

/// Keeps the ledger of one async_chat, told of each of its callbacks. A terminator that changes inside a frame's own
/// collect_incoming_data is not followed: that frame is not judged.
class channel_watch {
 public:
  /// The channel has read `offset` bytes of its stream, and holds back the last `held` of them.
  void begin(std::size_t offset, std::size_t held, const boundary& live);

  void received(std::size_t bytes) { account_.received += bytes; }
  /// Called as the callback of that name begins, and, for the first two, once more as it ends.
  void collect_begins(std::string_view data, bool closed);
  void collect_ends(const boundary& live);
  void found_begins(bool closed);
  void found_ends(const boundary& live);
  void close_begins(bool closed);

  /// Something other than a callback may have changed the terminator.
  void look_at(const boundary& live);
  /// A read event is over. `carry_max` bounds what may be held beside a part of the terminator.
  void settle(const boundary& live, std::size_t held, std::size_t carry_max, bool closed);

  void pushed(std::string_view bytes) { account_.pushed += bytes; }
  void sent(std::string_view bytes) { account_.sent += bytes; }
  /// Output may remain that was never sent, and rightly so.
  void output_may_be_lost() { account_.sent_to_end = false; }
  /// A send has failed, which may close the channel in the middle of what it has read.
  void send_failed() {
    output_may_be_lost();
    account_.send_failed = true;
  }

  bool closing() const { return account_.ended; }
  const ledger& account() const { return account_; }
  /// The account, when nothing more comes.
  ledger take_account() { return std::move(account_); }

 private:
  void slipped(slip kind, std::string what);
  void new_frame(const boundary& live);
  void judge_frame();

  ledger account_;
  std::size_t frame_start_ = 0;  ///< in account_.accounted
  std::string pattern_;
  std::uint64_t count_ = 0;
  bool changed_ = false;
};

}  // namespace asynchat::properties
