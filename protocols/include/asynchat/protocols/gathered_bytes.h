#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace asynchat::protocols {

/// What came of a frame so far: bytes that grow at their end, in a state that is saved, restored and compared at every
/// offset of a stream.
///
/// Copies share one buffer, of which each sees its own first bytes, so that a copy costs the same whatever its length.
/// A copy that goes on in the way another one went before adopts what is there; one that goes another way gets a buffer
/// of its own. Copies belong to one thread.
class gathered_bytes {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  /// Valid until the next change of this or of a copy.
  std::string_view view() const { return buffer_ != nullptr ? std::string_view(*buffer_).substr(0, size_) : ""; }

  void append(std::string_view data);

  /// Where this is empty: takes over the buffer of bytes that are no longer wanted, so that the next frame's need not
  /// be allocated. A large one is given back.
  void reuse(gathered_bytes&& done);

  friend bool operator==(const gathered_bytes& a, const gathered_bytes& b) {
    return (a.buffer_ == b.buffer_ && a.size_ == b.size_) || a.view() == b.view();
  }

 private:
  std::shared_ptr<std::string> buffer_;
  std::size_t size_ = 0;
};

}  // namespace asynchat::protocols
