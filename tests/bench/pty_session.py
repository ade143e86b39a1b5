#!/usr/bin/env python3
"""What a clerk waits for: tests/bench/pty_session.py YICHUANG [--quick]

Every row of the design's budgets that concerns the terminal, on a pseudo-terminal of 80x24: bytes on the wire with the seconds they
take at 9600 baud, milliseconds from the key to the last byte of its answer, start, memory; yichuang in UTF-8 and GB18030 on an xterm and a
VT100, and tig, htop, nano and neomutt driven the same way with as much to show (1,000 matters, commits, lines, messages; Han in them).
Esc waits 25 ms for the rest of a sequence, and ten digits at once 15 ms for the end of a scanner's burst.  Programs take turns, ROUNDS
times; a figure is the median of the rounds' (p99: of all their keys together), because the machine is not ours alone.  A table, and a last
line of JSON.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from pty_line import Line

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../day"))
from applicants import Applicant  # noqa: E402

ROUNDS, ENTRIES, PRESSES = 5, 1000, 20
BYTES_PER_SECOND = 960  # 9600 baud, ten bits a byte
UP, DOWN, PAGE_DOWN, PAGE_UP, ESC, CTRL_U = "\x1bOA", "\x1bOB", "\x1b[6~", "\x1b[5~", "\x1b", "\x15"
ID_NUMBER = "3702991988"
BUDGET = {"digit": 4, "Han": 6, "list: move": 24, "list: scroll": 130, "list: page": 1600, "list to form": 1600, "matter to list": 1600,
          "form to list": 1600}
SURNAMES, ITEMS = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", ("公司设立登记", "食品经营许可(新办)", "公共场所卫生许可", "施工许可证核发")


# --- Something to show ----------------------------------------------------------------------------

def subject(n):
    return f"{ITEMS[n % 4]} {SURNAMES[n % 20]}{SURNAMES[n * 7 % 20]}{SURNAMES[n * 3 % 20]} 第{n}件"


def make_repository(folder):
    os.mkdir(folder)
    stream = "".join(f"commit refs/heads/main\ncommitter {SURNAMES[n % 20]}窗口 <a@b.c> {1700000000 + n * 3600} +0800\n"
                     f"data {len(subject(n).encode())}\n{subject(n)}\nM 644 inline f\ndata {len(str(n))}\n{n}\n\n" for n in range(ENTRIES))
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=stream.encode(), check=True)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=folder, check=True)


def make_mailbox(path):
    with open(path, "w", encoding="utf-8") as f:
        for n in range(ENTRIES):
            f.write(f"From a@b.c Mon Nov  2 09:{n % 60:02d}:00 2026\nFrom: {SURNAMES[n % 20]}窗口 <a@b.c>\nTo: c@d.e\nSubject: {subject(n)}\n"
                    f"Date: Mon, 2 Nov 2026 09:{n % 60:02d}:00 +0800\nMessage-ID: <{n}@b.c>\nContent-Type: text/plain; charset=utf-8\nStatus: RO\n\n"
                    f"{subject(n)}\n\n")


def make_text(path):
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(f"{n:06d}  {subject(n)}  {subject(n + 1)}\n" for n in range(ENTRIES))


def make_hall(program, home):
    """The sample hall with its service running and the matters of one window."""
    run = dict(check=True, stdout=subprocess.DEVNULL, env={**os.environ, "YICHUANG_HOME": home})
    subprocess.run([program, "init", "--sample"], **run)
    lines = "".join(json.dumps({"act": "register", "as": "lixiaomei", "with": {"item": "A02", "materials": "m1,m2,m3", "form": {
        **Applicant(n % 99).person(), "premises_addr": "北京路", "premises_area": "20", "scope": "零售蔬菜"}}}) + "\n" for n in range(ENTRIES))
    subprocess.run([program, "apply"], input=lines.encode(), **run)


# --- One program on one line -------------------------------------------------------------------

class Round:
    """What one session gave: (bytes, milliseconds) by name."""

    def __init__(self, line, quiet=0.25):
        self.line = line
        self.bytes, self.ms = {}, {}
        self.start = line.settle(line.began, quiet)

    def pressed(self, name, keys):
        got = [self.line.press(k) for k in keys]
        self.bytes[name] = statistics.median(size for size, _, _ in got)
        self.ms[name] = sorted(ms for _, _, ms in got)

    def ahead(self, there, back, times=10):
        """So many keys one by one, then as many back all at once."""
        single = [self.line.press(there) for _ in range(times)]
        size, _, ms = self.line.press(back * times)
        self.bytes["ten moves ahead"] = size, sum(s for s, _, _ in single)
        self.ms["ten moves ahead"] = ms, sum(m for _, _, m in single)
        self.rss, self.pss = self.line.memory()

    def done(self):
        self.line.close()
        return self


def type_digits(r):
    """Ten digits one by one, then at once, into the same field: none may be lost."""
    single = [r.line.press(d) for d in ID_NUMBER]
    r.line.press(CTRL_U)
    size, _, ms = r.line.press(ID_NUMBER)
    r.bytes["ten digits ahead"] = size, sum(s for s, _, _ in single)
    r.ms["ten digits ahead"] = ms, sum(m for _, _, m in single)
    r.lost = ID_NUMBER.encode() not in r.line.got
    r.line.press(CTRL_U)
    r.pressed("digit", ID_NUMBER)


def ours(program, home, term, charset):
    line = Line([program, "--as", "heqian", "--charset", charset], TERM=term, YICHUANG_HOME=home, XDG_STATE_HOME=home + "-drafts")
    r = Round(line)
    if "哪个岗位" in line.got.decode(charset, "replace"):
        line.press("\r", 0.2)
    line.press("5\r", 0.3)
    if "剩余" not in line.got.decode(charset, "replace"):
        sys.exit(f"no inbox: {line.got}")
    r.pressed("list: move", [DOWN] * 16)
    line.press(DOWN * 2)
    r.pressed("list: scroll", [DOWN] * PRESSES)
    r.ahead(UP, DOWN)
    r.pressed("list: page", [PAGE_DOWN, PAGE_DOWN, PAGE_DOWN, PAGE_UP])
    r.pressed("list to form", ["\r"])
    line.press(ESC)
    r.pressed("matter to list", [ESC])
    line.press("\x1bOQ", 0.2)  # F2
    line.press("A02\r", 0.2)
    if b">[1]" in line.got:  # an unfinished draft
        line.press("2", 0.2)
    r.pressed("Han", [ch.encode(charset) for ch in "王李张刘陈杨赵黄"])
    line.press("\r1", 0.2)
    type_digits(r)
    line.press(CTRL_U)
    r.pressed("form to list", [ESC])
    return r.done()


def tig(place):
    r = Round(Line(["tig"], f"{place}/repository", TERM="xterm-256color", HOME=place), 0.5)
    r.pressed("list: move", ["j"] * 16)
    r.line.press("j" * 8)
    r.pressed("list: scroll", ["j"] * PRESSES)
    r.ahead("k", "j")
    r.pressed("list: page", [PAGE_DOWN, PAGE_DOWN, PAGE_DOWN, PAGE_UP])
    r.pressed("list to form", ["\r"])
    r.pressed("form to list", ["q"])
    return r.done()


def htop(_):
    r = Round(Line(["htop", "-d", "100"], TERM="xterm-256color", HOME="/nonexistent"))
    r.pressed("list: move", [DOWN] * 8)
    r.ahead(DOWN, UP)
    r.pressed("list: page", [PAGE_DOWN, PAGE_UP])
    r.pressed("list to form", ["\x1bOP"])  # help
    r.pressed("form to list", ["q"])
    return r.done()


def nano(place):
    r = Round(Line(["nano", "-I", f"{place}/text"], TERM="xterm-256color", HOME=place))
    r.pressed("list: move", [DOWN] * 16)
    r.line.press(DOWN * 8)
    r.pressed("list: scroll", [DOWN] * PRESSES)
    r.ahead(UP, DOWN)
    r.pressed("list: page", [PAGE_DOWN, PAGE_DOWN, PAGE_DOWN, PAGE_UP])
    r.pressed("digit", "3" * 16)
    r.pressed("Han", "王李张刘陈杨赵黄")
    return r.done()


def neomutt(place):
    argv = ["neomutt", "-n", "-F", "/dev/null", "-e", "set folder=/nonexistent header_cache='' mbox_type=mbox menu_scroll", "-R", "-f", f"{place}/mailbox"]
    r = Round(Line(argv, TERM="xterm-256color", HOME=place), 0.5)
    r.line.press("=")  # the first
    r.pressed("list: move", ["j"] * 16)
    r.line.press("j" * 10)
    r.pressed("list: scroll", ["j"] * PRESSES)
    r.ahead("k", "j")
    r.pressed("list: page", ["z", "z", "z", "Z"])
    r.pressed("list to form", ["\r"])
    r.pressed("form to list", ["q"])
    r.line.press("l")
    r.pressed("digit", "3702991988")
    r.pressed("Han", "王李张刘陈杨赵黄")
    return r.done()


# --- Figures ----------------------------------------------------------------------------------------

def quantile(ms, q):
    return ms[min(len(ms) - 1, int(q * len(ms)))]


def figures(rounds):
    """Medians over the rounds."""
    middle = lambda values: statistics.median(list(values))
    out = {"start_ms": middle(r.start[2] for r in rounds), "start_bytes": middle(r.start[0] for r in rounds),
           "rss_kb": middle(r.rss for r in rounds), "pss_kb": middle(r.pss for r in rounds), "keys": {}, "ahead": {}}
    for name in rounds[0].bytes:
        if "ahead" in name:
            out["ahead"][name] = [middle(r.bytes[name][i] for r in rounds) for i in (0, 1)] + [middle(r.ms[name][i] for r in rounds) for i in (0, 1)]
        else:
            out["keys"][name] = [middle(r.bytes[name] for r in rounds)] + [middle(quantile(r.ms[name], q) for r in rounds) for q in (.5, .95)]
            out["keys"][name].append(quantile(sorted(ms for r in rounds for ms in r.ms[name]), .99))
    out["lost"] = any(getattr(r, "lost", False) for r in rounds)
    return out


def table(name, f, than=None):
    """than: ours, for the ratio of bytes."""
    print(f"\n{name:<28}{'bytes':>7}{'budget':>8}{'9600 baud':>11}{'p50':>8}{'p95':>8}{'p99 ms':>8}{'  bytes of ours' if than else ''}")
    for key, (size, *ms) in f["keys"].items():
        budget = BUDGET.get(key) if not than else None
        ratio = f"{size / than['keys'][key][0]:>14.1f}x" if than and key in than["keys"] else ""
        print(f"  {key:<26}{size:>7.0f}{budget or '':>8}{size / BYTES_PER_SECOND:>9.3f} s{ms[0]:>8.2f}{ms[1]:>8.2f}{ms[2]:>8.2f}{ratio}"
              f"{'  EXCEEDED' if budget and size > budget else ''}")
    for key, (size, single, ms, ms_single) in f["ahead"].items():
        print(f"  {key:<26}{size:>7.0f} bytes, one by one {single:.0f} ({size / max(single, 1):.2f}); {ms:.2f} ms, one by one {ms_single:.2f} ({ms / ms_single:.2f})")
    lost = "" if than else "; KEYS LOST" if f["lost"] else "; no key lost"
    print(f"  start to first screen {f['start_ms']:.0f} ms{'' if than else ' (budget 50)'}, {f['start_bytes']:.0f} bytes; RSS {f['rss_kb'] / 1024:.1f} MiB"
          f"{'' if than else ' (budget 12)'}, PSS {f['pss_kb'] / 1024:.1f} MiB{'' if than else ' (budget 5)'}{lost}", flush=True)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program, rounds = os.path.abspath(sys.argv[1]), 1 if "--quick" in sys.argv else ROUNDS
    place = tempfile.mkdtemp(prefix="yc-bench-")
    home = f"{place}/home"
    make_hall(program, home)
    make_repository(f"{place}/repository")
    make_mailbox(f"{place}/mailbox")
    make_text(f"{place}/text")
    turns = {f"yichuang {charset} {term}": lambda t=term, c=charset: ours(program, home, t, c)
             for term in ("xterm-256color", "vt100") for charset in ("UTF-8", "GB18030")}
    peers = {name: lambda f=f: f(place) for name, f in (("tig", tig), ("htop", htop), ("nano", nano), ("neomutt", neomutt)) if shutil.which(name)}
    got = {name: [] for name in (*turns, *peers)}
    try:
        for _ in range(rounds):
            for name, turn in (*turns.items(), *peers.items()):
                got[name].append(turn())
                time.sleep(0.05)
    finally:
        subprocess.run([program, "stop"], env={**os.environ, "YICHUANG_HOME": home}, stdout=subprocess.DEVNULL)
        shutil.rmtree(place, ignore_errors=True)
    out = {name: figures(r) for name, r in got.items()}
    first = next(iter(out.values()))
    for name, f in out.items():
        table(name, f, first if name in peers else None)
    print(json.dumps(out, ensure_ascii=False))


main()
