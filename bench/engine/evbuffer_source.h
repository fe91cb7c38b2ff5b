#pragma once

#include <event2/buffer.h>
#include <sys/types.h>

#include <memory>

#include "engine/frames.h"
#include "engine/memory_stream.h"

namespace asynchat::bench {

/// A libevent buffer that reads from the task's stream straight into its own memory, as evbuffer_read does from a
/// descriptor.
class evbuffer_source {
 public:
  explicit evbuffer_source(const frames& work)
      : chunk_bytes_(work.chunk_bytes), source_(play(work.input, work.chunk_bytes)), buffer_(evbuffer_new()) {}

  /// False at the end of the stream.
  bool read() {
    evbuffer_iovec room;
    evbuffer_reserve_space(buffer_.get(), static_cast<ssize_t>(chunk_bytes_), &room, 1);
    room.iov_len = source_->recv({static_cast<char*>(room.iov_base), chunk_bytes_}).count();
    evbuffer_commit_space(buffer_.get(), &room, 1);
    return room.iov_len > 0;
  }

  evbuffer* get() const { return buffer_.get(); }

 private:
  struct deleter {
    void operator()(evbuffer* buffer) const { evbuffer_free(buffer); }
  };

  std::size_t chunk_bytes_;
  std::unique_ptr<stream> source_;
  std::unique_ptr<evbuffer, deleter> buffer_;
};

}  // namespace asynchat::bench
