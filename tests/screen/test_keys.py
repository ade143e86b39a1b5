#!/usr/bin/env python3
"""Keys as they come over a line: each keymap walked from sign-in to an acceptance, scanners, Esc and a digit, what is typed
ahead, macros, the lock, and both languages on every screen."""
import glob
import json
import os
import pathlib
import re
import time
import unittest

import hall as desk
from applicants import Applicant, credit_code
from hall import Hall, Seat
from terminal import Terminal

HALL = None


def setUpModule():
    global HALL
    HALL = Hall()
    unittest.addModuleCleanup(HALL.close)


def seat(test, person="zhangmin", *words, **more):
    t = Seat(HALL, person, *words, **more)
    test.addCleanup(t.close)
    return t


class Keymaps(unittest.TestCase):
    """The standard acceptance with nothing but the keys of one keymap, as a new clerk would: sign in, register, accept, leave."""

    def sign_in(self, keymap):
        place = dict(os.environ, TERM="xterm-256color", LANG="C.UTF-8", YICHUANG_HOME=HALL.path,
                     XDG_STATE_HOME=f"{HALL.folder}/{keymap}")
        t = Seat.__new__(Seat)
        Terminal.__init__(t, [desk.home.YICHUANG, "--keymap", keymap], place)
        self.addCleanup(t.close)
        t.wait("您是谁")
        t.type("zm<Enter>").wait("哪个窗口")
        t.type("3<Enter>").wait("[")
        return t

    def walk(self, keymap, n, register, accept, papers, on, leave):
        a, t = Applicant(n), self.sign_in(keymap)
        t.type(register).wait("登记哪个事项")
        t.type(f"A02{on if on == '<Enter>' else '<Enter>'}").wait("申请人姓名")
        t.type(f"{a.name}{on}{a.id_no}{a.phone}北街{n}号{on}北京路{n}号{on}28{on}{on}零售水果{on}").settle()
        t.type(papers).settle()
        t.type(accept).said("受理: 已办")
        row = next(r for r in HALL.found(a.id_no) if r["item"] == "A02")
        self.assertEqual(HALL.record(row["number"])["accepted_by"], "zhangmin")
        t.back().type(leave)
        t.until(t.ended, "left", 3)
        self.assertEqual(os.waitstatus_to_exitcode(t.status), 0)

    def test_default(self):
        self.walk("default", 11, "<F2>", "<F8>", "<Ctrl-A>", "<Enter>", "<F10>")

    def test_nofn(self):
        self.walk("nofn", 12, "<Alt-n>", "<Alt-a>", "<Ctrl-A>", "<Tab>", "<Alt-q>")

    def test_numpad(self):
        """The right hand: + goes on, * marks all papers, Ctrl-X and a digit for the function keys."""
        self.walk("numpad", 13, "<Ctrl-X>2", "<Ctrl-X>8", "*", "<Enter>", "<Ctrl-X>0")


class Line(unittest.TestCase):
    def test_scanner(self):
        t = seat(self).new_form("A03")
        t.type("宏盛食品店<Enter>").settle()
        self.assertEqual(t.field(), "信用代码")
        first, second = credit_code("91", 301), credit_code("91", 302)
        t.send(first + "\r")  # eighteen digits fill the field and Enter comes behind: one field further, not two
        t.wait(first)
        t.settle()
        self.assertEqual(t.field(), "负责人", t.picture())
        t.type("<Up>").settle()
        t.send(second + "\r")
        t.wait(second)
        t.settle()
        self.assertFalse(t.shows(first), t.picture())
        self.assertEqual(t.field(), "负责人", t.picture())

    def test_function_keys_by_hand(self):
        t = seat(self)
        for keys, pause in (("<Ctrl-X>", 1.5), ("<Esc>", 0.3)):
            t.type(keys)
            time.sleep(pause)
            t.type("2").wait("登记哪个事项")
            t.type("<Esc>").wait_gone("登记哪个事项")
        t.type("<Esc>")
        time.sleep(1.2)
        t.type("2").settle(0.2)
        self.assertFalse(t.shows("登记哪个事项"), t.picture())

    def test_error_drops_what_was_typed_ahead(self):
        t = seat(self).new_form("A02")
        t.type("张三丰").settle()
        t.send("\x1b[19~4711\r4712")  # accept, and go on in the belief that it worked
        t.until(lambda: t.says().startswith("!"), "an error")
        t.settle(0.2)
        self.assertFalse(t.shows("471"), t.picture())
        t.type("1").wait("居民身份证")  # a later key counts

    def test_typed_ahead_is_painted_once(self):
        for n in range(20, 36):
            HALL.apply({"act": "register", "as": "lixiaomei", "let": "x", "with": {"item": "A03", "materials": "m1,m2,m3,m4,m5", "form": {
                **desk.home.FORM, **Applicant(n).org(f"第{n}饭店")}}}, {"act": "accept", "as": "zhangmin", "number": "$x"})
        t = seat(self, "xujianping")
        t.until(lambda: len(t.inbox()) > 12, "a long list")
        t.settle()
        single = sum(t.bytes_of("<Down>") for _ in range(10))
        t.type("<Home>").settle()
        before, where = t.bytes, t.inbox()[10][1]
        t.send("\x1bOB" * 10)
        t.until(lambda: t.chosen() == where, "ten rows down")
        t.settle()
        ahead = t.bytes - before
        print(f"ten Down typed ahead: {ahead} bytes, one by one {single}")
        self.assertLessEqual(ahead, 0.3 * single)

    def test_macro_over_two_sessions(self):
        t = seat(self)
        t.type("<Ctrl-R><F3>王<Ctrl-R>")
        t.wait("哪个字母")
        t.type("w找王<Enter>").said("已存为 w")
        t.back().type("q")
        t.until(t.ended, "left", 3)
        t = seat(self)
        t.type("<Ctrl-P>w").wait("查找办件")
        self.assertIn("王", t.text())


class Lock(unittest.TestCase):
    """Locked by hand; the idle time is the same lock, told in tests/unit/tui_screen_keys.c."""

    def test_pin(self):
        t = seat(self, "liuyang")
        t.type("<F9>set_pin<Enter>").wait("现在的口令")
        t.type("<Enter>").wait("新口令：6至12位数字")
        t.type("123456<Enter>").wait("再输一遍")
        t.type("123456<Enter>").said("太容易猜中")
        t.type("<F9>set_pin<Enter><Enter>470193<Enter>470193<Enter>").said("口令已设好")
        t.type("<Ctrl-K>").wait("起锁屏：刘洋")
        self.assertFalse(t.shows("受理号"), t.picture())
        t.type("470194<Enter>").said("还可试4次")
        t.type("470193<Enter>").wait("受理号")
        t.type("<Ctrl-K>").wait("起锁屏")
        for left in "43210":
            t.type("999999<Enter>")
            t.until(lambda: f"还可试{left}次" in t.says() or t.shows("您是谁"), "told")
        t.wait("您是谁")
        self.assertIn("口令连续输错", t.says())
        tries = [e for e in map(json.loads, HALL.run("export").splitlines()) if e["act"] == "check_pin"]
        self.assertEqual(len(tries), 7)


HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


class Languages(unittest.TestCase):
    """Every screen in English shows no Han but the hall's own data, and in Chinese no English word of a message."""

    SCREENS = [("inbox", ""), ("help", "<F1>"), ("palette", "<Esc><F9>"), ("items", "<Esc><F2>"), ("form", "A02<Enter>"),
               ("form checked", "张三<Enter><F5>"), ("form help", "<Esc><F1>"), ("draft", "<Esc><Esc><Esc><F2>A02<Enter>"),
               ("find", "2<Esc><Esc><Esc><F3>"), ("matter", "370299<Enter>"), ("papers", "6"),
               ("history", "7"), ("limits", "4"), ("which ledger", "<F7>"), ("ledger", "<Enter>"), ("notices", "<Esc><Esc><Esc><Esc><Esc>n"), ("lamps", "<Esc><F5>"),
               ("lamp list", "<Enter>"), ("cards", "<Esc>c"), ("reports", "<Esc><Esc><F6>"), ("today", "<Tab>"),
               ("macro", "<Esc><Esc><Ctrl-R><Down><Ctrl-R>"), ("macros", "<Esc><Ctrl-P>")]

    @classmethod
    def setUpClass(cls):
        HALL.apply({"act": "register", "as": "lixiaomei", "let": "x", "with": {"item": "A02", "materials": "m1,m2,m3", "form": {
            **Applicant(40).person(), "premises_addr": "北京路", "premises_area": "20", "scope": "零售蔬菜"}}},
            {"act": "accept", "as": "zhangmin", "number": "$x"})

    def look(self, t, check):
        wrong = []
        for name, keys in self.SCREENS:
            t.type(keys)
            t.settle(0.12)
            wrong += [f"{name}, row {r}: {found!r} in {t.row(r)!r}" for r in range(t.screen.rows) for found in check(t.row(r))]
        self.assertEqual(wrong, [])

    def test_english(self):
        data = "".join(pathlib.Path(p).read_text(encoding="utf-8") for kind in ("data/[!p]*/*.yaml", "data/calendar/*.tsv", "forms/*.yaml")
                       for p in glob.glob(f"{desk.ROOT}/{kind}"))
        data += "张三北京路零售蔬菜中文当日办结" + "".join(str(v) for v in Applicant(40).person().values()) + "".join(
            str(Applicant(n).person()) + f"第{n}饭店" for n in range(10, 41))
        t = seat(self, "zhangmin", "--lang", "en")
        self.look(t, lambda row: [han for han in HAN.findall(row) if not self.is_data(han, data)])

    @staticmethod
    def is_data(han, data):
        """Columns may cut a name, and two may stand side by side."""
        return han in data or any(han[:i] in data and han[i:] in data for i in range(1, len(han)))

    def test_chinese(self):
        with open(f"{desk.ROOT}/data/po/zh_CN.po", encoding="utf-8") as f:
            english = {w.lower() for msgid in re.findall(r'^msgid "(.*)"', f.read(), re.M) for w in re.findall(r"[A-Za-z]{4,}", msgid)}
        keys = {"enter", "space", "ctrl", "home", "pgup", "pgdn", "backtab", "down", "left", "right", "keypad", "english"}
        t = seat(self, "zhangmin", "--lang", "zh_CN")
        self.look(t, lambda row: [w for w in re.findall(r"[A-Za-z]{4,}", row) if w.lower() in english - keys])

    def test_switched_at_sign_in(self):
        place = dict(os.environ, TERM="xterm-256color", LANG="C.UTF-8", YICHUANG_HOME=HALL.path, XDG_STATE_HOME=f"{HALL.folder}/lang")
        t = Terminal([desk.home.YICHUANG], place)
        self.addCleanup(t.close)
        t.wait("您是谁")
        t.type("<F4>").wait("Who are you?")
        t.type("<Ctrl-T>").wait("您是谁")
        t.type("<F4>").wait("Who are you?")
        t.type("zm<Enter>").wait("Which desk?")
        t.type("3<Enter>").wait("EnterOpen")


if __name__ == "__main__":
    unittest.main()
