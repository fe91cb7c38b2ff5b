"""Splits a file at CRLF with CPython's asynchat, fed in chunks of a given size.

usage: frames_asynchat.py FILE CHUNK_BYTES

Prints one line of JSON: the CPU seconds of one pass over the file, and the CRC of the frames, each ended by a line feed.
"""

import asynchat
import json
import sys
import time
import zlib


class Splitter(asynchat.async_chat):
    ac_in_buffer_size = 65536

    def __init__(self, stream, chunk_bytes):
        super().__init__(None, {})
        self.stream = stream
        self.chunk_bytes = chunk_bytes
        self.at = 0
        self.pieces = []
        self.set_terminator(b"\r\n")

    def recv(self, size):
        start = self.at
        self.at += min(self.chunk_bytes, size)
        return self.stream[start : self.at]

    def collect_incoming_data(self, data):
        self.pieces.append(data)

    def found_terminator(self):
        self.pieces.append(b"\n")


def main():
    with open(sys.argv[1], "rb") as file:
        stream = file.read()
    splitter = Splitter(stream, int(sys.argv[2]))
    start = time.process_time()
    while splitter.at < len(stream):
        splitter.handle_read()
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "crc32": zlib.crc32(b"".join(splitter.pieces))}))


main()
