#include <boost/asio/read_until.hpp>

#include <string>

#include "engine/asio_source.h"
#include "engine/in_place.h"

namespace asynchat::bench {

namespace {

template <class Sink>
Sink split(const frames& work) {
  Sink sink;
  asio_source source(work);
  std::string buffer;
  boost::system::error_code error;
  while (true) {
    const std::size_t end =
        boost::asio::read_until(source, boost::asio::dynamic_buffer(buffer), work.terminator, error);
    if (error) return sink;
    sink.data({buffer.data(), end - work.terminator.size()});
    sink.found();
    buffer.erase(0, end);
  }
}

}  // namespace

in_place_splitter in_place_asio() { return {split<counting_sink>, split<copying_sink>}; }

}  // namespace asynchat::bench
