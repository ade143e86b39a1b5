#!/usr/bin/env python3
"""The sample days, through the program: every line of day.jsonl is done, every line of refused.jsonl with "expect" is refused for that
reason and leaves no trace, the journal verifies, and an independent count agrees with the reports and the due dates.  test-seconds: 120"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from datetime import date, datetime

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import count
import split

PROGRAM = f"{os.environ.get('BUILD', 'build')}/bin/yichuang"
DAYS = (("2026-10-30", "2026-10-30"), ("2026-11-06", "2026-11-06"), ("2026-11-20", "2026-11-20"), ("2026-10-26", "2026-11-20"))


def read_lines(name):
    with open(f"{count.ROOT}/data/sample/{name}.jsonl", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


class Home:
    """A simulation of its own, in a folder that is gone afterwards."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="yc-day-")
        self.env = dict(os.environ, YICHUANG_HOME=f"{self.folder}/home", LC_ALL="C.UTF-8")
        self.run("init", "--simulation")

    def run(self, *args, lines=None, check=True):
        text = "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines or [])
        done = subprocess.run([PROGRAM, *args], input=text, env=self.env, cwd=count.ROOT, text=True, encoding="utf-8",
                              capture_output=True, timeout=60)
        if check and done.returncode:
            raise AssertionError(f"yichuang {' '.join(args)} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        return done.stdout

    def apply(self, lines):
        """The answer to each line."""
        sent = [{k: v for k, v in x.items() if k != "expect"} for x in lines]
        return [json.loads(x) for x in self.run("apply", lines=sent).splitlines()]

    def export(self):
        return self.run("export").splitlines()

    def report(self, first, last, name="day"):
        return json.loads(self.run("report", name, "--from", first, "--to", last, "--format", "json", "--lang", "en"))

    def close(self):
        self.run("stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


class Day(unittest.TestCase):
    maxDiff = None
    @classmethod
    def setUpClass(cls):
        cls.lines = read_lines("day")
        cls.home = Home()
        cls.addClassCleanup(cls.home.close)
        cls.answers = cls.home.apply(cls.lines)
        cls.matters = count.read_export(cls.home.export())

    def test_every_line_is_done(self):
        self.assertEqual(len(self.answers), len(self.lines))
        bad = [(x, a) for x, a in zip(self.lines, self.answers) if not a["ok"]]
        self.assertEqual(bad, [])
        self.assertEqual([x["at"] for x in self.lines], sorted(x["at"] for x in self.lines))

    def test_verify(self):
        self.assertTrue(self.home.run("verify", "--lang", "en").startswith("OK"))

    def test_the_twenty_items_reach_the_archive(self):
        archived = {m.item_id for m in self.matters if m.record["phase"] == "archived" and m.outcome == "granted"}
        self.assertEqual(archived, set(count.ITEMS))
        self.assertEqual(len(count.ITEMS), 20)

    def test_every_end_is_there(self):
        ends = {m.outcome for m in self.matters}
        self.assertEqual(ends, {"open", "granted", "denied", "refused", "not_needed", "withdrawn", "terminated", "transferred",
                                "deemed_granted"})
        self.assertTrue(all(m.outcome == m.record["outcome"] for m in self.matters))

    def test_every_card_is_there(self):
        rules = {(level, rule) for m in self.matters for _, level, rule, _, _ in m.cards.values()}
        self.assertLessEqual({("notice", "M-T1"), ("notice", "M-T2"), ("yellow", "M-T2"), ("yellow", "M-T3"), ("red", "M-T4"),
                              ("notice", "M-T5"), ("yellow", "M-T6"), ("notice", "M-S1"), ("yellow", "M-A4"),
                              ("yellow", "M-P6")}, rules)

    def test_work_in_every_tab_on_the_last_day(self):
        """What waits at the end: to accept, correct, pass, decide, pay, print, deliver, verify, archive, and outside."""
        waiting = {run["work"] for m in self.matters for run in m.record["steps"] if run["state"] == "open"}
        phases = {m.record["phase"] for m in self.matters}
        self.assertLessEqual(set("acdefghj"), waiting)
        self.assertLessEqual({"correcting", "verified"}, phases)

    def test_due_dates(self):
        compared, wrong = count.compare_dues(self.matters)
        self.assertGreater(compared, 400)
        self.assertEqual(wrong, [])

    def test_cards_of_the_decision_limit(self):
        self.assertEqual(count.compare_cards(self.matters), [])

    def test_reports(self):
        for first, last in DAYS:
            with self.subTest(first=first, last=last):
                compared, wrong = count.compare_report(self.matters, self.home.report(first, last))
                self.assertGreater(compared, 300)
                self.assertEqual(wrong, [])

    def test_whose_time_it_was(self):
        """Every matter, to the second: the parts, the departments, the posts and people, of the whole and of the legal time."""
        matters = split.read_export(self.home.export())
        asked = [{"query": "hall"}] + [{"query": "split", "number": n, "as": "sunjing"} for n in matters]
        now, *answers = self.home.apply(asked)
        now = datetime.fromisoformat(now["with"]["now"])
        self.assertGreater(len(matters), 50)
        seen = {}
        for (number, m), answer in zip(matters.items(), answers, strict=True):
            spans = split.told(answer)
            self.assertEqual(spans, m.answer(now), number)
            for span in spans.values():
                self.assertEqual(span["sum"], sum(n for k, n in span.items() if k.startswith("part")))
            seen = {k: seen.get(k, 0) + n for k, n in spans["whole"].items()} | {k: n for k, n in seen.items() if k not in spans["whole"]}
        self.assertTrue(all(seen[f"part {p}"] > 0 for p in split.PARTS), seen)

    def test_explained(self):
        """The parts as printed add up to the sum as printed."""
        number = next(m.number for m in self.matters if m.outcome == "granted" and m.record.get("suspensions"))
        spans = self.home.run("explain", number, "--lang", "en").split("Whole time")[1].split("Legal time")
        self.assertEqual(len(spans), 2)
        for text in spans:
            whole, *parts = [int(h) * 3600 + int(m) * 60 + int(s)
                             for h, m, s in re.findall(r"^(?:In all|= [A-Z][a-z ]+)  +(\d+):(\d\d):(\d\d) ", text, re.M)]
            self.assertEqual(len(parts), 5)
            self.assertEqual(sum(parts), whole)
        asked = self.home.apply([{"query": "split", "number": number, "as": "sunjing"}])[0]
        self.assertEqual(json.loads(self.home.run("explain", number, "--json"))["split"]["rows"], asked["rows"])

    def test_report_of_whose_time_it_was(self):
        for first, last in DAYS:
            section, = self.home.report(first, last, "split")["sections"]
            theirs = {r["key"]: {k: v for k, v in r.items() if k not in ("key", "name")} for r in section["rows"]}
            mine = split.report_rows(split.read_export(self.home.export()), date.fromisoformat(first), date.fromisoformat(last))
            self.assertEqual(theirs, mine)
            self.assertGreater(len(theirs), 3)

    def test_the_fees(self):
        paid = {m.item_id: sum(fen for fen, _, void in m.receipts.values() if void is None) for m in self.matters if m.receipts}
        self.assertEqual(set(paid), {"A07", "A14"})
        self.assertIn(3179700, [sum(fen for fen, _, _ in m.receipts.values()) for m in self.matters if m.item_id == "A07"])
        self.assertIn(8000, [sum(fen for fen, _, _ in m.receipts.values()) for m in self.matters if m.item_id == "A14"])


class Written(unittest.TestCase):
    def test_the_samples_are_what_their_writers_write(self):
        folder = tempfile.mkdtemp(prefix="yc-day-")
        self.addCleanup(shutil.rmtree, folder)
        for name in ("day", "refused"):
            subprocess.run([sys.executable, "-B", f"{count.ROOT}/tests/day/write_{name}.py", f"{folder}/{name}"], check=True)
            with open(f"{folder}/{name}", encoding="utf-8") as fresh:
                self.assertEqual([json.loads(x) for x in fresh], read_lines(name))


def bare(line):
    """An event without what differs from home to home: wall clock, chance, hashes."""
    e = json.loads(line)
    return tuple(str(e.get(k)) for k in ("stream", "seq", "act", "at", "actor", "post", "taken"))


class Refused(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lines = read_lines("refused")
        cls.home = Home()
        cls.addClassCleanup(cls.home.close)
        cls.answers = cls.home.apply(cls.lines)

    def test_each_is_refused_for_its_reason(self):
        wrong = []
        for x, a in zip(self.lines, self.answers, strict=True):
            if a.get("code", "ok") != x.get("expect", "ok"):
                wrong.append(f"{x}: {a}")
        self.assertEqual(wrong, [])
        self.assertGreater(sum("expect" in x for x in self.lines), 60)

    def test_each_says_why(self):
        self.assertTrue(all(a["message"] for x, a in zip(self.lines, self.answers) if "expect" in x))

    def test_they_leave_no_trace(self):
        other = Home()
        self.addCleanup(other.close)
        answers = other.apply([x for x in self.lines if "expect" not in x])
        self.assertTrue(all(a["ok"] for a in answers))
        mine, theirs = ([bare(x) for x in home.export() if not x.startswith('{"stream":"d') and '"stream":"h"' not in x]
                        for home in (self.home, other))
        self.assertGreater(len(mine), 30)
        self.assertEqual(mine, theirs)

    def test_verify(self):
        self.assertTrue(self.home.run("verify", "--lang", "en").startswith("OK"))


if __name__ == "__main__":
    unittest.main(verbosity=1)
