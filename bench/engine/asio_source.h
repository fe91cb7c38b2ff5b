#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include <memory>

#include "engine/frames.h"
#include "engine/memory_stream.h"

namespace asynchat::bench {

/// The task's stream as Asio's SyncReadStream.
class asio_source {
 public:
  explicit asio_source(const frames& work) : source_(play(work.input, work.chunk_bytes)) {}

  template <class MutableBuffers>
  std::size_t read_some(const MutableBuffers& into, boost::system::error_code& error) {
    const boost::asio::mutable_buffer first = *boost::asio::buffer_sequence_begin(into);
    const std::size_t count = source_->recv({static_cast<char*>(first.data()), first.size()}).count();
    if (count == 0) error = boost::asio::error::eof;
    return count;
  }

 private:
  std::unique_ptr<stream> source_;
};

}  // namespace asynchat::bench
