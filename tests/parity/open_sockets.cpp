#include "open_sockets.h"

#include <dirent.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace asynchat::parity {

std::set<int> open_sockets() {
  std::set<int> found;
  DIR* const folder = opendir("/proc/self/fd");
  while (const dirent* entry = readdir(folder)) {
    struct stat what {};
    const int fd = std::atoi(entry->d_name);
    if (entry->d_name[0] != '.' && fstat(fd, &what) == 0 && S_ISSOCK(what.st_mode)) found.insert(fd);
  }
  closedir(folder);
  return found;
}

std::set<int> sockets_since(const std::set<int>& before) {
  const std::set<int> now = open_sockets();
  std::set<int> made;
  std::set_difference(now.begin(), now.end(), before.begin(), before.end(), std::inserter(made, made.end()));
  return made;
}

int option_of(int fd, int option) {
  int value = -1;
  socklen_t size = sizeof(value);
  return getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

int family_of(const endpoint& where) {
  if (where.kind == endpoint::family::unix_path) return AF_UNIX;
  return where.host.find(':') == std::string::npos ? AF_INET : AF_INET6;
}

}  // namespace asynchat::parity
