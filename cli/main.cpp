#include "command_line.h"

#include <fcntl.h>
#include <unistd.h>

/// A supervisor may have closed the standard descriptors; what is opened next must not be taken for them.
static void open_standard_descriptors() {
  int fd = 0;
  do {
    fd = ::open("/dev/null", O_RDWR);
  } while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd >= 0) ::close(fd);
}

int main(int argc, char** argv) {
  open_standard_descriptors();
  return asynchat::cli::run(argc, argv);
}
