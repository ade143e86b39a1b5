"""A program on a pseudo-terminal, and the screen a person would see: what curses sends to an xterm, a tmux or a VT100.

    t = Terminal(["build/bin/yichuang"], env)
    t.type("<F2>A03<Enter>宏盛食品店<Enter>")    # as in tests/unit: <Esc>, <Down>, <Ctrl-A>, <Paste TEXT> ...
    t.wait("draft")                             # until the screen shows it

Every wait reads all open terminals, so none of them stalls.  Counted: bytes received, keys pressed, and the cost of what
was typed, a Han character being 3.5 keys of an input method and everything else one.
"""
import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
import unicodedata

HAN_COST = 3.5
KEYS = {"Enter": "\r", "Tab": "\t", "Backtab": "\x1b[Z", "Esc": "\x1b", "Backspace": "\x7f", "Space": " ", "Less": "<",
        "Up": "\x1bOA", "Down": "\x1bOB", "Right": "\x1bOC", "Left": "\x1bOD", "Home": "\x1b[1~", "End": "\x1b[4~",
        "Del": "\x1b[3~", "PgUp": "\x1b[5~", "PgDn": "\x1b[6~",
        "F1": "\x1bOP", "F2": "\x1bOQ", "F3": "\x1bOR", "F4": "\x1bOS", "F5": "\x1b[15~", "F6": "\x1b[17~",
        "F7": "\x1b[18~", "F8": "\x1b[19~", "F9": "\x1b[20~", "F10": "\x1b[21~"}
ESCAPE_TIME = 0.035  # a lone Esc counts as the key after 25 ms


def columns_of(ch, ambiguous):
    if unicodedata.category(ch) in ("Mn", "Me", "Cf"):
        return 0
    width = unicodedata.east_asian_width(ch)
    return 2 if width in "WF" else ambiguous if width == "A" else 1


def parse_keys(text, keys=KEYS):
    """(what goes out, cost) for each key of "<F2>A03<Enter>"."""
    for name, ch in re.findall(r"<([^<>]+)>|(.)", text, re.S):
        if ch:
            yield ch, HAN_COST if unicodedata.east_asian_width(ch) == "W" else 1
        elif name.startswith("Ctrl-"):
            yield chr(ord(name[5]) & 31), 1
        elif name.startswith("Alt-"):
            yield "\x1b" + name[4], 1
        elif name.startswith("Paste "):
            yield f"\x1b[200~{name[6:]}\x1b[201~", 1
        else:
            yield keys[name], 1


class Screen:
    """Cells; a wide character stands in its left cell, its right one is ""."""

    def __init__(self, rows, cols, ambiguous=1):
        self.ambiguous = ambiguous
        self.unknown, self.colours, self.looks, self.bells = [], 0, 0, 0
        self.held = ""  # half a sequence
        self.answers = ""  # to what was asked
        self.resize(rows, cols)

    def resize(self, rows, cols):
        self.rows, self.cols = rows, cols
        self.cell = [[" "] * cols for _ in range(rows)]
        self.row = self.col = 0
        self.top, self.bottom = 0, rows - 1
        self.wrap = self.insert = False
        self.saved, self.last = (0, 0), " "

    def line(self, row):
        return "".join(self.cell[row]).rstrip()

    # --- What programs send ---------------------------------------------------------------------------

    SEQUENCE = re.compile(r"\x1b(?:\[([?>!]?)([0-9;]*)([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()#%]([^\x1b])|([^\[\]()#%]))")
    PART = re.compile(r"\x1b(?:\[[?>!]?[0-9;]*|\][^\x07\x1b]*|[()#%])?\Z")

    def feed(self, text):
        text, self.held = self.held + text, ""
        at = 0
        while at < len(text):
            if text[at] != "\x1b":
                self.plain(text[at])
                at += 1
                continue
            m = self.SEQUENCE.match(text, at)
            if m:
                self.sequence(m)
                at = m.end()
            elif self.PART.match(text, at):
                self.held = text[at:]
                return
            else:
                self.unknown.append(text[at:at + 8])
                at += 1

    def plain(self, ch):
        if ch == "\r":
            self.go(self.row, 0)
        elif ch in "\n\v\f":
            self.index()
        elif ch == "\b":
            self.go(self.row, self.col - 1)
        elif ch == "\t":
            self.go(self.row, (self.col // 8 + 1) * 8)
        elif ch == "\a":
            self.bells += 1
        elif ch in "\x00\x0e\x0f":
            pass
        elif ch < " " or ch == "\x7f":
            self.unknown.append(ch)
        else:
            self.put(ch)

    def sequence(self, m):
        private, numbers, final, charset, single = m.groups()
        if final:
            given = [int(n or 0) for n in numbers.split(";")] if numbers else []
            do = self.CSI.get(private + final)
            if do:
                do(self, given, *[n or 1 for n in (given + [1, 1])[:2]])
            else:
                self.unknown.append(m[0])
        elif single in self.ESC:
            self.ESC[single](self)
        elif single or charset is None and not m[0].startswith("\x1b]"):
            self.unknown.append(m[0])

    # --- Cells ----------------------------------------------------------------------------------------

    def go(self, row, col):
        self.row, self.col, self.wrap = min(max(row, 0), self.rows - 1), min(max(col, 0), self.cols - 1), False

    def blank(self, row, first, end):
        """Half a wide character goes with its other half."""
        line = self.cell[row]
        if 0 < first < self.cols and line[first] == "":
            line[first - 1] = " "
        if 0 < end < self.cols and line[end] == "":
            line[end] = " "
        line[first:end] = [" "] * (min(end, self.cols) - first)

    def put(self, ch):
        width = columns_of(ch, self.ambiguous)
        if width == 0:
            return
        if self.wrap or self.col + width > self.cols:
            self.col = 0
            self.index()
        if self.insert:
            self.insert_blanks([], width, 1)
        self.blank(self.row, self.col, self.col + width)
        self.cell[self.row][self.col:self.col + width] = [ch, ""][:width]
        self.last = ch
        self.wrap = self.col + width == self.cols
        self.col = min(self.col + width, self.cols - 1)

    def index(self):
        self.wrap = False
        if self.row == self.bottom:
            self.scroll(self.top, 1)
        elif self.row < self.rows - 1:
            self.row += 1

    def reverse_index(self):
        self.wrap = False
        if self.row == self.top:
            self.scroll(self.top, -1)
        elif self.row:
            self.row -= 1

    def scroll(self, top, n):
        """Rows top..bottom go up by n."""
        lines = self.cell[top:self.bottom + 1]
        n = max(-len(lines), min(n, len(lines)))
        fresh = [[" "] * self.cols for _ in range(abs(n))]
        self.cell[top:self.bottom + 1] = lines[n:] + fresh if n > 0 else fresh + lines[:n or None]

    def erase_line(self, given, *_):
        how = given[0] if given else 0
        self.blank(self.row, 0 if how else self.col, self.col + 1 if how == 1 else self.cols)

    def erase_screen(self, given, *_):
        how = given[0] if given else 0
        for row in range(self.rows):
            if how >= 2 or (how == 0 and row > self.row) or (how == 1 and row < self.row):
                self.blank(row, 0, self.cols)
        if how < 2:
            self.erase_line(given)

    def insert_blanks(self, _, n, *__):
        line = self.cell[self.row]
        self.blank(self.row, self.col, self.col)
        self.cell[self.row] = (line[:self.col] + [" "] * n + line[self.col:])[:self.cols]

    def delete_cells(self, _, n, *__):
        self.blank(self.row, self.col, self.col + n)
        line = self.cell[self.row]
        self.cell[self.row] = (line[:self.col] + line[self.col + n:] + [" "] * n)[:self.cols]

    def region(self, given, *_):
        top, bottom = (given + [0, 0])[:2]
        self.top, self.bottom = max(top, 1) - 1, (bottom or self.rows) - 1
        self.go(0, 0)

    def lines_at_cursor(self, n):
        if self.top <= self.row <= self.bottom:
            self.scroll(self.row, n)
            self.col = 0

    def repeat(self, _, n, *__):
        for _ in range(n):
            self.put(self.last)

    def look(self, given, *_):
        self.looks += any(given)
        self.colours += any(30 <= n <= 49 or 90 <= n <= 107 for n in given)

    def mode(self, given, on):
        if 4 in given:
            self.insert = on

    def report(self, given):
        if given == [6]:
            self.answers += f"\x1b[{self.row + 1};{self.col + 1}R"

    def save(self):
        self.saved = self.row, self.col

    def ignore(self, *_):
        pass

    CSI = {"A": lambda s, g, n, _: s.go(s.row - n, s.col), "B": lambda s, g, n, _: s.go(s.row + n, s.col),
           "C": lambda s, g, n, _: s.go(s.row, s.col + n), "D": lambda s, g, n, _: s.go(s.row, s.col - n),
           "G": lambda s, g, n, _: s.go(s.row, n - 1), "d": lambda s, g, n, _: s.go(n - 1, s.col),
           "H": lambda s, g, n, m: s.go(n - 1, m - 1), "f": lambda s, g, n, m: s.go(n - 1, m - 1),
           "J": erase_screen, "K": erase_line, "@": insert_blanks, "P": delete_cells,
           "X": lambda s, g, n, _: s.blank(s.row, s.col, min(s.col + n, s.cols)),
           "L": lambda s, g, n, _: s.lines_at_cursor(-n), "M": lambda s, g, n, _: s.lines_at_cursor(n),
           "S": lambda s, g, n, _: s.scroll(s.top, n), "T": lambda s, g, n, _: s.scroll(s.top, -n),
           "b": repeat, "r": region, "m": look, "h": lambda s, g, *_: s.mode(g, True),
           "l": lambda s, g, *_: s.mode(g, False), "n": lambda s, g, *_: s.report(g), "?h": ignore, "?l": ignore, "t": ignore, "!p": ignore}
    ESC = {"7": save, "8": lambda s: s.go(*s.saved), "D": index, "E": lambda s: (s.index(), s.go(s.row, 0)),
           "M": reverse_index, "=": ignore, ">": ignore, "H": ignore, "c": lambda s: s.resize(s.rows, s.cols)}


class Terminal:
    opened = []

    def __init__(self, argv, env, rows=24, cols=80, charset="utf-8", ambiguous=None, keys=None):
        self.screen = Screen(rows, cols, ambiguous or (1 if charset == "utf-8" else 2))
        self.names = {**KEYS, **(keys or {})}
        self.stalled = False  # nobody reads
        self.charset = charset
        self.decoder = codecs.getincrementaldecoder(charset)("replace")
        self.bytes = self.keys = self.cost = 0
        self.heard = ""  # all that has come
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
            os.execve(argv[0], argv, env)
        os.set_blocking(self.fd, False)
        os.set_inheritable(self.fd, False)  # else the next terminal's program would keep this line up
        self.status = None
        Terminal.opened.append(self)

    # --- Reading --------------------------------------------------------------------------------------

    @staticmethod
    def pump(seconds):
        """Reads what comes to any terminal, at most so long; returns the terminals that got something."""
        by_fd = {t.fd: t for t in Terminal.opened if t.fd is not None and not t.stalled}
        ready = select.select(list(by_fd), [], [], max(seconds, 0))[0]
        return [by_fd[fd] for fd in ready if by_fd[fd].read()]

    def read(self):
        try:
            got = os.read(self.fd, 65536)
        except BlockingIOError:
            return 0
        except OSError:  # the program has ended
            got = b""
        if not got:
            os.close(self.fd)
            self.fd = None
            return 0
        self.bytes += len(got)
        text = self.decoder.decode(got)
        self.heard += text
        self.screen.feed(text)
        answers, self.screen.answers = self.screen.answers, ""
        if answers:
            self.send(answers)
        return len(got)

    def row(self, n):
        return self.screen.line(n)

    def text(self):
        return "\n".join(self.row(r) for r in range(self.screen.rows))

    def shows(self, text):
        return text in self.text()

    def until(self, true, what, seconds=6):
        """Milliseconds it took."""
        began = time.monotonic()
        while not true():
            left = began + seconds - time.monotonic()
            assert left > 0, f"after {seconds} s still not: {what}\n{self.picture()}"
            if Terminal.pump(min(left, 0.05)) == [] and self.fd is None:
                time.sleep(0.02)
        return (time.monotonic() - began) * 1000

    def wait(self, text, seconds=6):
        return self.until(lambda: self.shows(text), f"shows {text!r}", seconds)

    def wait_gone(self, text, seconds=6):
        return self.until(lambda: not self.shows(text), f"no longer shows {text!r}", seconds)

    def settle(self, quiet=0.15):
        """Reads until nothing has come for so long."""
        last = time.monotonic()
        while time.monotonic() < last + quiet:
            if self in Terminal.pump(last + quiet - time.monotonic()):
                last = time.monotonic()

    def picture(self):
        bar = "-" * self.screen.cols
        return f"{bar}\n{self.text()}\n{bar} cursor {self.screen.row},{self.screen.col}"

    # --- Typing ---------------------------------------------------------------------------------------

    def send(self, text):
        os.write(self.fd, text.encode(self.charset))

    def type(self, text):
        for out, cost in parse_keys(text, self.names):
            self.send(out)
            self.keys += 1
            self.cost += cost
            if out == "\x1b":
                end = time.monotonic() + ESCAPE_TIME
                while time.monotonic() < end:
                    Terminal.pump(end - time.monotonic())
        return self

    def bytes_of(self, keys, quiet=0.06):
        """What the keys bring down the line, all told."""
        self.settle(quiet)
        before = self.bytes
        self.type(keys)
        self.until(lambda: self.bytes > before, f"an answer to {keys}")
        self.settle(quiet)
        return self.bytes - before

    # --- Size and end ---------------------------------------------------------------------------------

    def resize(self, rows, cols):
        self.screen.resize(rows, cols)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def ended(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = status if pid else None
        return self.status is not None

    def kill(self, sig=signal.SIGKILL):
        os.kill(self.pid, sig)
        self.until(self.ended, "ended", 3)

    def hang_up(self):
        """The line is gone."""
        os.close(self.fd)
        self.fd = None

    def close(self):
        if self in Terminal.opened:
            Terminal.opened.remove(self)
        if self.fd is not None:
            self.hang_up()
        end = time.monotonic() + 3
        while not self.ended() and time.monotonic() < end:
            time.sleep(0.01)
        if not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
