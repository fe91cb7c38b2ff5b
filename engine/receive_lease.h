#pragma once

#include <asynchat/engine/loop.h>
#include <asynchat/transport/check.h>

#include <cstddef>

namespace asynchat {

/// The loop's receive buffer, for as long as one read event and its callbacks take.
///
///     | headroom | size                |
///                ^ data()
///
/// Bytes that were held back and turn out to be data are written into the headroom, so that they reach the callback
/// in one piece with those that follow them.
class receive_lease {
 public:
  receive_lease(loop& owner, std::size_t headroom, std::size_t size) : owner_(owner), headroom_(headroom) {
    ASYNCHAT_CHECK(!owner.receive_buffer_leased_, "handle_read is not called from inside a callback of the same loop");
    if (owner.receive_buffer_.size() < headroom + size) owner.receive_buffer_.resize(headroom + size);
    owner.receive_buffer_leased_ = true;
  }
  ~receive_lease() { owner_.receive_buffer_leased_ = false; }
  receive_lease(const receive_lease&) = delete;
  receive_lease& operator=(const receive_lease&) = delete;

  char* data() { return owner_.receive_buffer_.data() + headroom_; }

 private:
  loop& owner_;
  std::size_t headroom_;
};

}  // namespace asynchat
