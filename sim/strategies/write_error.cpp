#include <asynchat/sim/strategies/write_error.h>
#include <asynchat/transport/check.h>

#include "frames.h"

namespace asynchat::sim::strategies {

write_error::write_error(std::errc error) : error_(error) {
  ASYNCHAT_CHECK(!means_send_would_block(std::make_error_code(error)), "the error ends the connection");
}

std::uint64_t write_error::count(const stream_shape&) const { return 2 * operations; }

delivery write_error::make(const stream_shape& shape, std::uint64_t index) const {
  ASYNCHAT_CHECK(index < count(shape), "a plan's index is below the strategy's count");
  delivery result = whole_or_by_frames(shape, index);
  result.steps.send.assign(static_cast<std::size_t>(index / 2), accept_all);
  result.steps.send_after = fail{std::make_error_code(error_)};
  return result;
}

}  // namespace asynchat::sim::strategies
