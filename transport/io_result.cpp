#include <asynchat/transport/io_result.h>

#include <cerrno>
#include <ostream>

namespace asynchat {

bool is_disconnect(std::error_code code) {
#ifdef ESHUTDOWN  // not in std::errc, and so not known to be the same in both categories
  const bool is_errno = code.category() == std::generic_category() || code.category() == std::system_category();
  if (is_errno && code.value() == ESHUTDOWN) return true;
#endif
  return code == std::errc::connection_reset || code == std::errc::not_connected ||
         code == std::errc::connection_aborted || code == std::errc::broken_pipe ||
         code == std::errc::bad_file_descriptor;
}

bool is_out_of_resources(std::error_code code) {
  return code == std::errc::too_many_files_open || code == std::errc::too_many_files_open_in_system ||
         code == std::errc::no_buffer_space || code == std::errc::not_enough_memory;
}

std::ostream& operator<<(std::ostream& out, const io_result& result) {
  switch (result.what()) {
    case io_result::kind::bytes:
      return out << result.count() << " bytes";
    case io_result::kind::would_block:
      return out << "would block";
    case io_result::kind::end_of_stream:
      return out << "end of stream";
    case io_result::kind::disconnected:
      return out << "disconnected: " << result.code().message();
    case io_result::kind::failed:
      return out << "failed: " << result.code().message();
  }
  return out;
}

}  // namespace asynchat
