#pragma once

#include <cstddef>
#include <string>

namespace asynchat {

/// Makes output when there is room for it, so that a long answer is never in memory as a whole.
class producer {
 public:
  virtual ~producer() = default;

  /// The next block of output; empty when there is none left, after which it is not asked again. It is asked only when
  /// its last block has been sent in full. It may call any method of its channel; it may throw, and then stays at the
  /// head of the queue.
  virtual std::string more() = 0;

 protected:
  producer() = default;
  producer(const producer&) = delete;
  producer& operator=(const producer&) = delete;
};

/// Yields a string in blocks of a given size.
class simple_producer final : public producer {
 public:
  /// `buffer_size` is at least 1, in bytes.
  explicit simple_producer(std::string data, std::size_t buffer_size = 512);

  std::string more() override;

 private:
  std::string data_;
  std::size_t sent_ = 0;
  std::size_t buffer_size_;
};

}  // namespace asynchat
