#include <asynchat/sim/inside.h>
#include <asynchat/transport/check.h>

#include <dlfcn.h>
#include <netdb.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <string>

namespace {

constexpr const char* read_time = "ask loop::now()";
constexpr const char* pass_time = "use loop::call_later()";
constexpr const char* draw = "draw from the seed, as with sim::random_source";
constexpr const char* communicate = "use the loop's network";
constexpr const char* wait = "leave waiting to the loop";

void forbid_inside(const char* call, const char* remedy) {
  const std::string_view host = asynchat::sim::inside_simulation();
  if (host.empty()) return;
  const std::string sentence =
      std::string(call) + " was called by the program of host " + std::string(host) + " inside a simulation: " + remedy;
  asynchat::check_failed(__FILE__, __LINE__, "sim::inside_simulation().empty()", sentence.c_str());
}

/// Who would have been called without the guard: a sanitizer's interceptor, or the C library.
template <class Function>
Function* following(std::atomic<void*>& known, const char* symbol) {
  void* found = known.load(std::memory_order_acquire);
  if (found == nullptr) {
    found = dlsym(RTLD_NEXT, symbol);
    ASYNCHAT_CHECK(found != nullptr, "what is guarded is in a shared library behind the guard: link it dynamically");
    known.store(found, std::memory_order_release);
  }
  return reinterpret_cast<Function*>(found);
}

}  // namespace

/// Defines `symbol`, which the program and its libraries then call in place of the one that they were written for. The
/// C++ name is another, so that a header's declaration, with its attributes and redirections, is not in the way.
#define ASYNCHAT_GUARD_SYMBOL(result, name, symbol, shown, parameters, arguments, remedy) \
  extern "C" result asynchat_guarded_##name parameters __asm__(symbol);                   \
  extern "C" result asynchat_guarded_##name parameters {                                  \
    static constinit std::atomic<void*> known = nullptr;                                  \
    forbid_inside(shown, remedy);                                                         \
    return following<result parameters>(known, symbol) arguments;                         \
  }
#define ASYNCHAT_GUARD(result, name, parameters, arguments, remedy) \
  ASYNCHAT_GUARD_SYMBOL(result, name, #name, #name, parameters, arguments, remedy)

ASYNCHAT_GUARD(int, clock_gettime, (clockid_t which, timespec* into), (which, into), read_time)
ASYNCHAT_GUARD(int, timespec_get, (timespec * into, int base), (into, base), read_time)
ASYNCHAT_GUARD(int, gettimeofday, (timeval * into, void* zone), (into, zone), read_time)
ASYNCHAT_GUARD(time_t, time, (time_t * into), (into), read_time)
ASYNCHAT_GUARD(clock_t, clock, (), (), read_time)

ASYNCHAT_GUARD(int, nanosleep, (const timespec* how_long, timespec* left), (how_long, left), pass_time)
ASYNCHAT_GUARD(int, clock_nanosleep, (clockid_t which, int flags, const timespec* how_long, timespec* left),
               (which, flags, how_long, left), pass_time)
ASYNCHAT_GUARD(int, usleep, (useconds_t how_long), (how_long), pass_time)
ASYNCHAT_GUARD(unsigned, sleep, (unsigned how_long), (how_long), pass_time)

ASYNCHAT_GUARD(ssize_t, getrandom, (void* into, size_t bytes, unsigned flags), (into, bytes, flags), draw)
ASYNCHAT_GUARD(int, getentropy, (void* into, size_t bytes), (into, bytes), draw)
ASYNCHAT_GUARD(std::uint32_t, arc4random, (), (), draw)
ASYNCHAT_GUARD(void, arc4random_buf, (void* into, size_t bytes), (into, bytes), draw)
ASYNCHAT_GUARD(std::uint32_t, arc4random_uniform, (std::uint32_t bound), (bound), draw)
// libstdc++'s takes its numbers from an instruction of the processor, so its own function is guarded.
ASYNCHAT_GUARD_SYMBOL(unsigned, random_device, "_ZNSt13random_device9_M_getvalEv", "std::random_device", (void* self),
                      (self), draw)

ASYNCHAT_GUARD(int, socket, (int family, int type, int protocol), (family, type, protocol), communicate)
ASYNCHAT_GUARD(int, socketpair, (int family, int type, int protocol, int* into), (family, type, protocol, into),
               communicate)
ASYNCHAT_GUARD(int, connect, (int fd, const sockaddr* where, socklen_t bytes), (fd, where, bytes), communicate)
ASYNCHAT_GUARD(int, accept, (int fd, sockaddr* from, socklen_t* bytes), (fd, from, bytes), communicate)
ASYNCHAT_GUARD(int, accept4, (int fd, sockaddr* from, socklen_t* bytes, int flags), (fd, from, bytes, flags),
               communicate)
ASYNCHAT_GUARD(int, getaddrinfo, (const char* host, const char* service, const addrinfo* hints, addrinfo** into),
               (host, service, hints, into), communicate)

ASYNCHAT_GUARD(int, poll, (pollfd * set, nfds_t size, int timeout), (set, size, timeout), wait)
ASYNCHAT_GUARD(int, ppoll, (pollfd * set, nfds_t size, const timespec* timeout, const sigset_t* mask),
               (set, size, timeout, mask), wait)
ASYNCHAT_GUARD(int, select, (int size, fd_set* read, fd_set* write, fd_set* except, timeval* timeout),
               (size, read, write, except, timeout), wait)
ASYNCHAT_GUARD(int, pselect,
               (int size, fd_set* read, fd_set* write, fd_set* except, const timespec* timeout, const sigset_t* mask),
               (size, read, write, except, timeout, mask), wait)
ASYNCHAT_GUARD(int, epoll_create1, (int flags), (flags), wait)
ASYNCHAT_GUARD(int, epoll_wait, (int fd, epoll_event* into, int size, int timeout), (fd, into, size, timeout), wait)
ASYNCHAT_GUARD(int, epoll_pwait, (int fd, epoll_event* into, int size, int timeout, const sigset_t* mask),
               (fd, into, size, timeout, mask), wait)

/// What a program asks its linker for to have all of these.
extern "C" const char asynchat_sim_guard = 1;
