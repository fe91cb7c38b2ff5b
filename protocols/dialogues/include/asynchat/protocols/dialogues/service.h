#pragma once

#include <asynchat/protocols/registry.h>

#include <memory>
#include <string>
#include <string_view>

namespace asynchat::protocols {

/// The server's side of one connection, without the connection: it is told of the client's frames as the framing
/// reports them, and appends what to answer. "data" may come in pieces of any size; the answers do not depend on them.
/// "incomplete" and "error" are answered with nothing. What it holds of a client is bounded.
class service {
 public:
  virtual ~service() = default;
  service(const service&) = delete;
  service& operator=(const service&) = delete;

  /// What the server says before it is told anything.
  virtual std::string greeting() const { return {}; }
  /// Both views are valid during the call; `reply` is appended to, and may hold earlier answers.
  virtual void frame(std::string_view name, std::string_view bytes, std::string& reply) = 0;
  /// True once the server would close after what it has answered. From then on it answers nothing.
  virtual bool ended() const { return false; }

 protected:
  service() = default;
};

/// A server of the spec's protocol; of a framing that has none, one that sends each frame back.
std::unique_ptr<service> make_service(const framing_spec& spec);

}  // namespace asynchat::protocols
