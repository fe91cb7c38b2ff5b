#pragma once

#include <asynchat/sim/link_options.h>
#include <asynchat/transport/network.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace asynchat::sim {

class host;

/// What runs on a host: all that one process would hold, its loop among it. A crash destroys it.
class program {
 public:
  virtual ~program() = default;
  /// Polls its loop once, without a limit of time: `loop.poll(std::nullopt)`. It is called again until a poll had
  /// nothing to do.
  virtual void pass() = 0;

 protected:
  program() = default;
  program(const program&) = delete;
  program& operator=(const program&) = delete;
};

using program_maker = std::function<std::unique_ptr<program>(host&)>;

/// One machine of a simulated world, and a network like any other to what runs on it.
///
/// wait() from inside the host's own program returns at once: the world calls the program again when there is news.
/// From outside, where a test polls a loop itself, it moves the whole world until this host has news or the time is
/// over.
class host final : public network {
 public:
  class impl;
  explicit host(std::unique_ptr<impl> inside);
  ~host() override;

  const std::string& name() const;
  /// Its numeric address.
  const std::string& address() const;

  /// Starts a program when the world next moves, and again after each restart.
  void run(program_maker make);
  /// The program; null where there is none, or the host is down.
  program* running() const;
  bool up() const;

  time_point now() const override;
  connect_result connect(const endpoint& where) override;
  listen_result listen(const endpoint& where, const listen_options& options) override;
  void wait(std::optional<duration> timeout, std::vector<ready_event>& ready) override;
  void wake() override;

  impl& inside() const { return *inside_; }

 private:
  std::unique_ptr<impl> inside_;
};

}  // namespace asynchat::sim
