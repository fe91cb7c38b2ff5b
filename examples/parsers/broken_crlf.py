"""Prints each CRLF line of its standard input. It looks for the CRLF in one chunk at a time, and so misses one that
comes in two: `asynchat check --exec 'python3 broken_crlf.py' crlf.trace.jsonl` tells where. crlf.py does it right."""

import os

line = b""
while chunk := os.read(0, 65536):
    *ended, rest = chunk.split(b"\r\n")
    for end in ended:
        os.write(1, line + end + b"\n")
        line = b""
    line += rest
