#!/usr/bin/env python3
"""HTML on standard input, what Python's html.parser tells of it on standard output, a line each.

It reads what there is, gives it to the parser, and so on until the end. With --raw the parser leaves references such
as &amp; to the handler, as it does with convert_charrefs=False.
"""
import codecs
import os
import sys
from html.parser import HTMLParser


class Teller(HTMLParser):
    def __init__(self, **options):
        super().__init__(**options)
        self.text = ""  # comes in pieces

    def tell(self, name, *words):
        if self.text:
            print("text", repr(self.text))
        self.text = ""
        if name:
            print(name, *map(repr, words))

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        self.tell("start", tag, *attrs)

    def handle_endtag(self, tag):
        self.tell("end", tag)

    def handle_comment(self, data):
        self.tell("comment", data)

    def handle_decl(self, decl):
        self.tell("declaration", decl)

    def unknown_decl(self, data):
        self.tell("unknown declaration", data)

    def handle_pi(self, data):
        self.tell("instruction", data)

    def handle_entityref(self, name):
        self.tell("reference", name)

    def handle_charref(self, name):
        self.tell("character", name)


def main():
    parser = Teller(convert_charrefs="--raw" not in sys.argv[1:])
    # A character may come in two reads.
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    while chunk := os.read(0, 65536):
        parser.feed(decoder.decode(chunk))
    parser.feed(decoder.decode(b"", True))
    parser.close()
    parser.tell(None)


main()
