#include <asynchat/engine/async_chat.h>
#include <asynchat/engine/loop.h>
#include <asynchat/sockets/network.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sockets/listening_socket.h"
#include "sockets/servers.h"

namespace asynchat::bench {

namespace {

class echo : public async_chat {
 public:
  echo(loop& loop, std::unique_ptr<stream> connected) : async_chat(loop, std::move(connected)) {
    set_terminator("\r\n");
  }
  void collect_incoming_data(std::string_view data) override { line_ += data; }
  void found_terminator() override {
    line_ += "\r\n";
    push(line_);
    line_.clear();
  }

 private:
  std::string line_;
};

/// Answers all lines of one read in one send.
class corked_echo final : public echo {
 public:
  using echo::echo;
  void handle_read() override {
    cork();
    echo::handle_read();
    uncork();
  }
};

template <class Channel>
class server final : public dispatcher {
 public:
  using dispatcher::dispatcher;
  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override {
    std::erase_if(channels_, [](const auto& channel) { return channel->closed(); });
    channels_.push_back(std::make_unique<Channel>(owner(), std::move(accepted)));
  }

 private:
  std::vector<std::unique_ptr<Channel>> channels_;
};

template <class Channel>
void serve() {
  sockets::network world;
  loop loop(world);
  server<Channel> listener(loop);
  if (const std::error_code error = listener.listen(endpoint::inet("127.0.0.1", 0))) {
    std::fprintf(stderr, "listen: %s\n", error.message().c_str());
    std::exit(2);
  }
  announce(listener.local().port);
  loop.run();
}

}  // namespace

void serve_async_chat(bool corked) { corked ? serve<corked_echo>() : serve<echo>(); }

}  // namespace asynchat::bench
