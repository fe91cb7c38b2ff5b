#pragma once

#include <asynchat/transport/network.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace asynchat::sockets {

class reactor;

/// The real world: TCP over IPv4 and IPv6, and Unix sockets of the stream kind.
///
/// A host is a numeric address or `localhost`, which is 127.0.0.1; another name is the error
/// address_errc::name_not_numeric, and nothing is looked up. Time is the machine's monotonic clock. wait() counts in
/// milliseconds: a part of one is rounded up.
///
/// Streams and listeners are closed before their network; it checks that.
class network final : public asynchat::network {
 public:
  /// Throws std::system_error when the machine has no descriptors or memory left for it.
  network();
  ~network() override;

  connect_result connect(const endpoint& where) override;
  listen_result listen(const endpoint& where, const listen_options& options) override;
  void wait(std::optional<duration> timeout, std::vector<ready_event>& ready) override;
  time_point now() const override;

 private:
  friend std::pair<std::unique_ptr<stream>, std::unique_ptr<stream>> socketpair(network& world);

  std::unique_ptr<reactor> reactor_;
};

/// Two streams that are connected to each other, without names. Throws std::system_error when the machine has no
/// descriptors or memory left for them.
///
/// As with every Unix socket, abort() of one end is a reset for the other only if it leaves bytes unread; else it is an
/// end of stream.
std::pair<std::unique_ptr<stream>, std::unique_ptr<stream>> socketpair(network& world);

}  // namespace asynchat::sockets
