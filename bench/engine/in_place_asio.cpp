#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>

#include "engine/asio_source.h"
#include "engine/in_place.h"

namespace asynchat::bench {

namespace {

template <class Sink>
Sink split(const frames& work) {
  Sink sink;
  asio_source source(work);
  boost::asio::streambuf buffer;
  buffer.prepare(whole_chunk_bytes + work.frame_bytes + work.terminator.size());
  boost::system::error_code error;
  while (true) {
    const std::size_t end = boost::asio::read_until(source, buffer, work.terminator, error);
    if (error) return sink;
    sink.data({static_cast<const char*>(buffer.data().data()), end - work.terminator.size()});
    sink.found();
    buffer.consume(end);
  }
}

}  // namespace

in_place_splitter in_place_asio() { return {split<counting_sink>, split<copying_sink>}; }

}  // namespace asynchat::bench
