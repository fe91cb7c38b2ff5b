#pragma once

#include <asynchat/engine/loop.h>
#include <asynchat/transport/io_result.h>
#include <asynchat/transport/listener.h>
#include <asynchat/transport/network.h>
#include <asynchat/transport/stream.h>

#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

namespace asynchat {

/// Thrown by a callback to leave the loop: it passes through loop::run and loop::poll, and no handle_error sees it.
class exit_now : public std::exception {
 public:
  const char* what() const noexcept override { return "asynchat::exit_now"; }
};

/// A channel of a loop: a stream or a listener with handlers that the loop calls. Python's asyncore.dispatcher.
///
/// It is in its loop from the time it has a stream or a listener until close() or its destruction. All calls come
/// from the loop's thread. A handler may throw anything: the loop hands it to handle_error.
///
/// Destroying a channel inside one of its own callbacks is a checked error; hand it to loop::destroy_later instead.
class dispatcher {
 public:
  /// Without a stream: connect or listen comes next.
  explicit dispatcher(loop& loop);
  /// Over a connected stream, which it owns from now on.
  dispatcher(loop& loop, std::unique_ptr<stream> connected);
  dispatcher(const dispatcher&) = delete;
  dispatcher& operator=(const dispatcher&) = delete;
  virtual ~dispatcher();

  /// Begins to connect. A connect that succeeds at once calls handle_connect before it returns; one that fails at once
  /// closes the channel and returns the error; else the loop calls handle_connect, handle_close or handle_error later.
  std::error_code connect(const endpoint& where);

  /// Begins to listen. On failure the channel is closed and the error is returned.
  std::error_code listen(const endpoint& where, const listen_options& options = {});

  /// Takes one waiting connection, or none. An error of this machine's resources goes to handle_error as a
  /// std::system_error, and the channel stops listening for a while: see accept_backoff.
  std::unique_ptr<stream> accept();

  /// Moves bytes of the stream; one operation, no callback but these: at the end of the stream or a disconnect,
  /// handle_close is called.
  io_result recv(std::span<char> into);
  io_result send(std::string_view bytes);

  /// Closes the stream and leaves the loop. It calls no handler, and after it no handler is called. A second call does
  /// nothing.
  void close();

  /// Calls handle_close as the loop would: at most once in the channel's life, and never after close(). It is what an
  /// application calls when it wants its own handle_close to run.
  void notify_close();

  bool connected() const { return connected_; }
  bool connecting() const { return connecting_; }
  bool accepting() const { return listening_ != nullptr && !closed_; }
  bool closed() const { return closed_; }
  endpoint local() const;
  endpoint peer() const;
  loop& owner() const { return *loop_; }

  /// True when the loop should wait for input, or for room to send. touch() tells the loop that an answer changed for
  /// a reason it cannot see; this class's own methods do so themselves.
  virtual bool readable() const { return true; }
  virtual bool writable() const { return true; }
  void touch();

  virtual void handle_read();
  virtual void handle_write();
  /// Runs before connected() becomes true.
  virtual void handle_connect();
  /// Accepts one and calls handle_accepted.
  virtual void handle_accept();
  /// Closes the stream it was given.
  virtual void handle_accepted(std::unique_ptr<stream> accepted, const endpoint& peer);
  /// The connection is gone, or an application asked for it. Calls close(). To ask for it, call notify_close(): a
  /// direct call of an override cannot be counted as the one that is due.
  virtual void handle_close();
  /// What a handler threw, or an I/O error as a std::system_error. Logs it and calls notify_close(), unless a listener
  /// merely rests. An override that leaves the channel open is told of the same I/O error in each pass.
  virtual void handle_error(std::exception_ptr error);

  /// A line for the loop's log sink.
  void log(std::string_view message);
  void log_info(std::string_view message, log_level level = log_level::info);

 protected:
  /// How long a listener rests after accept ran out of descriptors or memory.
  static constexpr duration accept_backoff = std::chrono::milliseconds(100);

  /// Null before connect and after close.
  stream* transport() const { return closed_ ? nullptr : stream_.get(); }

 private:
  friend class loop;
  friend class async_chat;

  /// While it lives, a callback of this channel runs.
  struct callback_scope {
    explicit callback_scope(dispatcher& the_channel) : channel(the_channel) { ++channel.callback_depth_; }
    ~callback_scope() { --channel.callback_depth_; }
    dispatcher& channel;
  };

  /// Runs a handler that nothing protects: what it throws will leave the loop.
  template <class Handler>
  void run_unguarded(Handler handler);
  /// Takes the stream's or listener's place in the loop.
  void enter_loop();

  /// What the loop waits for on its behalf.
  readiness wanted() const;
  /// True when the stream is connected: asks it, then runs handle_connect.
  bool finish_connecting();
  void become_connected();
  /// handle_error with an I/O error, unless closed.
  void report(std::error_code error, const char* operation);
  void report(std::exception_ptr error);
  /// A listener stops accepting for accept_backoff.
  void rest();
  /// Called by the loop after each event, and before it waits when the channel was touched.
  virtual void settle() {}

  /// What only a listening channel has.
  struct listening_state {
    std::unique_ptr<listener> source;
    std::optional<timer_id> rest_timer;
  };

  /// A registration that no loop gives.
  static constexpr registration outside_loop{0xffffffff, 0};

  loop* loop_;
  std::unique_ptr<stream> stream_;
  std::unique_ptr<listening_state> listening_;
  registration registration_ = outside_loop;
  std::uint32_t callback_depth_ = 0;
  bool connected_ = false;
  bool connecting_ = false;
  bool closed_ = false;
  bool close_notified_ = false;
};

}  // namespace asynchat
