#include <boost/asio/read_until.hpp>

#include <string>

#include "engine/asio_source.h"

namespace asynchat::bench {

void split_asio(const frames& work, tally& notes) {
  const auto call = callbacks_into(notes);
  asio_source source(work);
  std::string buffer;
  boost::system::error_code error;
  while (true) {
    const std::size_t end =
        boost::asio::read_until(source, boost::asio::dynamic_buffer(buffer), work.terminator, error);
    if (error) return;
    call->collect_incoming_data({buffer.data(), end - work.terminator.size()});
    call->found_terminator();
    buffer.erase(0, end);
  }
}

}  // namespace asynchat::bench
