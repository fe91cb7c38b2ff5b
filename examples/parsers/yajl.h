#pragma once

#include <asynchat/properties/events.h>
#include <yajl/yajl_parse.h>

#include <memory>
#include <string>
#include <string_view>

namespace asynchat::examples {

/// yajl: values of JSON, one after another. Its callbacks give each token whole.
class yajl_values {
 public:
  yajl_values() { yajl_config(parser_.get(), yajl_allow_multiple_values, 1); }

  void feed(std::string_view chunk, properties::events& out) {
    run(out,
        [&] { return yajl_parse(parser_.get(), reinterpret_cast<const unsigned char*>(chunk.data()), chunk.size()); });
  }
  void finish(properties::events& out) {
    run(out, [&] { return yajl_complete_parse(parser_.get()); });
  }

 protected:
  yajl_handle parser() const { return parser_.get(); }

 private:
  template <class Step>
  void run(properties::events& out, Step step) {
    if (failed_) return;
    *out_ = &out;
    failed_ = step() != yajl_status_ok;
    if (!failed_) return;
    unsigned char* why = yajl_get_error(parser_.get(), 0, nullptr, 0);
    std::string_view text = reinterpret_cast<const char*>(why);
    out.add("error", text.substr(0, text.find('\n')));
    yajl_free_error(parser_.get(), why);
  }

  static int tell(void* to, std::string_view name, std::string_view bytes = {}) {
    (*static_cast<properties::events**>(to))->add(name, bytes);
    return 1;
  }
  static int tell_text(void* to, std::string_view name, const unsigned char* text, std::size_t size) {
    return tell(to, name, {reinterpret_cast<const char*>(text), size});
  }

  static const yajl_callbacks& callbacks() {
    using text = const unsigned char*;
    static const yajl_callbacks all = {
        [](void* to) { return tell(to, "null"); },
        [](void* to, int value) { return tell(to, value != 0 ? "true" : "false"); },
        nullptr,
        nullptr,
        [](void* to, const char* digits, std::size_t size) {
          return tell(to, "number", {digits, size});
        },
        [](void* to, text string, std::size_t size) { return tell_text(to, "string", string, size); },
        [](void* to) { return tell(to, "map"); },
        [](void* to, text key, std::size_t size) { return tell_text(to, "key", key, size); },
        [](void* to) { return tell(to, "map_end"); },
        [](void* to) { return tell(to, "array"); },
        [](void* to) { return tell(to, "array_end"); },
    };
    return all;
  }

  // Where the callbacks tell to: set before each call, behind a pointer that stays when this is moved.
  std::unique_ptr<properties::events*> out_ = std::make_unique<properties::events*>(nullptr);
  std::unique_ptr<yajl_handle_t, decltype(&yajl_free)> parser_{yajl_alloc(&callbacks(), nullptr, out_.get()),
                                                               yajl_free};
  bool failed_ = false;
};

}  // namespace asynchat::examples
