#!/usr/bin/env python3
"""netstring_talk.py server PORT | client PORT: both ends of the recorded netstrings.

The server sends every netstring back, its string reversed, and ends after two connections.
"""
import socket
import sys


def netstring(content):
    return b"%d:%s," % (len(content), content)


def contents(stream):
    """The strings of a stream, read through a buffered file."""
    while digits := stream.read(1):
        while not digits.endswith(b":"):
            digits += stream.read(1)
        content = stream.read(int(digits[:-1]))
        assert stream.read(1) == b","
        yield content


def serve(port):
    with socket.create_server(("127.0.0.1", port)) as listener:
        for _ in range(2):
            connection, _ = listener.accept()
            with connection, connection.makefile("rb") as stream:
                for content in contents(stream):
                    connection.sendall(netstring(content[::-1]))


def talk(port):
    awkward = [b"", b",", b":", b"5:hello,", b"0:,0:,", b"\r\n", b"12", bytes(range(256)), b"x" * 999, b"y" * 1000]
    pipelined = [b"line %d" % i for i in range(300)]
    large = bytes(range(256)) * 40
    sent = awkward + pipelined + [large]
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as stream:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for content in awkward[:7]:
            for byte in netstring(content):
                connection.sendall(bytes([byte]))
        connection.sendall(b"".join(netstring(content) for content in sent[7:]))
        connection.shutdown(socket.SHUT_WR)
        assert [content[::-1] for content in contents(stream)] == sent


if __name__ == "__main__":
    {"server": serve, "client": talk}[sys.argv[1]](int(sys.argv[2]))
