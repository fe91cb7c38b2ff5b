#include <asynchat/engine/async_chat.h>
#include <asynchat/engine/loop.h>
#include <asynchat/sockets/network.h>
#include <malloc.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "sockets/listening_socket.h"
#include "sockets/servers.h"

namespace asynchat::bench {

namespace {

/// Nothing beyond the base.
class silent final : public async_chat {
 public:
  using async_chat::async_chat;
  void collect_incoming_data(std::string_view) override {}
  void found_terminator() override {}
};

std::size_t heap_bytes() {
  const auto heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
}

class holder final : public dispatcher {
 public:
  holder(loop& loop, std::size_t connections) : dispatcher(loop), connections_(connections) {
    channels_.reserve(connections);
  }
  /// From here on the heap is watched.
  void begin() { heap_before_ = heap_bytes(); }

  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override {
    channels_.push_back(std::make_unique<silent>(owner(), std::move(accepted)));
    channels_.back()->set_terminator("\r\n");
    if (channels_.size() < connections_) return;
    std::printf("%zu\n", heap_bytes() - heap_before_);
    std::fflush(stdout);
  }

  /// One connection less would be another measurement.
  void handle_error(std::exception_ptr error) override {
    dispatcher::handle_error(std::move(error));
    std::exit(2);
  }

 private:
  std::size_t connections_;
  std::size_t heap_before_ = 0;
  std::vector<std::unique_ptr<silent>> channels_;
};

}  // namespace

void hold_async_chats(std::size_t connections) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  sockets::network world;
  loop loop(world);
  holder all(loop, connections);
  if (const std::error_code error = all.listen(endpoint::inet("127.0.0.1", 0), {.backlog = 4096})) {
    std::fprintf(stderr, "listen: %s\n", error.message().c_str());
    std::exit(2);
  }
  all.begin();
  announce(all.local().port);
  loop.run();
}

}  // namespace asynchat::bench
