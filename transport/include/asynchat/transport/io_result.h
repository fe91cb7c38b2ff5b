#pragma once

#include <cstddef>
#include <iosfwd>
#include <system_error>

namespace asynchat {

/// True for the errors that mean "the other side is gone": ECONNRESET, ENOTCONN, ESHUTDOWN, ECONNABORTED, EPIPE and
/// EBADF; the same set for recv, send and connect.
bool is_disconnect(std::error_code code);

/// True for the errors of a machine that ran out of descriptors or memory: EMFILE, ENFILE, ENOBUFS and ENOMEM. A
/// listener that meets one tries again later.
bool is_out_of_resources(std::error_code code);

/// What one recv or send came to: a value, never an exception.
class io_result {
 public:
  enum class kind : unsigned char { bytes, would_block, end_of_stream, disconnected, failed };

  /// `count` bytes were moved; at least one, unless none was asked for.
  static io_result transferred(std::size_t count) { return io_result(kind::bytes, count); }
  static io_result would_block() { return io_result(kind::would_block, 0); }
  /// The peer sent its last byte. Only from recv.
  static io_result end_of_stream() { return io_result(kind::end_of_stream, 0); }
  /// disconnected where is_disconnect(code), failed otherwise. `code` is not zero.
  static io_result error(std::error_code code) {
    io_result result(is_disconnect(code) ? kind::disconnected : kind::failed, 0);
    result.error_ = code.value();
    result.category_ = &code.category();
    return result;
  }

  kind what() const { return kind_; }
  /// Bytes moved; 0 unless what() is bytes.
  std::size_t count() const { return count_; }
  /// The error of disconnected and failed; zero otherwise.
  std::error_code code() const {
    return category_ != nullptr ? std::error_code(error_, *category_) : std::error_code();
  }

  friend bool operator==(const io_result& a, const io_result& b) {
    return a.kind_ == b.kind_ && a.count_ == b.count_ && a.code() == b.code();
  }

 private:
  io_result(kind what, std::size_t count) : kind_(what), count_(count) {}

  kind kind_;
  /// The error's two parts. An empty std::error_code would ask for its category in every result that is no error.
  int error_ = 0;
  std::size_t count_;
  const std::error_category* category_ = nullptr;
};

std::ostream& operator<<(std::ostream& out, const io_result& result);

}  // namespace asynchat
