#pragma once

#include <asynchat/properties/events.h>
#include <event2/buffer.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace asynchat::examples {

/// libevent's evbuffer_readln: lines that end as `Style` says.
template <evbuffer_eol_style Style>
class evbuffer_lines {
 public:
  void feed(std::string_view chunk, properties::events& out) {
    evbuffer_add(buffer_.get(), chunk.data(), chunk.size());
    std::size_t size = 0;
    while (char* line = evbuffer_readln(buffer_.get(), &size, Style)) {
      out.add("line", {line, size});
      std::free(line);
    }
  }

  void finish(properties::events& out) {
    std::string rest(evbuffer_get_length(buffer_.get()), '\0');
    evbuffer_remove(buffer_.get(), rest.data(), rest.size());
    if (!rest.empty()) out.add("incomplete", rest);
  }

 private:
  std::unique_ptr<evbuffer, decltype(&evbuffer_free)> buffer_{evbuffer_new(), evbuffer_free};
};

}  // namespace asynchat::examples
