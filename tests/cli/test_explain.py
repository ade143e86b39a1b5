#!/usr/bin/env python3
"""yichuang explain: every clock of every matter of the sample is added up again from its ledger alone, by the program that also adds up
those of due, and ends on the day the record says and the papers told; what is printed for people; the timers of the law without an office."""
import json
import os
import re
import subprocess
import unittest
from datetime import datetime, timedelta

import readd
import test_due
from home import Home, ROOT, YICHUANG, registration

SPAN = re.compile(r"([\d.]*)(wd|cd|mo|hr|bh|min|now)( elapsed)?$")


def span(text):
    """("wd", 7, elapsed); office time in minutes, as readd counts it."""
    m = SPAN.match(text)
    n, unit = float(m[1] or 0), m[2]
    return ("bh" if unit in ("bh", "min") else "wd" if unit == "now" else unit, round(n * 60 if unit == "bh" else n), bool(m[3]))


def extended(matter, clock, text):
    unit, n, elapsed = span(text)
    if clock["key"].startswith("total"):
        n += sum(e[1] for e in (span(x["length"]) for x in matter.get("extensions", [])) if e[0] == unit)
    return unit, n, elapsed


def suspensions(matter, clock):
    """Those that held the clock, as they were when it ended."""
    if clock["key"].startswith("opinion"):
        return ""
    end = clock.get("ended_at", "9")
    return ",".join(f"{s['from_day']}/{s['to_day'] if s.get('to_at', '9') <= end else ''}" for s in matter.get("suspensions", [])
                    if s["from_at"] < end and s.get("step_run") != clock.get("step_run", "-"))


def question(matter, clock, length, due, late):
    """What readd is to add up: from the record, in the form of a question and its answer."""
    unit, n, elapsed = extended(matter, clock, length)
    cutoff = "17:30" if "05-01" <= clock["start_at"][5:10] <= "09-30" else "17:00"  # data/hall/hall.yaml
    asked = f"unit={unit};n={n};start={clock['start_day']};at={clock['start_at']};elapsed={int(elapsed)};cutoff={cutoff}"
    stood = suspensions(matter, clock)
    if elapsed or unit in ("hr", "bh"):
        last = datetime.fromisoformat(late) - timedelta(seconds=1 if elapsed else 60)
        due = last.isoformat(timespec="seconds" if elapsed else "minutes")
    return ["clock", asked + (f";susp={stood}" if stood else "")], f"due={due}"


def lines(days):
    return [readd.Line(readd.day(d["day"]), d["kind"], int(d["nth"] or 0), d["name"], int(d["minutes"] or 0)) for d in days]


class Sample(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = Home("--simulation")
        cls.addClassCleanup(cls.home.close)
        with open(os.path.join(ROOT, "data/sample/day.jsonl"), encoding="utf-8") as f:
            numbers = {json.loads(a).get("number", "") for a in cls.home.run("apply", text=f.read()).splitlines()} - {""}
        cls.matters = [json.loads(cls.home.run("show", n, "--json")) for n in sorted(numbers)]
        cls.explained = {n: json.loads(cls.home.run("explain", n, "--json"))["clocks"] for n in numbers}

    def accounts(self):
        for m in self.matters:
            clocks = {c["key"]: c for c in m["clocks"]}
            for account in self.explained[m["number"]]:
                yield m, clocks[account["clock"]], account

    def test_no_clock_is_left_out(self):
        told = {(m["number"], c["key"]) for m in self.matters for c in m["clocks"]}
        self.assertEqual(told, {(m["number"], c["key"]) for m, c, _ in self.accounts()})
        self.assertGreater(len(told), 400)

    def test_every_ledger_adds_up_to_the_record(self):
        questions, answers, fixed, standing = [], [], 0, 0
        for m, c, account in self.accounts():
            if c["key"].startswith("renewal"):
                fixed += 1
                self.assertEqual(account["days"], [])
                continue
            limit = account["which"] == "limit"
            due, late = (c["limit_day"], c["limit_at"]) if limit else (c.get("due_day"), c.get("due_at"))
            if not due:
                standing += 1
                self.assertEqual((account["due"], c["state"]), ("", "standing"))
                continue
            q, a = question(m, c, c["limit" if limit else "length"], due, late)
            questions.append(q)
            answers.append((a, {"due": lines(account["days"])}))
            self.assertEqual(account["due"], due)
        added, wrong = readd.readd(questions, answers)
        self.assertEqual(wrong, [])
        self.assertEqual(added, len(questions))
        self.assertGreater(added, 500)
        units = {readd.pairs(inputs)["unit"] for _, inputs in questions}
        self.assertLessEqual({"wd", "bh"}, units)
        for (op, inputs), (a, ledgers) in list(zip(questions, answers))[::10]:  # and a wrong one would be noticed
            for how, worse in test_due.spoil(readd.until_due(ledgers["due"])[0]):
                self.assertTrue(list(readd.check(op, inputs, a, {"due": worse})), f"{how} in {inputs}")
        print(f"{added} ledgers of {len(self.matters)} matters added up again, {standing} clocks stand, {fixed} end on a fixed date")

    def test_the_sentence_ends_on_the_due_day(self):
        for m, c, account in self.accounts():
            if account["due"] and account["days"]:
                end = re.search(r"止于(\d{4}-\d\d-\d\d)|^(\d{4}-\d\d-\d\d)当日办结", account["sentence"])
                self.assertEqual(end[1] or end[2], account["due"], account["sentence"])

    def test_suspended_days_name_their_paper(self):
        named = 0
        for m, c, account in self.accounts():
            papers = {(s["kind"], s.get("notice_no", "")) for s in m.get("suspensions", [])}
            for d in account["days"]:
                if d["kind"] == "suspended":
                    self.assertIn((d["suspension"], d["paper"]), papers)
                    named += d["paper"] != ""
        self.assertGreater(named, 5)

    def test_holidays_name_their_notice(self):
        notices = {d["notice"] for _, _, a in self.accounts() for d in a["days"] if d["kind"] == "holiday" and d["day"] < "2027"}
        self.assertEqual(notices, {"国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）"})

    def test_past_the_published_year(self):
        """2027 is not announced: whatever leans on it says so, and nothing else does."""
        days = [d for _, _, a in self.accounts() for d in a["days"]]
        self.assertTrue(all((d["day"] > "2026-12-31") == (d["provisional"] != "") for d in days))
        for _, _, a in self.accounts():
            if a["days"] and a["due"]:
                self.assertEqual(a["provisional"] != "", a["due"] > "2026-12-31", a)
        self.assertTrue(any(a["provisional"] for _, _, a in self.accounts()))

    def test_papers_tell_the_same_day(self):
        """Each acceptance notice: its promise, its line, and the day the record says was told."""
        told = 0
        for m in self.matters:
            first = {c["key"]: c for c in m["clocks"]}
            for p in m["papers"]:
                line = re.search(r"办理时限：.*止于(\d{4}-\d\d-\d\d)", p.get("text", ""))
                if p["kind"] != "acceptance" or not line:
                    continue
                year, month, dom = map(int, re.search(r"承诺于(\d+)年(\d+)月(\d+)日前办结", p["text"]).groups())
                self.assertEqual(line[1], f"{year}-{month:02}-{dom:02}")
                if not m.get("extensions"):
                    self.assertEqual(line[1], first["total"]["told_day"])
                told += 1
        self.assertGreater(told, 40)

    def test_for_people(self):
        number = next(m["number"] for m in self.matters if any(s.get("notice_no") for s in m.get("suspensions", [])))
        said = self.home.run("explain", number, "total")
        self.assertIn("Clock decision\n", said)
        self.assertIn("LIC2 许可决定: 行政许可法 第四十二条第一款\n", said)
        self.assertRegex(said, r"suspended: \S+ 政务特〔2026〕\d+号\n")
        self.assertNotIn("acceptance review", said)
        self.assertEqual(said, self.home.run("explain", number, "--clock", "total"))


class Receipt(unittest.TestCase):
    """B.3: what is brought after the cut-off or on a day off is received on the next working day, and the slip says why."""

    @classmethod
    def setUpClass(cls):
        cls.home = Home("--simulation")
        cls.addClassCleanup(cls.home.close)

    def brought(self, at):
        a = self.home.apply(registration(at=at))[0]
        m = json.loads(self.home.run("show", a["number"], "--json"))
        return a["number"], m["papers"][0]["text"], m["clocks"][0]

    def test_at_the_cutoff(self):
        _, slip, _ = self.brought("2026-09-29T17:29")
        self.assertNotIn("收件日为次一工作日", slip)
        self.assertIn("\n受理审查：2026-09-29起算（当日不计），5个工作日，止于2026-10-12；", slip)
        n, slip, review = self.brought("2026-09-30T17:30")
        self.assertIn("\n2026-09-30 17:30收到，已过当日截止时间17:30，收件日为次一工作日2026-10-08。\n受理审查：2026-10-08起算（当日不计），", slip)
        self.assertEqual(review["due_day"], "2026-10-14")
        days = json.loads(self.home.run("explain", n, "review", "--json"))["clocks"][0]["days"]
        self.assertEqual([(d["day"], d["kind"], d["moment"], d["cutoff"]) for d in days[:2]],
                         [("2026-09-30", "event", "2026-09-30T17:30:00", "17:30"), ("2026-10-01", "before", "", "")])
        self.assertEqual([d["kind"] for d in days].count("before"), 7)
        self.assertIn("it happened at 17:30, after the cut-off at 17:30", self.home.run("explain", n, "review"))

    def test_on_a_holiday(self):
        n, slip, _ = self.brought("2026-10-01T10:00")
        self.assertIn("\n2026-10-01 10:00收到，当日为国庆节假期，收件日为次一工作日2026-10-08。\n", slip)
        self.assertIn("it happened at 10:00, 国庆节; the clock starts later", self.home.run("explain", n, "review"))

    def test_on_a_sunday(self):
        _, slip, _ = self.brought("2026-10-18T10:00")
        self.assertIn("\n2026-10-18 10:00收到，当日为周日，收件日为次一工作日2026-10-19。\n", slip)


class Timers(unittest.TestCase):
    def explain(self, *words, status=0):
        p = subprocess.run([YICHUANG, "--lang", "en", "--home", "/nonexistent", "explain", *words], capture_output=True, text=True, cwd=ROOT)
        self.assertEqual(p.returncode, status, p.stdout + p.stderr)
        return p.stdout if status == 0 else p.stderr

    def test_without_an_office(self):
        said = self.explain("INF2", "2026-02-12T10:00")
        self.assertIn("INF2 答复: 政府信息公开条例 第三十三条\n", said)
        self.assertIn("due 2026-03-18\n", said)
        self.assertRegex(said, r"2026-03-18 +Wed +day 20\n")
        self.assertRegex(said, r"2026-02-17 +Tue +holiday: 春节\n")

    def test_as_the_table_of_the_law_says(self):
        """The worked examples of data/clocks, each by its own words."""
        for words, end in ((["LIC1", "2026-03-10T17:00"], "due 2026-03-18"), (["LIC8", "2026-10-12"], "2026-09-24 at the latest"),
                           (["T01", "2026-04-02"], "not before 2026-04-07"), (["LIC2", "2026-03-02", "--extended"], "due 2026-04-14")):
            self.assertIn(end + "\n", self.explain(*words))

    def test_json_adds_up(self):
        account = json.loads(self.explain("LIC2", "2026-08-17", "--json"))["clocks"][0]
        counted = [d for d in account["days"] if d["nth"]]
        self.assertEqual((len(counted), counted[-1]["day"]), (20, account["due"]))

    def test_refused(self):
        self.assertIn("there is no timer NOPE", self.explain("NOPE", "2026-02-12", status=1))
        self.assertIn("no extension is known for LIC1", self.explain("LIC1", "2026-02-12", "--extended", status=1))


if __name__ == "__main__":
    unittest.main()
