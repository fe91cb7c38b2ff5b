#!/bin/sh
# Prints the first word of each LF line of its standard input. The mistake: it takes one read for one line (sipnab,
# issue 95). one_message_right.sh reads lines.
while chunk=$(dd bs=65536 count=1 2>/dev/null) && [ -n "$chunk" ]; do
  printf '%s\n' "${chunk%%[
 ]*}"
done
