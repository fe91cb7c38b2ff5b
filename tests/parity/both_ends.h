#pragma once

#include <asynchat/transport/listener.h>

#include <memory>
#include <string>

#include "in_a_world.h"
#include "world.h"

namespace asynchat::parity {

/// A network in which the test holds both ends of each connection.
class both_ends_world : public world {
 public:
  explicit both_ends_world(network& around) : net_(around) {}

  network& net() override { return net_; }
  void peer_acts() override;
  void peer_listens() override { script_.listens = true; }
  std::string heard(std::size_t bytes) override;
  bool peer_saw_the_end() override { return saw_end_; }

 protected:
  /// A Unix socket sends a reset only when it is closed with bytes unread.
  void leave_something_unread(stream& theirs) const;

  peer script_;
  std::unique_ptr<stream> peer_;

 private:
  void make_an_end();
  /// False when no more can come.
  bool hear();

  network& net_;
  std::size_t said_ = 0;
  bool acted_ = false;
  bool saw_end_ = false;
  std::string heard_;
};

/// The same, by address.
class addressed_world : public both_ends_world {
 public:
  using both_ends_world::both_ends_world;

  std::unique_ptr<stream> meet(peer script) override;
  endpoint address_of(peer script) override;
  endpoint free_address(peer visitor) override;
  void peer_comes_to(const endpoint& door) override;
  void peer_acts() override;
  stream_pair pair() override;

 protected:
  /// Where to listen: nobody does.
  virtual endpoint fresh_address() = 0;

 private:
  std::unique_ptr<listener> open_door();
  /// Waits until that connect has its outcome.
  void finish(stream& caller);

  std::unique_ptr<listener> door_;
};

}  // namespace asynchat::parity
