#include <asynchat/sim/strategies/replay_range.h>
#include <asynchat/transport/check.h>

namespace asynchat::sim::strategies {

replay_range::replay_range(std::size_t bytes) : bytes_(bytes) {
  ASYNCHAT_CHECK(bytes >= 1, "at least 1 byte comes again");
}

std::uint64_t replay_range::changes(const stream_shape& shape) const {
  return shape.bytes.size() < bytes_ ? 0 : shape.bytes.size() - bytes_ + 1;
}

edit replay_range::change(const stream_shape& shape, std::uint64_t number) const {
  return {number + bytes_, 0, std::string(shape.bytes.substr(number, bytes_))};
}

}  // namespace asynchat::sim::strategies
