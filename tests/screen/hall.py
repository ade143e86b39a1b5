"""The sample hall with people at its terminals, working by keyboard alone."""
import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [f"{ROOT}/tests/cli", f"{ROOT}/tests/day"]

import home  # noqa: E402
from terminal import Terminal  # noqa: E402

DESKS = {"zhangmin": 3, "liuyang": 4, "heqian": 5, "lvpeng": 5, "lianjie": 8, "chenlihua": 9, "zhaoying": 10, "wangshufen": 2,
         "jiangguilan": 13}


class Seat(Terminal):
    """A terminal somebody has signed in at; number is what was registered last."""

    def __init__(self, hall, person, *words, rows=24, cols=80, charset="utf-8", ambiguous=None, keys=None, **env):
        argv = [home.YICHUANG, "--as", person, *words]
        if charset != "utf-8":
            argv += ["--charset", charset.upper()]
        place = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_CTYPE", "SSH_CONNECTION", "NO_COLOR")}
        place.update(TERM="xterm-256color", LANG="C.UTF-8", YICHUANG_HOME=hall.path, XDG_STATE_HOME=f"{hall.folder}/{person}")
        place.update(env)
        super().__init__(argv, place, rows, cols, charset, ambiguous, keys)
        self.person = person
        self.until(lambda: re.search("哪个(岗位|窗口)|Which (post|desk)", self.text()), "asks for the post or the desk")
        if self.shows("哪个岗位") or self.shows("Which post"):
            self.type("<Enter>")
        self.until(lambda: self.shows("哪个窗口") or self.shows("Which desk"), "asks for the desk")
        self.type(f"{DESKS.get(person, 0)}<Enter>")
        self.until(lambda: "[" in self.row(1), "the inbox")

    def inbox(self):
        """Rows of the inbox as (lamp, short number, rest)."""
        return [(m[1], m[2], m[3]) for m in (re.match(r"[> ][* ] (\S+) +(\d{6}-\d{6})(.*)", self.row(r))
                                             for r in range(2, self.screen.rows - 2)) if m]

    def chosen(self):
        """Short number of the row the marker is on."""
        for r in range(2, self.screen.rows - 2):
            if self.row(r).startswith(">"):
                return re.search(r"\d{6}-\d{6}", self.row(r))[0]
        return None

    def choose(self, number):
        """Goes to the row of a matter, by Up and Down, once it is there."""
        short = short_number(number)
        self.wait(short)
        for _ in range(40):
            rows = [n for _, n, _ in self.inbox()]
            if self.chosen() == short:
                return self
            self.type("<Down>" if rows.index(self.chosen()) < rows.index(short) else "<Up>")
            self.settle(0.05)
        raise AssertionError(f"{number} cannot be reached\n{self.picture()}")

    def back(self):
        """To the inbox."""
        for _ in range(4):
            if re.match(r" 一窗| Yichuang", self.row(0)):
                return self
            self.type("<Esc>")
            self.settle(0.04)
        raise AssertionError(f"no way back\n{self.picture()}")

    def field(self):
        """Label of the field the cursor is in."""
        before = self.screen.cell[self.screen.row][:self.screen.col + 1]
        opened = max((i for i, c in enumerate(before) if c and c in "[<"), default=0)
        words = "".join(before[:opened]).split("]")[-1].rstrip(" 0123456789")
        return re.split(r"  +| (?=[*!])", words)[-1].strip(" *!|")

    def fill(self, *fields):
        """(label, keys) as the form asks for them; what is not named is passed by with Enter."""
        for label, keys in fields:
            for _ in range(30):
                if self.field() == label:
                    break
                at = self.screen.row, self.screen.col
                self.type("<Enter>")
                self.until(lambda: (self.screen.row, self.screen.col) != at, f"leaves {at} for {label!r}")
                self.settle(0.05)
            assert self.field() == label, f"no field {label!r}\n{self.picture()}"
            self.type(keys)
            self.settle(0.05)  # typed faster than by hand it may be a scanner's, and is held for 15 ms
        return self

    def new_form(self, item, draft="2"):
        """F2 and the item's code; an unfinished draft is thrown away unless told otherwise."""
        self.back().type(f"<F2>{item}<Enter>")
        self.until(lambda: self.shows("F8") or self.shows(">[1]"), "the form")
        self.settle(0.05)
        if self.shows(">[1]"):
            self.type(draft).wait_gone(">[1]")
        return self

    def says(self):
        return self.row(self.screen.rows - 2)

    def said(self, text, seconds=6):
        self.until(lambda: text in self.says(), f"says {text!r}", seconds)
        return self

    def go_on(self, number, title, keys, done):
        """The next act with a matter, by "a" from the inbox: its fields are asked under a title."""
        self.choose(number).type("a")
        if title:
            self.wait(f"+ {title} -")
        self.type(keys)
        self.said(done)
        return self.back()


def short_number(number):
    """As lists show it."""
    return f"{number[8:14]}-{number[14:20]}"


class Hall(home.Home):
    def __init__(self):
        super().__init__("--sample")
        self.run("stat")  # the service runs before anybody sits down, and is nobody's child
        self.at = {}

    def seat(self, person, *words, **more):
        """Where the person sits; signs in when that has not been done."""
        if person not in self.at:
            self.at[person] = Seat(self, person, *words, **more)
        return self.at[person]

    def leave(self, person):
        seat = self.at.pop(person)
        seat.back().type("q")
        seat.until(seat.ended, "left", 3)
        assert os.waitstatus_to_exitcode(seat.status) == 0
        seat.close()

    def record(self, number):
        return json.loads(self.run("show", number, "--json"))

    def found(self, words):
        """Rows of find, as objects."""
        return json.loads(self.run("find", words, "--json")).get("rows", [])

    def data_process(self):
        """The child of the supervisor of this home."""
        own = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/cmdline", encoding="utf-8") as f:
                    words = f.read().split("\0")
                with open(f"/proc/{pid}/stat", encoding="utf-8") as f:
                    parent = int(f.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if words[0].endswith("yichuangd") and self.path in words:
                own[int(pid)] = parent
        return next(pid for pid, parent in own.items() if parent in own)

    def close(self):
        for seat in self.at.values():
            seat.close()
        super().close()
