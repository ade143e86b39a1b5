#!/usr/bin/env python3
"""A new calendar by command: published alone, matters judged again, the list of what changed, the warning at the year's end."""
import json
import os
import time
import unittest

from home import ROOT, Home, registration


def calendar(folder, *rows):
    """data/calendar/cn.tsv under folder with rows of our own."""
    path = os.path.join(folder, "data", "calendar", "cn.tsv")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(os.path.join(ROOT, "data", "calendar", "cn.tsv"), encoding="utf-8") as f:
        lines = f.read().splitlines()
    own = [f"{day}\t{kind}\t试验" for day, kind in rows]
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join([x for x in lines if x.startswith("#")] + sorted([x for x in lines if not x.startswith("#")] + own)) + "\n")
    return path


class Calendar(unittest.TestCase):
    def setUp(self):
        self.home = Home("--simulation")
        registered, accepted = self.home.apply(
            registration(at="2026-03-02T09:00", let="a"),
            {"act": "accept", "as": "zhangmin", "at": "2026-03-02T10:00", "number": "$a", "with": {"opinion": "齐全"}})
        self.assertTrue(accepted["ok"], accepted)
        self.number = registered["number"]

    def tearDown(self):
        self.home.close()

    def test_one_file_published(self):
        """03-03 off: 5 and 10 working days from 03-02 end a day later."""
        path = calendar(self.home.folder, ("2026-03-03", "holiday"))
        said = self.home.run("publish", path, "--as", "zhoumingyuan")
        self.assertIn("data/calendar/cn.tsv", said)
        self.assertIn("In force as edition 2.", said)
        self.assertIn("new calendar", said)
        self.assertNotIn("stays in force", self.home.errors)
        report = json.loads(self.home.run("report", "calendar", "--json"))
        rows = {r["clock"]: r for r in report["sections"][0]["rows"]}
        self.assertEqual((rows["办理时限"]["number"], rows["办理时限"]["due"], rows["办理时限"]["limit"]),
                         (self.number, "2026-03-09 -> 2026-03-10", "2026-03-16 -> 2026-03-17"))
        csv = self.home.run("report", "calendar", "--format", "csv")
        self.assertIn("2026-03-09 -> 2026-03-10", csv)
        stat = json.loads(self.home.run("stat", "--json"))
        self.assertEqual((stat["calendar"], stat["calendar_judged"], stat["calendar_end"]), ("2", "2", "2026-12-31"))
        self.assertIn("Nothing has changed.", self.home.run("publish", path, "--as", "zhoumingyuan"))
        self.home.run("verify")

    def test_region_laid_over(self):
        path = os.path.join(self.home.folder, "data", "calendar", "region.tsv")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write("2026-03-04\tholiday\t三月三\n")
        self.assertIn("In force as edition 2.", self.home.run("publish", path, "--as", "zhoumingyuan"))
        rows = json.loads(self.home.run("report", "calendar", "--json"))["sections"][0]["rows"]
        self.assertIn(("办理时限", "2026-03-09 -> 2026-03-10"), [(r["clock"], r["due"]) for r in rows])

    def test_days_of_the_report(self):
        self.home.run("publish", calendar(self.home.folder, ("2026-03-03", "holiday")), "--as", "zhoumingyuan")

        def rows(*words):
            return json.loads(self.home.run("report", "calendar", "--json", *words))["sections"][0]["rows"]
        self.assertEqual(rows("--from", "2026-03-02", "--to", "2026-03-02"), rows())
        self.assertEqual(rows("--from", "2026-03-03", "--to", "2026-03-04"), [])

    def test_wrong_place(self):
        path = os.path.join(self.home.folder, "cn.tsv")
        os.rename(calendar(self.home.folder), path)
        self.home.run("publish", path, "--as", "zhoumingyuan", status=1)
        self.assertIn("data, forms or keymaps", self.home.errors)

    def test_end_of_the_year(self):
        self.home.run("stat")
        self.assertNotIn("published up to", self.home.errors)
        self.home.apply({"act": "note", "as": "sunjing", "at": "2026-11-30T23:00", "number": self.number, "with": {"text": "-"}})
        self.home.run("stat")
        self.assertNotIn("published up to", self.home.errors)
        self.home.apply({"act": "note", "as": "sunjing", "at": "2026-12-01T00:00", "number": self.number, "with": {"text": "-"}})
        self.home.run("stat")
        self.assertIn("published up to 2026-12-31 only", self.home.errors)


class RealHall(unittest.TestCase):
    """By the background thread: nobody has to ask."""

    def test_judged_by_itself(self):
        home = Home()
        try:
            home.apply(registration())
            home.run("publish", calendar(home.folder, ("2026-01-07", "holiday")), "--as", "zhoumingyuan")
            until, judged = time.monotonic() + 30, "1"
            while judged != "2" and time.monotonic() < until:
                judged = json.loads(home.run("stat", "--json"))["calendar_judged"]
            self.assertEqual(judged, "2")
        finally:
            home.close()


if __name__ == "__main__":
    unittest.main()
