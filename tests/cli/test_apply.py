#!/usr/bin/env python3
"""yichuang apply: every line answered alone, in order, once, after it is on disk; memory does not grow with the lines.

test-seconds: 300
"""
import json
import os
import select
import signal
import subprocess
import time
import unittest

from home import Home, registration


class Apply(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = Home("--sample")

    @classmethod
    def tearDownClass(cls):
        cls.home.close()

    def test_bad_lines_are_refused_alone(self):
        answers = self.home.apply(
            "{bad", "[1]", '{"act": "nosuch", "as": "zhangmin"}', '{"act": "register"}', '{"act": "inbox", "as": "nobody"}',
            {"act": "register", "as": "zhangmin", "with": {"item": "A03", "form": {"no_such": 1}}},
            {"act": "register", "as": "zhangmin", "with": {"item": "A03", "colour": "red"}},
            '{"act": "note", "as": "zhangmin", "desk": "' + "x" * 1100000 + '"}',
            '{"act": "note", "as": "zhangmin", "number": "1", "with": {"text": "' + "x" * 200000 + '"}}',
            "", registration(id="good"))
        self.assertEqual([a.get("code") for a in answers],
                         ["json", "json", "unknown", "identity", "identity", "field", "parameter", "json", "toolong", None])
        self.assertEqual([a.get("line") for a in answers if a.get("code") == "json"], [1, 2, 8])
        self.assertEqual((answers[-1]["id"], answers[-1]["ok"], answers[-1]["version"]), ("good", True, 1))
        self.assertTrue(all(a["message"] for a in answers[:-1]))

    def test_strict(self):
        self.home.apply('{"act": "nosuch"}', words=("--strict",), status=1)
        self.home.apply('{"act": "hall"}', words=("--strict",))

    def test_same_id_twice_is_done_once(self):
        first, again = self.home.apply(registration(id="twice"), registration(id="twice"))
        self.assertTrue(first["ok"])
        self.assertEqual(first, again)
        other, = self.home.apply(registration(id="twice", desk="d9"))
        self.assertEqual(other["code"], "id-reused")
        third, = self.home.apply(registration(id="twice"))  # another connection
        self.assertEqual(first, third)
        found, = self.home.apply({"act": "find", "as": "zhangmin", "with": {"words": first["number"]}})
        self.assertEqual(len(found["rows"]), 1)

    def test_let_and_queries(self):
        answers = self.home.apply(
            registration(let="n"), {"act": "accept", "as": "zhangmin", "number": "$n", "version": 1},
            {"act": "accept", "as": "zhangmin", "number": "$n"}, {"act": "matter", "as": "zhangmin", "number": "$n"},
            {"act": "grant", "as": "zhangmin", "number": "$other"})
        self.assertTrue(answers[0]["ok"] and answers[1]["ok"], answers)
        self.assertEqual(answers[1]["number"], answers[0]["number"])
        self.assertEqual(answers[2]["code"], "state")
        record = answers[3]["record"]
        self.assertEqual((record["number"], record["phase"], record["item"]), (answers[0]["number"], "handling", "A03"))
        self.assertIn({"key": "premises_area", "value": "56.50"}, record["values"])
        self.assertIn({"key": "projects", "value": "热食类食品制售"}, record["values"])
        self.assertEqual(answers[4]["code"], "let")

    def test_a_real_hall_takes_no_at(self):
        answer, = self.home.apply(registration(at="2026-03-02T09:00"))
        self.assertEqual(answer["code"], "at")

    def test_answers_come_while_the_input_stays_open(self):
        p = subprocess.Popen(self.home.command("apply"), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            for i in range(3):
                p.stdin.write(json.dumps(registration(id=f"open{i}")).encode() + b"\n")
                p.stdin.flush()
                self.assertTrue(select.select([p.stdout], [], [], 20)[0], "no answer while the input is open")
                self.assertEqual(json.loads(p.stdout.readline())["id"], f"open{i}")
        finally:
            p.stdin.close()
            self.assertEqual(p.wait(20), 0)
            p.stdout.close()

    def test_acknowledged_is_on_disk(self):
        """What was answered is there after the data process is killed that moment, and resending makes no second one."""
        p = subprocess.Popen(self.home.command("apply"), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        lines = [json.dumps(registration(id=f"kill{i}")).encode() + b"\n" for i in range(40)]
        numbers = []
        for i, line in enumerate(lines):
            p.stdin.write(line)
            p.stdin.flush()
            numbers.append(json.loads(p.stdout.readline())["number"])
            if i in (9, 29):
                os.kill(int(json.loads(self.home.run("stat", "--json"))["pid"]), signal.SIGKILL)
        p.stdin.close()
        self.assertEqual(p.wait(20), 0)
        p.stdout.close()
        self.assertEqual(len(set(numbers)), 40)
        again = self.home.apply(*[line.decode().strip() for line in lines])
        self.assertEqual([a["number"] for a in again], numbers)
        shown = self.home.apply(*[{"act": "matter", "as": "zhangmin", "number": n} for n in numbers])
        self.assertEqual([a["record"]["version"] for a in shown], [1] * 40)
        self.assertIn("OK", self.home.run("verify"))

    def test_memory_stays(self):
        """20,000 lines, one in a hundred writing, through one process: its memory after the first 2,000 is its memory at the end."""
        number = self.home.apply(registration())[0]["number"]
        note = json.dumps({"act": "note", "as": "zhangmin", "number": number, "with": {"text": "x"}}) + "\n"
        quarantine = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"  # a checked build keeps what was freed
        p = subprocess.Popen(self.home.command("apply"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             env=dict(os.environ, ASAN_OPTIONS=quarantine))

        def feed(first, last):
            for i in range(first, last, 100):
                p.stdin.write("".join(note if k == 0 else '{"act": "hall"}\n' if k % 2 else "{bad\n" for k in range(100)).encode())
                p.stdin.flush()
                for _ in range(100):
                    p.stdout.readline()

        def rss():
            with open(f"/proc/{p.pid}/status", encoding="utf-8") as f:
                return next(int(line.split()[1]) for line in f if line.startswith("VmRSS"))

        began = time.monotonic()
        feed(0, 2000)
        early = rss()
        feed(2000, 20000)
        late = rss()
        p.stdin.close()
        self.assertEqual(p.wait(20), 0)
        p.stdout.close()
        print(f"20,000 lines in {time.monotonic() - began:.1f} s; resident {early} KiB after 2,000, {late} KiB after 20,000")
        self.assertLess(late - early, 512)


class Simulation(unittest.TestCase):
    def test_own_clock(self):
        home = Home("--simulation")
        try:
            answers = home.apply(
                registration(at="2026-03-02T09:00", let="n"),
                {"act": "accept", "as": "zhangmin", "at": "2026-03-02T10:00", "number": "$n", "with": {"opinion": "齐全"}},
                {"act": "note", "as": "zhangmin", "at": "2026-03-01T10:00", "number": "$n", "with": {"text": "x"}},
                {"act": "note", "as": "zhangmin", "at": "2026-03-10T10:00", "number": "$n", "with": {"text": "x"}})
            self.assertEqual([a.get("code") for a in answers], [None, None, "at", None], answers)
            # E.4: region, day, serial, ISO 7064 MOD 11,10
            self.assertEqual(answers[0]["number"], "370299202603020000012")
            cards = home.apply({"act": "cards", "as": "sunjing", "with": {"from": "2026-03-01", "to": "2026-03-31"}})[0]["rows"]
            self.assertTrue(cards, "five working days passed: there must be cards")
            ledger = home.run("explain", answers[0]["number"], "--clock", "total")
            # accepted 2026-03-02, commitment 5 working days: the 9th is the last
            self.assertRegex(ledger, r"2026-03-09 +Mon +day 5\n")
            self.assertRegex(ledger, r"2026-03-07 +Sat +weekend\n")
            shown = home.run("show", answers[0]["number"])
            self.assertIn("宏盛食品店", shown)
            self.assertIn("2026-03-09", shown)
            self.assertEqual(json.loads(home.run("show", answers[0]["number"], "--json"))["trail"][0]["act"], "register")
            self.assertIn(answers[0]["number"], home.run("find", "宏盛"))
            self.assertIn(answers[0]["number"], home.run("inbox", "--as", "xujianping"))
        finally:
            home.close()


if __name__ == "__main__":
    unittest.main()
