#include <asynchat/engine/dispatcher.h>

#include <asynchat/transport/check.h>

#include <string>

namespace asynchat {

namespace {

std::string describe(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& known) {
    return known.what();
  } catch (...) {
    return "an exception that is no std::exception";
  }
}

}  // namespace

dispatcher::dispatcher(loop& loop) : loop_(&loop) {}

dispatcher::dispatcher(loop& loop, std::unique_ptr<stream> connected)
    : loop_(&loop), stream_(std::move(connected)), connected_(true) {
  ASYNCHAT_CHECK(stream_ != nullptr, "a connected channel has a stream");
  enter_loop();
}

dispatcher::~dispatcher() {
  ASYNCHAT_CHECK(callback_depth_ == 0, "a channel is not destroyed inside its own callback: use loop::destroy_later");
  close();
}

std::error_code dispatcher::connect(const endpoint& where) {
  ASYNCHAT_CHECK(stream_ == nullptr && listening_ == nullptr && !closed_, "a channel connects once");
  connect_result result = loop_->world().connect(where);
  stream_ = std::move(result.connecting);
  if (stream_ != nullptr && !result.error && !result.in_progress) result.error = stream_->finish_connect();
  if (stream_ == nullptr || result.error) {
    close();
    return result.error ? result.error : std::make_error_code(std::errc::not_connected);
  }
  connecting_ = true;
  enter_loop();
  if (!result.in_progress) become_connected();
  return {};
}

std::error_code dispatcher::listen(const endpoint& where, const listen_options& options) {
  ASYNCHAT_CHECK(stream_ == nullptr && listening_ == nullptr && !closed_, "a channel listens once");
  listen_result result = loop_->world().listen(where, options);
  if (result.listening == nullptr) {
    close();
    return result.error;
  }
  listening_ = std::make_unique<listening_state>(listening_state{std::move(result.listening), {}});
  enter_loop();
  return {};
}

std::unique_ptr<stream> dispatcher::accept() {
  ASYNCHAT_CHECK(accepting(), "accept belongs to a listening channel");
  accept_result result = listening_->source->accept();
  if (result.error) {
    if (is_out_of_resources(result.error)) rest();
    report(result.error, "accept");
  }
  return std::move(result.accepted);
}

io_result dispatcher::recv(std::span<char> into) {
  ASYNCHAT_CHECK(stream_ != nullptr, "recv needs a stream");
  const io_result result = stream_->recv(into);
  if (result.what() == io_result::kind::end_of_stream || result.what() == io_result::kind::disconnected) {
    notify_close();
  }
  return result;
}

io_result dispatcher::send(std::string_view bytes) {
  ASYNCHAT_CHECK(stream_ != nullptr, "send needs a stream");
  const io_result result = stream_->send(bytes);
  if (result.what() == io_result::kind::disconnected) notify_close();
  return result;
}

void dispatcher::close() {
  if (closed_) return;
  closed_ = true;
  connected_ = false;
  connecting_ = false;
  if (registration_ != outside_loop) loop_->remove(registration_);
  registration_ = outside_loop;
  if (stream_ != nullptr) stream_->close();
  if (listening_ == nullptr) return;
  if (listening_->rest_timer) loop_->cancel(*listening_->rest_timer);
  listening_->rest_timer.reset();
  listening_->source->close();
}

void dispatcher::notify_close() {
  if (closed_ || close_notified_) return;
  close_notified_ = true;
  touch();
  run_unguarded([this] { handle_close(); });
}

endpoint dispatcher::local() const {
  if (listening_ != nullptr) return listening_->source->local();
  return stream_ != nullptr ? stream_->local() : endpoint{};
}

endpoint dispatcher::peer() const { return stream_ != nullptr ? stream_->peer() : endpoint{}; }

void dispatcher::touch() {
  if (registration_ != outside_loop) loop_->touch(registration_);
}

void dispatcher::handle_read() { log_info("unhandled read event", log_level::warning); }

void dispatcher::handle_write() { log_info("unhandled write event", log_level::warning); }

void dispatcher::handle_connect() { log_info("unhandled connect event", log_level::warning); }

void dispatcher::handle_accept() {
  std::unique_ptr<stream> accepted = accept();
  if (accepted == nullptr) return;
  const endpoint from = accepted->peer();
  handle_accepted(std::move(accepted), from);
}

void dispatcher::handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) {
  accepted->close();
  log_info("unhandled accepted event", log_level::warning);
}

void dispatcher::handle_close() { close(); }

void dispatcher::handle_error(std::exception_ptr error) {
  log_info("uncaught exception, " + describe(error), log_level::error);
  if (listening_ == nullptr || !listening_->rest_timer) notify_close();
}

void dispatcher::log(std::string_view message) { loop_->log(log_level::info, message); }

void dispatcher::log_info(std::string_view message, log_level level) { loop_->log(level, message); }

template <class Handler>
void dispatcher::run_unguarded(Handler handler) {
  callback_scope scope(*this);
  try {
    handler();
  } catch (...) {
    loop_->fatal_ = std::current_exception();
    throw;
  }
}

void dispatcher::enter_loop() { registration_ = loop_->add(*this); }

readiness dispatcher::wanted() const {
  if (closed_) return readiness::none;
  if (listening_ != nullptr) return !listening_->rest_timer && readable() ? readiness::read : readiness::none;
  readiness result = readiness::none;
  if (readable()) result |= readiness::read;
  if (connecting_ || (connected_ && writable())) result |= readiness::write;
  return result;
}

bool dispatcher::finish_connecting() {
  if (const std::error_code error = stream_->finish_connect()) {
    if (error == std::errc::operation_in_progress) return false;
    if (is_disconnect(error)) {
      notify_close();
    } else {
      report(error, "connect");
    }
    return false;
  }
  become_connected();
  return !closed_;
}

void dispatcher::become_connected() {
  connecting_ = false;
  touch();
  callback_scope scope(*this);
  handle_connect();
  if (!closed_) connected_ = true;
}

void dispatcher::report(std::error_code error, const char* operation) {
  report(std::make_exception_ptr(std::system_error(error, operation)));
}

void dispatcher::report(std::exception_ptr error) {
  if (closed_) {
    loop_->log(log_level::error, "a handler of a closed channel threw: " + describe(error));
    return;
  }
  run_unguarded([&] { handle_error(std::move(error)); });
}

void dispatcher::rest() {
  std::optional<timer_id>& timer = listening_->rest_timer;
  if (timer) loop_->cancel(*timer);
  timer = loop_->call_later(accept_backoff, [this] {
    listening_->rest_timer.reset();
    touch();
  });
  touch();
}

}  // namespace asynchat
