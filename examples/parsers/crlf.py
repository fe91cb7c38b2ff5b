"""Prints each CRLF line of its standard input, however that is cut."""

import os

unread = b""
while chunk := os.read(0, 65536):
    *lines, unread = (unread + chunk).split(b"\r\n")
    for line in lines:
        os.write(1, line + b"\n")
