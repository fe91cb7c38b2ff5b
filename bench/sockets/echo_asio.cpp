// Boost 1.74 uses std::exchange and does not include it.
// clang-format off
#include <utility>
#include <boost/asio.hpp>
// clang-format on

#include <memory>
#include <string>

#include "sockets/listening_socket.h"
#include "sockets/servers.h"

namespace asynchat::bench {

namespace {

using boost::asio::ip::tcp;

class session : public std::enable_shared_from_this<session> {
 public:
  explicit session(tcp::socket socket) : socket_(std::move(socket)) {}

  void read() {
    boost::asio::async_read_until(socket_, boost::asio::dynamic_buffer(in_), "\r\n",
                                  [self = shared_from_this()](const boost::system::error_code& error, std::size_t end) {
                                    if (!error) self->answer(end);
                                  });
  }

 private:
  /// All lines that are there go out in one write.
  void answer(std::size_t end) {
    out_.assign(in_, 0, end);
    for (std::size_t next = in_.find("\r\n", end); next != std::string::npos; next = in_.find("\r\n", end)) {
      out_.append(in_, end, next + 2 - end);
      end = next + 2;
    }
    in_.erase(0, end);
    boost::asio::async_write(socket_, boost::asio::buffer(out_),
                             [self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
                               if (!error) self->read();
                             });
  }

  tcp::socket socket_;
  std::string in_;
  std::string out_;
};

void accept_next(tcp::acceptor& acceptor) {
  acceptor.async_accept([&](const boost::system::error_code& error, tcp::socket socket) {
    if (!error) {
      socket.set_option(tcp::no_delay(true));
      std::make_shared<session>(std::move(socket))->read();
    }
    accept_next(acceptor);
  });
}

}  // namespace

void serve_asio() {
  boost::asio::io_context context(1);
  tcp::acceptor acceptor(context, tcp::v4(), listen_and_announce());
  accept_next(acceptor);
  context.run();
}

}  // namespace asynchat::bench
