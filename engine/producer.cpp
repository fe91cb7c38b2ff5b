#include <asynchat/engine/producer.h>

#include <asynchat/transport/check.h>

#include <algorithm>
#include <utility>

namespace asynchat {

simple_producer::simple_producer(std::string data, std::size_t buffer_size)
    : data_(std::move(data)), buffer_size_(buffer_size) {
  ASYNCHAT_CHECK(buffer_size >= 1, "a producer's buffer_size is at least 1 byte");
}

std::string simple_producer::more() {
  std::string block = data_.substr(sent_, buffer_size_);
  sent_ += block.size();
  return block;
}

}  // namespace asynchat
