"""A program at the far end of a line: a pseudo-terminal of 80x24 whose bytes and times are counted."""
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

QUIET = 0.04  # a screen is settled when nothing has come for so long
PATIENCE = 3.0
# Asked at the start: how wide the terminal draws (answered in this order), and what it is.
QUESTIONS = {b"\x1b[6n": [b"\x1b[2;5R", b"\x1b[2;3R", b"\x1b[2;3R", b"\x1b[2;3R"], b"\x1b[c": [b"\x1b[?62;22c"] * 9, b"\x1b[>c": [b"\x1b[>41;354;0c"] * 9}


class Line:
    def __init__(self, argv, folder=None, **env):
        self.answers = {question: list(answers) for question, answers in QUESTIONS.items()}
        env = {**{k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_CTYPE", "NO_COLOR", "SSH_CONNECTION")}, "LANG": "C.UTF-8", **env}
        self.began = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.chdir(folder or ".")
            os.execvpe(argv[0], argv, env)
        self.got = b""

    def settle(self, began=None, quiet=QUIET):
        """Bytes, and milliseconds to the first and to the last; 0 bytes: nothing came."""
        self.got, first, last, wait = b"", None, began or time.monotonic(), PATIENCE
        began = last
        while select.select([self.fd], [], [], wait)[0]:
            try:
                part = os.read(self.fd, 65536)
            except OSError:
                break
            if not part:
                break
            last = time.monotonic()
            first, self.got, wait = first or last, self.got + part, quiet
            for question, answers in self.answers.items():
                for _ in range(part.count(question)):
                    os.write(self.fd, answers.pop(0))
        return len(self.got), 1000 * ((first or last) - began), 1000 * (last - began)

    def press(self, keys, quiet=QUIET):
        began = time.monotonic()
        os.write(self.fd, keys if isinstance(keys, bytes) else keys.encode())
        return self.settle(began, quiet)

    def memory(self):
        """RSS and PSS in KiB."""
        kb = {}
        with open(f"/proc/{self.pid}/smaps_rollup", encoding="ascii") as f:
            for line in f:
                kb[line.split()[0]] = line.split()[1]
        return int(kb["Rss:"]), int(kb["Pss:"])

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.close(self.fd)
        os.waitpid(self.pid, 0)
