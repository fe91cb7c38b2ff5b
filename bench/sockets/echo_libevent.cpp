#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>

#include <cstdlib>

#include "sockets/listening_socket.h"
#include "sockets/servers.h"

namespace asynchat::bench {

namespace {

void echo(bufferevent* connection, void*) {
  evbuffer* const in = bufferevent_get_input(connection);
  evbuffer* const out = bufferevent_get_output(connection);
  std::size_t size = 0;
  while (char* line = evbuffer_readln(in, &size, EVBUFFER_EOL_CRLF_STRICT)) {
    evbuffer_add(out, line, size);
    evbuffer_add(out, "\r\n", 2);
    std::free(line);
  }
}

void end(bufferevent* connection, short, void*) { bufferevent_free(connection); }

void accept_one(evconnlistener* listener, evutil_socket_t fd, sockaddr*, int, void*) {
  send_at_once(fd);
  bufferevent* const connection = bufferevent_socket_new(evconnlistener_get_base(listener), fd, BEV_OPT_CLOSE_ON_FREE);
  bufferevent_setcb(connection, echo, nullptr, end, nullptr);
  bufferevent_enable(connection, EV_READ | EV_WRITE);
}

}  // namespace

void serve_libevent() {
  event_base* const base = event_base_new();
  // The backlog is 0: it listens already.
  evconnlistener_new(base, accept_one, nullptr, LEV_OPT_CLOSE_ON_EXEC, 0, listen_and_announce());
  event_base_dispatch(base);
}

}  // namespace asynchat::bench
