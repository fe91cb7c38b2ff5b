#pragma once

#include <asynchat/transport/endpoint.h>
#include <asynchat/transport/listener.h>

#include <cstddef>
#include <deque>

#include "source.h"

namespace asynchat::sim {

class connection;

/// A place of a host where connections arrive; owned by the listener that the host's program has.
class listening final : public source {
 public:
  listening(host::impl& home, endpoint where, std::size_t backlog);
  ~listening();

  bool has_room() const { return waiting_.size() < backlog_; }
  void arrived(connection& one);
  accept_result accept();
  /// Resets who waits, and takes nobody more.
  void close();
  const endpoint& where() const { return where_; }

 private:
  readiness ready(readiness) const override { return waiting_.empty() ? readiness::none : readiness::read; }

  endpoint where_;
  std::size_t backlog_;
  std::deque<connection*> waiting_;
  bool open_ = true;
};

/// The same as the seam has it.
class simulated_listener final : public listener {
 public:
  simulated_listener(host::impl& home, const endpoint& where, std::size_t backlog) : place_(home, where, backlog) {}

  void watch(registration who, readiness wanted) override { place_.watch(who, wanted); }
  void unwatch() override { place_.unwatch(); }
  accept_result accept() override { return place_.accept(); }
  void close() override { place_.close(); }
  endpoint local() const override { return place_.where(); }

 private:
  listening place_;
};

}  // namespace asynchat::sim
