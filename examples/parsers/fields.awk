#!/usr/bin/awk -f
# Lines that end with CR LF on standard input: how many words each has, and the last of them, on standard output.
# Where a read ends is awk's own business: it must find a terminator of two bytes that came in two reads.
BEGIN { RS = "\r\n" }
{ print NF " " $NF }
