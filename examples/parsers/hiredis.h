#pragma once

#include <asynchat/properties/events.h>
#include <hiredis/hiredis.h>

#include <memory>
#include <string_view>

namespace asynchat::examples {

/// hiredis' reader: the replies of a Redis server.
class hiredis_replies {
 public:
  void feed(std::string_view chunk, properties::events& out) {
    if (reader_->err != 0) return;
    redisReaderFeed(reader_.get(), chunk.data(), chunk.size());
    void* reply = nullptr;
    while (redisReaderGetReply(reader_.get(), &reply) == REDIS_OK && reply != nullptr) {
      tell(*static_cast<redisReply*>(reply), out);
      freeReplyObject(reply);
    }
    if (reader_->err != 0) out.add("error", reader_->errstr);
  }

  /// The reader knows no end of stream; what it holds then is a reply that nobody will see.
  void finish(properties::events& out) {
    const bool holds = reader_->ridx >= 0 || reader_->pos < reader_->len;
    if (reader_->err == 0 && holds) out.add("incomplete");
  }

 private:
  static void tell(const redisReply& reply, properties::events& out) {
    switch (reply.type) {
      case REDIS_REPLY_ARRAY:
        out.add("array", {}, {static_cast<std::int64_t>(reply.elements)});
        for (std::size_t i = 0; i < reply.elements; ++i) tell(*reply.element[i], out);
        return;
      case REDIS_REPLY_INTEGER:
        return out.add("integer", {}, {reply.integer});
      case REDIS_REPLY_NIL:
        return out.add("nil");
      default:
        out.add(reply.type == REDIS_REPLY_STRING   ? "string"
                : reply.type == REDIS_REPLY_STATUS ? "status"
                                                   : "error_reply",
                {reply.str, static_cast<std::size_t>(reply.len)});
    }
  }

  std::unique_ptr<redisReader, decltype(&redisReaderFree)> reader_{redisReaderCreate(), redisReaderFree};
};

}  // namespace asynchat::examples
