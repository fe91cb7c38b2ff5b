#!/usr/bin/env python3
"""A page of the documentation is true: the commands of its console blocks are run, and print what it shows.

usage: page_test.py SOURCE PAGE PROGRAMS

The blocks of a page are run one after another in one folder, which has the project's files and, as build/release/bin,
PROGRAMS. Each block has a bash of its own. In what a command prints, a line "…" stands for any lines; times, rates and the
width of gaps may differ. A block that begins with `$ asynchat`, not with a path, is not run: it needs more than this
folder has.

A command that ends in & stays at work until the end of its block, or until a command such as `kill -INT %1` or `wait`,
behind which the page shows what it has printed since its first line. That line must say "listening on HOST:PORT", if the
command has a port: behind --listen or --as-server, or else as its last word. The system chooses another one here.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

LISTENS = re.compile(r"((?:--listen|--as-server)[ =]\S*?:|\S*:(?=\d+ *&$))(\d+)")
MARK = "the end of a command:"


def blocks(page):
    """Lists of (line, command, output) of a page."""
    block = None
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if block is None:
            block = [] if line == "```console" else None
        elif line == "```":
            yield block
            block = None
        elif block and block[-1][1].endswith("\\") and not block[-1][2]:
            block[-1][1] += "\n" + line
        elif line.startswith("$ "):
            block.append([number, line[2:], ""])
        else:
            block[-1][2] += line + "\n"


def masked(text):
    text = re.sub(r"[0-9]+\.[0-9]+ s\b", "# s", text)
    text = re.sub(r"[0-9,.]+ (plans|MB|seeds)/s", r"# \1/s", text)
    text = re.sub(r" +", " ", text.replace("\r\n", "\n"))
    return text if text.endswith("\n") or not text else text + "\n"


def prints(shown, output):
    parts = [re.escape(part) for part in masked(shown).split("…\n")]
    return re.fullmatch(r"(?:.*\n)*?".join(parts), masked(output)) is not None


class Session:
    """A block at work."""

    def __init__(self, folder):
        self.folder = folder
        self.ports = {}  # as the page has them: as they are
        self.jobs = []
        self.bash = subprocess.Popen(
            ["bash"], cwd=folder, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, command):
        for shown, real in self.ports.items():
            command = re.sub(rf"\b{shown}\b", real, command)
        output = self.start(command) if command.endswith("&") else self.say(command)
        if re.match(r"(kill|wait)\b", command):
            number = re.search(r"%(\d+)", command)
            output += self.rest_of(int(number[1]) if number else len(self.jobs))
        for shown, real in self.ports.items():
            output = re.sub(rf"\b{real}\b", shown, output)
        return output

    def say(self, command):
        self.bash.stdin.write(f"{command}\necho; echo '{MARK}' $?\n")
        self.bash.stdin.flush()
        output = ""
        for line in self.bash.stdout:
            if line.startswith(MARK):
                if line.split()[-1] == "2" and command.startswith("build/release/bin/asynchat"):
                    output += "(it says that the command is wrong)\n"
                return output[:-1]  # without the line end of the echo
            output += line
        return output + "(bash has ended)\n"

    def start(self, command):
        port = LISTENS.search(command)
        if port:
            command = command[: port.start(2)] + "0" + command[port.end(2) :]
        pipe = self.folder / f".job{len(self.jobs)}"
        os.mkfifo(pipe)
        self.bash.stdin.write(f"{command[:-1]} > {pipe.name} 2>&1 &\n")
        self.bash.stdin.flush()
        job = open(pipe, encoding="utf-8", errors="replace")
        self.jobs.append(job)
        if not port:
            return ""
        line = job.readline()
        real = re.search(r"listening on \S*?:(\d+)", line)
        if real:
            self.ports[port[2]] = real[1]
        return line

    def rest_of(self, number):
        return self.jobs[number - 1].read()

    def end(self):
        self.say("kill $(jobs -p) 2> /dev/null; wait")
        self.bash.stdin.close()
        self.bash.wait()
        for number, job in enumerate(self.jobs):
            job.close()
            (self.folder / f".job{number}").unlink()


def main(source, page, programs):
    source = pathlib.Path(source).resolve()
    commands = 0
    failed = False
    with tempfile.TemporaryDirectory(prefix="asynchat-") as name:
        folder = pathlib.Path(name)
        (folder / "build/release").mkdir(parents=True)
        (folder / "build/release/bin").symlink_to(pathlib.Path(programs).resolve())
        for room in ("docs", "examples", "tests", "traces"):
            (folder / room).symlink_to(source / room)
        for block in blocks(source / page):
            if block[0][1].startswith("asynchat "):
                continue
            session = Session(folder)
            for line, command, shown in block:
                commands += 1
                output = session.run(command)
                if not prints(shown, output):
                    failed = True
                    print(f"{page}:{line}: {command}\nshown:\n{shown}printed:\n{output}")
            session.end()
        written = [str(path) for path in folder.iterdir() if path.is_file()]
        checked = [path for path in written if path.endswith((".trace.jsonl", ".repro.json")) and "wrong" not in path]
        if checked and subprocess.run([sys.executable, source / "traces/schema/validate.py", *checked]).returncode != 0:
            failed = True
    if commands == 0:
        print(f"{page} shows no command")
    return 1 if failed or commands == 0 else 0


if __name__ == "__main__":
    os.environ.update(no_proxy="*", NO_COLOR="1")
    sys.exit(main(*sys.argv[1:]))
