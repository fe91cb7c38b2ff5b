#!/usr/bin/env python3
"""Holds traces and repros against the JSON Schemas beside this file.

usage: validate.py FILE...

A file that begins like a repro is one JSON object; any other is a trace, line by line. Each line that its schema refuses
is printed as FILE:LINE: where in it: why; behind a wrong first line nothing is looked at. A last line without its
newline is a torn write and no line.
Exit status: 0 all held, 1 something was refused, 2 a file cannot be read.

It needs the package jsonschema (Debian: python3-jsonschema).
"""

import json
import pathlib
import re
import signal
import sys

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match


def validator(name, part=None):
    schema = json.loads((pathlib.Path(__file__).parent / name).read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    if part:
        schema = {"definitions": schema["definitions"], "$ref": f"#/definitions/{part}"}
    return Draft7Validator(schema)


REPRO = validator("repro.schema.json")
HEADER = validator("trace.schema.json", "header")
EVENT = validator("trace.schema.json", "event")


def complaint(schema, text):
    """Why the schema refuses the JSON text, or nothing."""
    try:
        value = json.loads(text)
    except ValueError as error:
        return f"not JSON: {error}"
    error = best_match(schema.iter_errors(value))
    return error and f"{error.json_path}: {error.message}"


def complaints(path):
    """Pairs of a line's number and what is wrong with it."""
    with open(path, "rb") as file:
        start = file.read(4096)
        file.seek(0)
        if re.search(rb'"format"\s*:\s*"asynchat-repro"', start):
            yield 1, complaint(REPRO, file.read())
            return
        if not start:
            yield 1, "no header"
        for number, line in enumerate(file, 1):
            if number == 1:
                why = complaint(HEADER, line) if line.endswith(b"\n") else "no header"
                yield 1, why
                if why:
                    return
            elif line.endswith(b"\n"):
                yield number, complaint(EVENT, line)


def main(paths):
    if not paths or paths[0] in ("-h", "--help"):
        print(__doc__)
        return 0 if paths else 2
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever reads this may quit
    refused = False
    for path in paths:
        try:
            for number, why in complaints(path):
                if why:
                    refused = True
                    print(f"{path}:{number}: {why}")
        except OSError as error:
            print(f"{path}: {error.strerror}", file=sys.stderr)
            return 2
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
