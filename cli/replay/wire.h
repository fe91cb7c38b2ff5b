#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace asynchat::cli {

/// How what the far side says has ended.
enum class far_end : std::uint8_t { open, eof, reset };

/// Who is told what comes over a wire. It is called from the loop, and only notes what it is told: it neither closes
/// nor destroys the wire in a call.
class wire_user {
 public:
  /// There is a connection now.
  virtual void connected() = 0;
  virtual void came(std::string_view bytes) = 0;
  /// Nothing more comes, once: `why` says more than `how` does, or is empty.
  virtual void ended(far_end how, const std::string& why) = 0;
  /// What was queued has become less.
  virtual void went() = 0;
  /// False while enough has come; wire::resume() is called when it is true again.
  virtual bool takes_more() const = 0;

 protected:
  wire_user() = default;
  ~wire_user() = default;
};

/// What carries the bytes of one replayed connection: a socket, or the pipes of a program. No call blocks, and none
/// calls the user back. Destroying it closes it in order.
class wire {
 public:
  virtual ~wire() = default;

  /// Queues bytes, and sends what there is room for. Where nobody reads them any more they are dropped.
  virtual void send(std::string_view bytes) = 0;
  /// How many bytes are queued.
  virtual std::size_t unsent() const = 0;
  /// Ends this side's stream behind what is queued.
  virtual void end_output() = 0;
  /// Aborts; nothing comes any more.
  virtual void abort() = 0;
  virtual void resume() = 0;

 protected:
  wire() = default;
  wire(const wire&) = delete;
  wire& operator=(const wire&) = delete;
};

}  // namespace asynchat::cli
