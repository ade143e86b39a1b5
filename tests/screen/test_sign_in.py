#!/usr/bin/env python3
"""Signing in with a PIN on a line: the first one given by another, wrong ones, the lock, a second terminal that takes over,
the PIN asked for in the middle of a decision; and that no file and no answer holds a PIN."""
import json
import os
import pathlib
import re
import unittest

import hall as desk
from applicants import Applicant
from hall import DESKS, Hall, Seat
from terminal import Terminal

HALL = None
PIN, OTHER = "470193", "906417"


def setUpModule():
    global HALL
    HALL = Hall()
    unittest.addModuleCleanup(HALL.close)


def terminal(test, hall, *words, state="sign_in"):
    place = dict(os.environ, TERM="xterm-256color", LANG="C.UTF-8", YICHUANG_HOME=hall.path,
                 XDG_STATE_HOME=f"{hall.folder}/{state}")
    t = Seat.__new__(Seat)
    Terminal.__init__(t, [desk.home.YICHUANG, *words], place)
    test.addCleanup(t.close)
    return t


def at_the_pin(test, hall, person, state="sign_in"):
    t = terminal(test, hall, "--as", person, state=state)
    t.wait("哪个窗口")
    t.type(f"{DESKS.get(person, 0)}<Enter>").wait("回车继续")
    return t


def in_office(t):
    t.until(lambda: "[" in t.row(1) and "登录" not in t.row(2), "the inbox")
    return t


class Sample(unittest.TestCase):
    """Who has set a PIN is asked for it, everybody else is not."""

    def test_decision_in_the_middle(self):
        number = HALL.apply({"act": "register", "as": "heqian", "let": "x", "with": {
            "item": "A02", "materials": "m1,m2,m3", "form": {**Applicant(50).person(), "premises_addr": "北京路", "premises_area": "20",
                                                            "scope": "零售蔬菜"}}},
            {"act": "accept", "as": "heqian", "number": "$x"})[0]["number"]
        t = Seat(HALL, "heqian")
        self.addCleanup(t.close)
        t.type(f"<F9>set_pin<Enter><Enter>{PIN}<Enter>{PIN}<Enter>").said("口令已设好")
        self.refused(number)
        t.choose(number).type("a").wait("+ 准予 -")
        t.type("准予登记<Enter>").wait("办这一项请输入您的口令")
        t.type("470194")
        t.settle()
        self.assertNotIn("470194", t.text())
        t.type("<Enter>").said("还可试4次")
        self.assertTrue(t.shows("准予登记"), t.picture())
        t.type("<Esc>").wait_gone("办这一项请输入您的口令")
        self.assertTrue(t.shows("准予登记"), t.picture())
        self.assertEqual(HALL.record(number)["outcome"], "open")
        t.type("<Enter>").wait("办这一项请输入您的口令")
        t.type(f"{PIN}<Enter>").said("准予: 已办")
        self.assertEqual(HALL.record(number)["decided_by"], "heqian")
        self.taken_over(t)

    def refused(self, number):
        """Neither his name nor a stranger's session is enough any more."""
        for line in ({}, {"with": {"unattended": "true"}}):
            self.assertEqual(HALL.apply({"query": "inbox", "as": "heqian", **line})[0]["code"], "sign-in")
        self.assertEqual(HALL.apply({"act": "grant", "as": "heqian", "number": number})[0]["code"], "sign-in")

    def taken_over(self, old):
        old.back().type("<F2>A02<Enter>周小丫<Enter>").wait("草稿")
        new = at_the_pin(self, HALL, "heqian", "second")
        new.type("470195<Enter>").said("还可试4次")
        new.type(f"{PIN}<Enter>")
        in_office(new).said("您在别处的登录已退出")
        self.assertIn("输错口令2次", new.says())
        old.type("<F2>").settle()
        old.type("<F2>").wait("您是谁")
        self.assertIn("已于", old.says())
        self.assertIn("5号窗", old.says())
        old.type("何倩<Enter>").wait("哪个窗口")
        old.type("5<Enter>").wait("回车继续")
        old.type(f"{PIN}<Enter>")
        in_office(old).type("<F2>A02<Enter>").wait("草稿")
        old.type("<Enter>").wait("周小丫")
        new.type("n").wait("您是谁")

    def test_wrong_pins(self):
        t = Seat(HALL, "lianjie")
        self.addCleanup(t.close)
        t.type(f"<F9>set_pin<Enter><Enter>{OTHER}<Enter>{OTHER}<Enter>").said("口令已设好")
        t.type("<Ctrl-K>").wait("起锁屏")
        for left in "43210":
            t.type("999999<Enter>")
            t.until(lambda: f"还可试{left}次" in t.says() or t.shows("您是谁"), "told")
        t.wait("您是谁")
        t.type("廉洁<Enter>").wait("哪个窗口")
        t.type("8<Enter>").said("以前不再核对")
        self.assertTrue(t.shows("您是谁"), t.picture())
        answer = HALL.apply({"act": "sign_in", "as": "lianjie", "with": {"pin": OTHER}})[0]
        self.assertEqual(answer["code"], "tries")


class Level3(unittest.TestCase):
    """A hall of profile mlps3: nobody works without a PIN, and the first one comes from somebody else."""

    @classmethod
    def setUpClass(cls):
        cls.hall = Hall()
        cls.addClassCleanup(cls.hall.close)
        text = pathlib.Path(f"{desk.ROOT}/data/hall/hall.yaml").read_text(encoding="utf-8")
        cls.hall.apply({"act": "publish", "as": "zhoumingyuan", "with": {"file": {
            "data/hall/hall.yaml": text.replace("profile: open", "profile: mlps3")}}})

    def test_first_pin(self):
        answers = self.hall.apply({"query": "inbox", "as": "sunjing"}, {"act": "sign_in", "as": "sunjing"},
                                  {"act": "reset_pin", "as": "system", "with": {"person": "sunjing"}})
        self.assertEqual([a.get("code") for a in answers], ["sign-in", "no-pin", None])
        once = answers[2]["with"]["pin"]
        t = at_the_pin(self, self.hall, "sunjing")
        t.type(f"{once}<Enter>").wait("新口令：6至12位数字")
        t.type("19900101<Enter>19900101<Enter>").said("日期和电话号码")
        t.type(f"{PIN}<Enter>{PIN}<Enter>")
        in_office(t)
        t.type("<F9>reset_pin<Enter>").wait("重置口令")
        t.type("刘洋<Enter>")
        t.until(lambda: re.search(r"一次性口令 \d{8}", t.says()), "told the PIN")
        given = re.search(r"一次性口令 (\d{8})", t.says())[1]
        lines = [{"act": "sign_in", "as": "liuyang", "with": {"pin": given}},
                 {"act": "sign_in", "as": "liuyang", "desk": "d04", "with": {"pin": given, "new_pin": OTHER}},
                 {"query": "inbox", "as": "liuyang"}, {"act": "sign_out", "as": "liuyang"}, {"query": "inbox", "as": "liuyang"}]
        answers = self.hall.apply(*lines)
        self.assertEqual([a.get("code") for a in answers], ["pin-old", None, None, None, "sign-in"])
        self.assertNotIn("session", json.dumps(answers))
        self.written_nowhere(once, given, PIN, OTHER)

    def test_line_of_one_person(self):
        t = terminal(self, self.hall, "--person", "zhangmin")
        t.wait("哪个窗口")
        t.type("3<Enter>").wait("回车继续")
        t.type(f"{PIN}<Enter>").said("您还没有口令")
        t.type("<Esc>").wait("哪个窗口")
        self.assertFalse(t.shows("您是谁"), t.picture())

    def written_nowhere(self, *pins):
        """A PIN of eight digits can be in no file by chance; one of six in an instant or a number can, so it is looked for
        between marks that protobuf and JSON put around a text."""
        self.hall.run("stop")
        found, read = [], 0
        for folder, _, names in os.walk(self.hall.folder):
            for name in names:
                path = os.path.join(folder, name)
                if not os.path.isfile(path) or name == "pin.key":
                    continue
                bytes_ = pathlib.Path(path).read_bytes()
                read += b"sunjing" in bytes_
                for pin in pins:
                    marked = [bytes([len(pin)]) + pin.encode(), b'"%s"' % pin.encode(), b"=" + pin.encode()]
                    if len(pin) == 8 and pin.encode() in bytes_ or any(m in bytes_ for m in marked):
                        found.append((path, pin))
        self.assertGreater(read, 0)
        self.assertEqual(found, [])


if __name__ == "__main__":
    unittest.main()
