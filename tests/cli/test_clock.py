#!/usr/bin/env python3
"""A hall at work while somebody sets the machine's clock, and while the machine sleeps."""
import datetime
import os
import subprocess
import tempfile
import time
import unittest

from home import Home, registration

MONTH = 30 * 86400
PATIENCE = 30  # s; the service looks at the clock every 10 s by itself


class Shifted(Home):
    """Its service lives by a clock that the test sets."""

    def __init__(self):
        self.tools = tempfile.TemporaryDirectory(prefix="yc-clock-")
        self.shift_file = os.path.join(self.tools.name, "shift")
        library = os.path.join(self.tools.name, "shift.so")
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shift_clock.c")
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
        self.shift(0, 0)
        # A sanitized program wants to be the first library; ours may stand before it.
        asan = ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0")))
        self.before = dict(os.environ)
        os.environ.update(LD_PRELOAD=library, SHIFT_CLOCK=self.shift_file, ASAN_OPTIONS=asan)
        super().__init__()

    def shift(self, wall, asleep):
        """Both at once: the service reads the file whenever it asks the time."""
        with open(self.shift_file + ".new", "w", encoding="ascii") as f:
            f.write(f"{wall} {asleep}\n")
        os.replace(self.shift_file + ".new", self.shift_file)

    def close(self):
        super().close()
        os.environ.clear()
        os.environ.update(self.before)
        self.tools.cleanup()

    def stat(self, name):
        for line in self.run("stat").splitlines():
            key, _, value = line.partition(" ")
            if key == name:
                return int(value)
        raise KeyError(name)

    def cards(self):
        today = datetime.date.today()
        until = today + datetime.timedelta(days=60)
        answer, = self.apply({"act": "cards", "as": "sunjing", "with": {"from": f"{today}", "to": f"{until}"}})
        return [(r["at"], r["level"], r["rule"]) for r in answer["rows"]]

    def wait_for(self, what):
        for _ in range(PATIENCE * 10):
            if what():
                return True
            time.sleep(0.1)
        return False


class Clock(unittest.TestCase):
    def setUp(self):
        self.home = Shifted()
        self.addCleanup(self.home.close)
        answers = self.home.apply(registration(let="a"), {"act": "accept", "as": "zhangmin", "number": "$a"})
        assert all(a["ok"] for a in answers), answers

    def note(self):
        self.home.apply(*({"act": "note", "as": "xujianping", "number": n, "with": {"text": "remark"}} for n in self.numbers()))

    def numbers(self):
        rows, = self.home.apply({"act": "find", "as": "zhangmin", "with": {"words": "宏盛食品店"}})
        return [r["number"] for r in rows["rows"]]

    def test_set_forward_and_back(self):
        """Nobody gets a card for a month that did not pass, whoever works meanwhile; everybody is told."""
        self.home.shift(MONTH, 0)
        self.note()
        self.assertLess(abs(self.home.stat("clock_jumped") - MONTH), 10)
        inbox, = self.home.apply({"act": "inbox", "as": "zhangmin"})
        self.assertLess(abs(int(inbox["with"]["clock_jumped"]) - MONTH), 10)
        time.sleep(11)
        self.assertEqual(self.home.cards(), [])
        self.home.shift(0, 0)
        self.note()
        self.assertEqual((self.home.stat("clock_jumped"), self.home.stat("clock_behind"), self.home.cards()), (0, 0, []))

    def test_set_back(self):
        """Work goes on, and its trail stays in order."""
        self.home.shift(-MONTH, 0)
        self.note()
        self.assertGreater(self.home.stat("clock_behind"), MONTH - 60)
        number, = self.numbers()
        rows, = self.home.apply({"act": "trail", "as": "sunjing", "number": number})
        at = [r["at"] for r in rows["rows"]]
        self.assertEqual(at, sorted(at))
        self.assertEqual(rows["rows"][-1]["act"], "note")
        self.assertTrue(self.home.run("verify").startswith("OK"))

    def test_asleep(self):
        """The machine slept for a month: every card bears the instant it was due, in order, once."""
        self.home.shift(MONTH, MONTH)
        self.assertTrue(self.home.wait_for(lambda: len(self.home.cards()) >= 6))
        cards = self.home.cards()
        self.assertEqual(cards, sorted(cards, key=lambda c: c[0]))
        self.assertCountEqual([c[1:] for c in cards], [("notice", "M-T2"), ("notice", "M-T1"), ("yellow", "M-T2"), ("yellow", "M-T3"),
                                                       ("red", "M-T4"), ("red", "M-T4")])
        self.assertTrue(all(at.endswith("T00:00:00") for at, _, _ in cards))
        self.assertEqual(self.home.stat("clock_jumped"), 0)
        self.home.shift(MONTH + 60, MONTH + 60)
        self.note()
        self.assertEqual(self.home.cards(), cards)


if __name__ == "__main__":
    unittest.main()
