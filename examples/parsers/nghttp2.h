#pragma once

#include <asynchat/properties/events.h>
#include <nghttp2/nghttp2.h>

#include <memory>
#include <string>
#include <string_view>

namespace asynchat::examples {

/// nghttp2: a server's session, and what a client tells it. What the session answers is taken away after each read, as
/// a server sends it, and not told: when it opens its window depends, rightly, on how much each read brings.
class nghttp2_server {
 public:
  nghttp2_server() {
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks,
                                                            [](nghttp2_session*, const nghttp2_frame* frame, void* to) {
                                                              return tell(to, "headers", {}, {frame->hd.stream_id});
                                                            });
    nghttp2_session_callbacks_set_on_header_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame*, const std::uint8_t* name, std::size_t name_size,
                      const std::uint8_t* value, std::size_t value_size, std::uint8_t, void* to) {
          return tell(to, "field", text(name, name_size) + ": " + text(value, value_size), {});
        });
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        callbacks, [](nghttp2_session*, std::uint8_t, std::int32_t, const std::uint8_t* bytes, std::size_t size,
                      void* to) { return tell(to, "data", text(bytes, size), {}); });
    nghttp2_session_callbacks_set_on_frame_recv_callback(
        callbacks,
        [](nghttp2_session*, const nghttp2_frame* frame, void* to) { return tell_frame(to, "frame", *frame, {}); });
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, int code, void* to) {
          return tell_frame(to, "invalid_frame", *frame, nghttp2_strerror(code));
        });
    nghttp2_session* session = nullptr;
    nghttp2_session_server_new(&session, callbacks, out_.get());
    session_.reset(session);
    nghttp2_session_callbacks_del(callbacks);
    nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, nullptr, 0);
  }

  void feed(std::string_view chunk, properties::events& out) {
    if (failed_) return;
    *out_ = &out;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(chunk.data());
    const auto used = nghttp2_session_mem_recv(session_.get(), bytes, chunk.size());
    failed_ = used < 0;
    if (failed_) return out.add("error", nghttp2_strerror(static_cast<int>(used)));
    const std::uint8_t* answer = nullptr;
    while (nghttp2_session_mem_send(session_.get(), &answer) > 0) continue;
  }

  void finish(properties::events& out) {
    if (!failed_) out.add("end", {}, {nghttp2_session_want_read(session_.get())});
  }

 private:
  static std::string text(const std::uint8_t* bytes, std::size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
  }

  static int tell(void* to, std::string_view name, std::string_view bytes, std::vector<std::int64_t> numbers) {
    (*static_cast<properties::events**>(to))->add(name, bytes, std::move(numbers));
    return 0;
  }

  static int tell_frame(void* to, std::string_view name, const nghttp2_frame& frame, std::string_view why) {
    return tell(to, name, why, {frame.hd.type, frame.hd.flags, frame.hd.stream_id});
  }

  // Where the callbacks tell to: set before each call, behind a pointer that stays when this is moved.
  std::unique_ptr<properties::events*> out_ = std::make_unique<properties::events*>(nullptr);
  std::unique_ptr<nghttp2_session, decltype(&nghttp2_session_del)> session_{nullptr, nghttp2_session_del};
  bool failed_ = false;
};

}  // namespace asynchat::examples
