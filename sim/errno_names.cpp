#include <asynchat/sim/errno_names.h>

#include <cerrno>

namespace asynchat::sim {

namespace {

struct named_errno {
  std::string_view name;
  int number;
};

constexpr named_errno names[] = {
    {"ECONNRESET", ECONNRESET},
    {"EPIPE", EPIPE},
    {"ECONNABORTED", ECONNABORTED},
    {"ECONNREFUSED", ECONNREFUSED},
    {"ENOTCONN", ENOTCONN},
    {"EBADF", EBADF},
    {"ETIMEDOUT", ETIMEDOUT},
    {"EHOSTUNREACH", EHOSTUNREACH},
    {"ENETUNREACH", ENETUNREACH},
    {"ENETDOWN", ENETDOWN},
    {"ENETRESET", ENETRESET},
    {"EADDRNOTAVAIL", EADDRNOTAVAIL},
    {"EADDRINUSE", EADDRINUSE},
    {"EAGAIN", EAGAIN},
    {"EWOULDBLOCK", EWOULDBLOCK},
    {"EALREADY", EALREADY},
    {"EINPROGRESS", EINPROGRESS},
    {"EINTR", EINTR},
    {"EINVAL", EINVAL},
    {"EIO", EIO},
    {"EISCONN", EISCONN},
    {"ENOBUFS", ENOBUFS},
    {"ENOMEM", ENOMEM},
    {"EMFILE", EMFILE},
    {"ENFILE", ENFILE},
    {"EACCES", EACCES},
    {"EPERM", EPERM},
    {"EMSGSIZE", EMSGSIZE},
    {"EPROTO", EPROTO},
#ifdef ESHUTDOWN
    {"ESHUTDOWN", ESHUTDOWN},
#endif
};

}  // namespace

std::string_view errno_name(int number) {
  for (const named_errno& entry : names) {
    if (entry.number == number) return entry.name;
  }
  return {};
}

std::optional<int> errno_number(std::string_view name) {
  for (const named_errno& entry : names) {
    if (entry.name == name) return entry.number;
  }
  return std::nullopt;
}

}  // namespace asynchat::sim
