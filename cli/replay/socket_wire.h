#pragma once

#include <asynchat/engine/dispatcher.h>
#include <asynchat/engine/loop.h>
#include <asynchat/transport/endpoint.h>
#include <asynchat/transport/stream.h>

#include <memory>
#include <system_error>

#include "wire.h"

namespace asynchat::cli {

/// One connection of any network as a wire. A connect that fails is told as an end by reset, before `connected`.
class socket_wire final : public wire {
 public:
  /// Begins to connect; what comes of it at once is told in here. Loop and user outlive it.
  socket_wire(loop& owner, wire_user& user, const endpoint& where);
  /// Over a connection that stands; the user is not told of that.
  socket_wire(loop& owner, wire_user& user, std::unique_ptr<stream> accepted);
  ~socket_wire() override;

  void send(std::string_view bytes) override;
  std::size_t unsent() const override;
  void end_output() override;
  void abort() override;
  void resume() override;

  /// Why it could not connect; zero where it could, or has not yet.
  std::error_code connect_error() const;

 private:
  class channel;

  loop& owner_;
  std::unique_ptr<channel> channel_;
};

}  // namespace asynchat::cli
