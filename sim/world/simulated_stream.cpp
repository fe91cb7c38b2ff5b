#include <utility>

#include "connection.h"

namespace asynchat::sim {

namespace {

io_result closed_already() { return io_result::error(std::make_error_code(std::errc::bad_file_descriptor)); }

}  // namespace

simulated_stream::~simulated_stream() { simulated_stream::close(); }

void simulated_stream::watch(registration who, readiness wanted) {
  if (whole_ != nullptr) whole_->end(which_).watch(who, wanted);
}

void simulated_stream::unwatch() {
  if (whole_ != nullptr) whole_->end(which_).unwatch();
}

io_result simulated_stream::recv(std::span<char> into) {
  return whole_ != nullptr ? whole_->recv(which_, into) : closed_already();
}

io_result simulated_stream::send(std::string_view bytes) {
  return whole_ != nullptr ? whole_->send(which_, bytes) : closed_already();
}

std::error_code simulated_stream::finish_connect() {
  return whole_ != nullptr ? whole_->finish_connect(which_) : closed_already().code();
}

std::error_code simulated_stream::shutdown_send() {
  return whole_ != nullptr ? whole_->shut_down_send(which_) : closed_already().code();
}

void simulated_stream::abort() {
  if (whole_ == nullptr) return;
  connection& whole = *std::exchange(whole_, nullptr);
  whole.end(which_).holder = nullptr;
  whole.abort(which_);
}

void simulated_stream::close() {
  if (whole_ == nullptr) return;
  connection& whole = *std::exchange(whole_, nullptr);
  whole.end(which_).holder = nullptr;
  whole.close(which_);
}

endpoint simulated_stream::local() const { return whole_ != nullptr ? whole_->local(which_) : endpoint{}; }

endpoint simulated_stream::peer() const { return whole_ != nullptr ? whole_->peer(which_) : endpoint{}; }

}  // namespace asynchat::sim
