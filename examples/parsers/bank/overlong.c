/* Prints each LF line of its standard input, up to 16 bytes, and "too long" for a longer one. The mistake: what is left
 * of a line that is too long is dropped chunk by chunk, and each chunk is told of anew (tokio's LinesCodec, issues 3555
 * and 3556). With RIGHT defined, one line is told of once. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 16 };

int main(void) {
  char chunk[65536];
  char line[LINE_MAX_BYTES];
  size_t held = 0;
  int dropping = 0;
  ssize_t count;
  while ((count = read(STDIN_FILENO, chunk, sizeof chunk)) > 0) {
#ifndef RIGHT
    if (dropping) puts("too long");
#endif
    for (ssize_t i = 0; i < count; ++i) {
      if (chunk[i] == '\n') {
        if (!dropping) printf("%.*s\n", (int)held, line);
        held = 0;
        dropping = 0;
      } else if (!dropping && held == sizeof line) {
        puts("too long");
        dropping = 1;
      } else if (!dropping) {
        line[held++] = chunk[i];
      }
    }
  }
  return 0;
}
