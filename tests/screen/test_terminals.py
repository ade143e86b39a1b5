#!/usr/bin/env python3
"""The office on every kind of terminal, on bad lines, and where characters are lacking.
test-seconds: 400

The same keys on a VT100, the Linux console, xterm, PuTTY, tmux and screen show the same text; each terminal's function keys
are what its own description says.  A line nobody reads costs nobody else anything; a line that ends at any moment costs
the clerk nothing he has left behind.
"""
import os
import random
import re
import signal
import subprocess
import time
import unittest

import hall as desk
from hall import Hall, Seat
from applicants import Applicant
from terminal import Terminal, columns_of

HALL = None
HANG_UPS = int(os.environ.get("HANG_UPS", "50"))
KINDS = ["vt100", "linux", "xterm", "xterm-256color", "putty", "tmux-256color", "screen-256color"]
RARE = "𠮷"  # U+20BB7: not in GBK


def setUpModule():
    global HALL
    HALL = Hall()
    unittest.addModuleCleanup(HALL.close)


def described_keys(kind):
    """What the keys send, by the description of the terminal; a VT100 has four function keys and no others."""
    names = {f"F{n}": f"kf{n}" for n in range(1, 5 if kind == "vt100" else 11)}
    names |= {"Up": "kcuu1", "Down": "kcud1", "Left": "kcub1", "Right": "kcuf1", "Backspace": "kbs", "Backtab": "kcbt",
              "Home": "khome", "End": "kend", "PgUp": "kpp", "PgDn": "knp", "Del": "kdch1"}
    keys = {}
    for key, capability in names.items():
        got = subprocess.run(["tput", "-T", kind, capability], capture_output=True, text=True, check=False)
        if got.returncode == 0 and got.stdout:
            keys[key] = got.stdout
    if kind == "vt100":
        keys |= {f"F{n}": f"\x1b{n % 10}" for n in range(5, 11)}
    return keys


def fields(n):
    """Of a stall's registration: (label, what is typed, what a draft has of it)."""
    a = Applicant(n)
    return [("申请人姓名", f"{a.name}<Enter>", a.name), ("证件号码", a.id_no, a.id_no),
            ("手机号码", a.phone, a.phone), ("联系地址", f"云溪镇文昌路{n}号<Enter>", f"云溪镇文昌路{n}号"),
            ("经营场所地址", f"北京路{n}号<Enter>", f"北京路{n}号"), ("面积(㎡)", "28<Enter>", "28.00"),
            ("经营范围", f"零售水果{n}<Enter>", f"零售水果{n}")]


class Kinds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """What is chosen for the second time has its place in the list for good: all walks see the same."""
        t = Seat(HALL, "heqian")
        for _ in range(2):
            t.new_form("A02")
        t.close()

    def pictures(self, kind, **more):
        """The screens of one walk through the program, without the clock; what is no picture is checked on the way."""
        t = Seat(HALL, "heqian", keys=described_keys(kind), TERM=kind, **more)
        self.addCleanup(t.close)
        seen = []

        def look(shows):
            t.wait(shows)
            t.settle()
            seen.append(re.sub(r"\d\d:\d\d", "HH:MM", t.text()) + f"\ncursor {t.screen.row},{t.screen.col}")

        look("F9")
        t.type("<F2>").wait("登记哪个事项")
        t.type("<Down><Down><Up><PgDn><PgUp><End><Home>")
        look("A02")
        t.type("<Esc>").settle()
        t.new_form("A02").fill(*[f[:2] for f in fields(7)[:4]])
        look("文昌路7号")
        t.type("<Up><Up><Backspace><End><Left><Del>")
        look("1380532000")
        t.type("<F1>")
        look("F1")
        t.type("<Esc>").settle()
        t.type("<F9>")
        look("办什么")
        t.type("<Esc>").settle()
        t.type("<Ctrl-U><Esc><Esc>")
        look("F9")
        t.type("<F3>")
        look("查找办件")
        t.type("<Esc>").wait("[")
        self.assertEqual(t.screen.unknown, [], kind)
        if kind == "vt100" or "NO_COLOR" in more:
            self.assertEqual(t.screen.colours, 0, kind)
        t.type("<F10>")
        t.until(t.ended, "left by F10", 3)
        return seen

    def test_every_kind_shows_the_same(self):
        first = self.pictures(KINDS[0])
        for kind in KINDS[1:]:
            for one, other in zip(first, self.pictures(kind)):
                self.assertEqual(one, other, kind)

    def test_charset_and_colour_change_no_cell(self):
        first = self.pictures("xterm", charset="gb18030")
        for one, other in zip(first, self.pictures("xterm", NO_COLOR="1", charset="gb18030")):
            self.assertEqual(one, other)


class Plain(unittest.TestCase):
    """For braille and speech."""

    def test_nothing_but_text(self):
        t = Seat(HALL, "lvpeng", "--plain", TERM="xterm-256color")
        self.addCleanup(t.close)
        for keys, shows in (("<F2>", "登记哪个事项"), ("A02<Enter>", "申请人姓名"), ("<F1>", "F1"), ("<Esc>", "申请人姓名"), ("<F9>", "办什么"),
                            ("<Esc>", "申请人姓名"), ("<Esc>", "F9"), ("<F3>", "查找办件")):
            t.type(keys)
            t.until(lambda shows=shows: t.shows(shows) or t.shows("草稿"), f"shows {shows}")
            if t.shows(">[1]"):
                t.type("2").wait(shows)
            t.settle()
            self.assertNotRegex(t.text(), r"\+-|--\+|---|__|^\|", keys)
            self.assertNotEqual(t.row(t.screen.row), "", f"{keys}: the cursor stands on nothing\n{t.picture()}")
        self.assertEqual(t.screen.looks, 0)

    def test_news_move_the_cursor(self):
        """A message is where the cursor is; the next key takes it back."""
        t = Seat(HALL, "lvpeng", YICHUANG_PLAIN="1").new_form("A02")
        self.addCleanup(t.close)
        t.settle()
        place = t.screen.row
        t.type("<F2>").wait("必填")
        t.settle()
        self.assertEqual((t.screen.row, t.screen.col), (22, 0))
        self.assertEqual(t.says()[0], "!")
        t.type("张").settle()
        self.assertEqual(t.screen.row, place)
        t.type("<Ctrl-U><Esc><Esc>")


class Widths(unittest.TestCase):
    """Terminals that draw … in two columns, or lack characters."""

    def open(self, *words, **more):
        t = Seat(HALL, "lvpeng", *words, **more)
        self.addCleanup(t.close)
        return t

    def test_ambiguous(self):
        """The cursor stands behind "…" whatever its width, and what follows is where it belongs."""
        for charset in ("utf-8", "gb18030"):
            for ambiguous in (1, 2):
                t = self.open(charset=charset, ambiguous=ambiguous).new_form("A02")
                t.type("·…·").settle()
                row = t.row(t.screen.row)
                self.assertIn("[·…·" + "_", row)
                self.assertEqual("".join(t.screen.cell[t.screen.row][:t.screen.col]).rpartition("[")[2], "·…·", (charset, ambiguous))
                t.type("<Ctrl-U><Esc><Esc>")
                t.back()
                t.close()

    def test_what_gbk_lacks(self):
        """〓 with its code point; what is stored is what was typed, also after an edit on the poorer terminal."""
        rich = self.open()
        rich.new_form("A02")
        rich.fill(*[("申请人姓名", f"{RARE}野<Enter>")] + [f[:2] for f in fields(8)[1:]]).type("<F2>").said("已登记")
        number = HALL.found(f"{RARE}野")[0]["number"]
        rich.close()
        poor = self.open(charset="gbk")
        poor.new_form("A02")
        self.assertNotIn("U+", poor.says())
        poor.back().type("<F3>").wait("查找办件")
        poor.type(number + "<Enter>").wait("[〓野")
        poor.settle()
        self.assertIn("〓 = U+20BB7", poor.says())
        poor.fill(("联系地址", "<Ctrl-U>新街1号<Enter>")).settle()
        self.assertNotIn("U+", poor.says())  # the cursor is on another row
        poor.type("<F2>")
        poor.until(lambda: "新街1号" in str(HALL.record(number)), "saved")
        self.assertIn(f"{RARE}野", str(HALL.record(number)))
        self.assertNotIn("〓", str(HALL.record(number)))
        poor.back()

    def test_wrong_charset_is_told(self):
        """In letters that can be read there."""
        env = {**os.environ, "TERM": "xterm", "LANG": "C.UTF-8", "YICHUANG_HOME": HALL.path, "XDG_STATE_HOME": HALL.folder}
        t = Terminal([desk.home.YICHUANG, "--charset", "UTF-8"], env, charset="gb18030")
        self.addCleanup(t.close)
        t.wait("!this terminal does not speak UTF-8")

    def test_card(self):
        """What is right is called OK; a wrong charset is told in words."""
        for size in ((24, 80), (20, 60)):
            t = self.card("utf-8", size)
            t.wait("正常")
            self.assertFalse(t.shows("!"), t.picture())
            bars = {row.index("|") for row in t.screen.cell[3:13]}
            self.assertEqual(bars, {30}, t.picture())
            for keys, name in (("<F5>", "F5"), ("张", "张  U+5F20"), ("\x1b[57x", "不认识"), ("<Paste 一二>", "粘贴，字符数：2")):
                t.type(keys).wait(name)
            t.type("<F2>").wait("1B 4F 51")
            t.resize(10, 40)
            t.wait("窗口为 40x10")
            t.resize(*size)
            t.wait("1B 4F 51")
            t.type("<Esc><Esc>")
            t.until(t.ended, "left", 3)
            self.assertEqual(os.waitstatus_to_exitcode(t.status), 0)
        t = self.card("gb18030", (24, 80), "testcard", "--charset", "UTF-8", "--lang", "en")
        t.wait("! A Han takes 3 columns: the terminal does not speak UTF-8")
        t.type("<Esc><Esc>")
        t.until(t.ended, "left", 3)
        self.assertEqual(os.waitstatus_to_exitcode(t.status), 1)

    def test_card_of_an_account(self):
        """LANG names charset and language, whether this system has the locale or not."""
        for charset, note in (("gb18030", "占 2 列"), ("gbk", "GBK 没有生僻字")):
            t = self.card(charset, (24, 80), "testcard", LANG=f"zh_CN.{charset.upper()}")
            t.wait("正常")
            t.wait(note)
            self.assertEqual({row.index("|") for row in t.screen.cell[3:13]}, {30}, t.picture())
            t.type("张").wait("张  U+5F20")
            self.assertEqual(t.screen.unknown, [])

    def test_card_as_text(self):
        """Without a terminal: the same lines, every bar in column 31."""
        for charset, ambiguous in (("utf-8", "1"), ("gb18030", "2"), ("gbk", "1")):
            text = subprocess.run([desk.home.YICHUANG, "testcard", "--plain", "--charset", charset, "--ambiguous", ambiguous, "--lang", "en"],
                                  capture_output=True, check=True).stdout.decode(charset)
            rows = [line for line in text.splitlines() if "|" in line]
            self.assertEqual(len(rows), 10)
            for line in rows:
                self.assertEqual(sum(columns_of(ch, int(ambiguous)) for ch in line.partition("|")[0]), 30, line)

    def card(self, charset, size, *words, **more):
        env = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_CTYPE", "LC_MESSAGES", "NO_COLOR")}
        t = Terminal([desk.home.YICHUANG, *(words or ("testcard", "--lang", "zh_CN"))], {**env, "TERM": "xterm", "LANG": "C.UTF-8", **more},
                     *size, charset)
        self.addCleanup(t.close)
        return t


class Lines(unittest.TestCase):
    def test_stalled(self):
        """One terminal is not read for seconds while the hall works; then it shows what is true then."""
        stalled, busy = Seat(HALL, "zhangmin"), Seat(HALL, "lixiaomei")
        self.addCleanup(stalled.close)
        self.addCleanup(busy.close)
        stalled.settle()
        stalled.stalled = True
        for n in range(400):  # more than the line holds: 400 screens
            stalled.send("\x0c")
            if n % 20 == 0:
                time.sleep(0.02)
        before = stalled.bytes
        busy.new_form("A02")
        busy.fill(*[f[:2] for f in fields(9)]).type("<F2>")
        busy.said("已登记")
        time.sleep(2)
        busy.back().type("<Down><Up>").settle()  # still answers
        stalled.stalled = False
        stalled.until(lambda: any(Applicant(9).name in rest for _, _, rest in stalled.inbox()), "the new matter", 5)
        stalled.settle()
        unread = stalled.bytes - before
        print(f"400 repaints unread for 2 s: {unread} bytes when the line moved")
        self.assertLess(unread, 200 * 1000)
        stalled.type("<F10>")
        stalled.until(stalled.ended, "left", 3)

    def test_hang_up_at_any_moment(self):
        """Whatever field the clerk had left is in the draft, and what was on the screen of the one he was in."""
        rolls = random.Random(4)
        folder = f"{HALL.folder}/lvpeng/yichuang/drafts"
        for turn in range(HANG_UPS):
            clerk = Seat(HALL, "lvpeng").new_form("A02")
            typed = fields(rolls.randrange(10, 99))
            at = rolls.randrange(1, len(typed))
            clerk.fill(*[f[:2] for f in typed[:at]])
            left = clerk.field()
            clerk.until(lambda: clerk.field() != typed[at - 1][0], f"has left {left}")
            clerk.send(typed[at][1].split("<")[0][:rolls.randrange(1, 12)])
            time.sleep(rolls.random() * 0.02)
            if rolls.randrange(2):
                os.kill(clerk.pid, signal.SIGHUP)
            else:
                clerk.hang_up()
            clerk.until(clerk.ended, "ended", 3)
            self.assertEqual(os.waitstatus_to_exitcode(clerk.status), 0)
            clerk.close()
            with open(f"{folder}/lvpeng.A02.draft", encoding="utf-8") as f:
                kept = [line.rstrip("\n").partition("=")[2] for line in f]
            for label, _, value in typed[:at]:
                self.assertIn(value, kept, f"turn {turn}: {label}")


if __name__ == "__main__":
    unittest.main()
