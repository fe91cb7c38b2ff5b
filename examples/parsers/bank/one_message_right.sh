#!/bin/sh
# Prints the first word of each LF line of its standard input, however that is cut.
while IFS= read -r line; do
  printf '%s\n' "${line%% *}"
done
