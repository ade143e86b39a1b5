#!/usr/bin/env python3
"""One clerk's session on a pseudo-terminal of 80x24: tests/bench/pty_session.py YICHUANG HOME [PERSON [TERM [CHARSET]]]

Start to the first settled screen, and for each key of the main screens: bytes sent to the terminal and the seconds they
take on a line of 9600 baud, first answer and settled screen in milliseconds (medians), then the memory of the session.
A table, and a last line of JSON.
"""
import fcntl
import json
import os
import pty
import select
import shutil
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time

QUIET = 0.06  # a screen is settled when nothing has come for so long
PATIENCE = 3.0
BYTES_PER_SECOND = 960  # 9600 baud, ten bits a byte
QUESTION, ANSWERS = b"\x1b[6n", [b"\x1b[2;5R", b"\x1b[2;3R", b"\x1b[2;3R", b"\x1b[2;3R"]  # how wide the terminal is, asked at the start
DOWN, PAGE_DOWN, PAGE_UP, ESC = "\x1bOB", "\x1b[6~", "\x1b[5~", "\x1b"
F1, F3, F5 = "\x1bOP", "\x1bOR", "\x1b[15~"

# (what it is, keys, repeats); no name: not reported
STEPS = [
    (None, DOWN * 4, 1),
    ("sign-in: choose the desk, inbox comes", "\r", 1),
    ("inbox: down", DOWN, 10),
    ("inbox: page down", PAGE_DOWN, 3),
    (None, PAGE_UP, 3),
    ("inbox: open a matter's form", "\r", 1),
    ("form: a letter", "a", 8),
    ("form: delete a letter", "\x7f", 8),
    ("form: next field", "\t", 6),
    ("form: leave, matter comes", ESC, 1),
    ("matter: next tab", "2", 1),
    ("matter: trail", "7", 1),
    ("find: open", F3, 1),
    ("find: a letter", "h", 3),
    ("find: leave", ESC, 1),
    ("lamps: open", F5, 1),
    ("lamps: down", DOWN, 5),
    ("lamps: leave", ESC, 1),
    ("help: open", F1, 1),
    ("help: leave", ESC, 1),
]


def row(name, size, first, settled):
    print(f"{name:<40} {size:>7} bytes {size / BYTES_PER_SECOND:6.2f} s {first:8.1f} {settled:8.1f} ms")


class Session:
    def __init__(self, argv, env):
        self.answers = list(ANSWERS)
        self.began = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(argv[0], argv, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def settle(self, began):
        """(bytes, ms to the first, ms to the last); bytes 0: nothing came."""
        size, first, last, wait = 0, None, began, PATIENCE
        while select.select([self.fd], [], [], wait)[0]:
            try:
                got = os.read(self.fd, 65536)
            except OSError:
                break
            if not got:
                break
            last = time.monotonic()
            for _ in range(got.count(QUESTION)):
                os.write(self.fd, self.answers.pop(0))
            first, size, wait = first or last, size + len(got), QUIET
        return size, (first or last) - began, last - began

    def press(self, keys):
        began = time.monotonic()
        os.write(self.fd, keys.encode())
        return self.settle(began)

    def memory(self):
        kb = {}
        with open(f"/proc/{self.pid}/smaps_rollup", encoding="ascii") as f:
            for line in f:
                part = line.split()
                if part[0] in ("Rss:", "Pss:", "Private_Dirty:"):
                    kb[part[0][:-1].lower() + "_kb"] = int(part[1])
        return kb

    def close(self):
        os.kill(self.pid, signal.SIGHUP)
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    drafts = tempfile.mkdtemp(prefix="yc-bench-")
    person, term, charset = (sys.argv[3:] + ["zhangmin", "xterm-256color", "UTF-8"][len(sys.argv) - 3:])[:3]
    env = dict(os.environ, TERM=term, LANG="C.UTF-8", YICHUANG_HOME=sys.argv[2], XDG_STATE_HOME=drafts)
    s = Session([os.path.abspath(sys.argv[1]), "--as", person, "--charset", charset], env)
    size, first, settled = s.settle(s.began)
    out = {"start_ms": round(settled * 1000, 1), "start_bytes": size, "keys": {}}
    print(f"{f'{term}, {charset}':<40} {'':>7}        9600 baud    first  settled")
    row("start to first screen", size, first * 1000, settled * 1000)
    for name, keys, repeat in STEPS:
        got = [s.press(keys) for _ in range(repeat)]
        if not name:
            continue
        size = round(statistics.median(g[0] for g in got))
        first, settled = (1000 * statistics.median(g[i] for g in got) for i in (1, 2))
        row(name, size, first, settled)
        out["keys"][name] = [size, round(first, 1), round(settled, 1)]
    out.update(s.memory())
    print(f"{'memory of the session':<40} {out['rss_kb']:>7} KB RSS, {out['pss_kb']} KB PSS, {out['private_dirty_kb']} KB its own")
    s.close()
    shutil.rmtree(drafts, ignore_errors=True)
    print(json.dumps(out, ensure_ascii=False))


main()
