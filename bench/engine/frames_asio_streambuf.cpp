#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>

#include "engine/asio_source.h"

namespace asynchat::bench {

void split_asio_streambuf(const frames& work, tally& notes) {
  const auto call = callbacks_into(notes);
  asio_source source(work);
  boost::asio::streambuf buffer;
  // It asks the stream for as much as it has room for.
  buffer.prepare(whole_chunk_bytes + work.frame_bytes + work.terminator.size());
  boost::system::error_code error;
  while (true) {
    const std::size_t end = boost::asio::read_until(source, buffer, work.terminator, error);
    if (error) return;
    call->collect_incoming_data({static_cast<const char*>(buffer.data().data()), end - work.terminator.size()});
    call->found_terminator();
    buffer.consume(end);
  }
}

}  // namespace asynchat::bench
