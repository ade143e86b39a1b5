#!/usr/bin/env python3
"""Night, reports, verify, backup, export and the small commands, on a hall with its own clock."""
import csv
import hashlib
import io
import json
import os
import subprocess
import time
import unittest

from home import ROOT, YICHUANG, Home, registration

DAY = "2026-03-02"


class Night(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = Home("--simulation")
        answers = cls.home.apply(
            registration(at=f"{DAY}T09:00", let="a"), registration(at=f"{DAY}T09:10", let="b"),
            {"act": "accept", "as": "zhangmin", "at": f"{DAY}T10:00", "number": "$a", "with": {"opinion": "齐全"}},
            {"act": "withdraw", "as": "zhangmin", "at": f"{DAY}T11:00", "number": "$b", "with": {"reason": "不办了"}})
        assert all(a["ok"] for a in answers), answers

    @classmethod
    def tearDownClass(cls):
        cls.home.close()

    def files(self, day=DAY):
        folder = os.path.join(self.home.path, "reports", day)
        sums = {}
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), "rb") as f:
                sums[name] = hashlib.sha256(f.read()).hexdigest()
        return sums

    def test_twice_the_same(self):
        said = self.home.run("night", "--date", DAY)
        self.assertIn(f"reports/{DAY}/day.txt", said)
        first = self.files()
        self.assertEqual(set(first), {"day.txt", "day.csv", "split.csv", "loop.csv", "cards.csv", "calendar.txt", "done"})
        self.home.run("night", "--date", DAY)
        self.assertEqual(self.files(), first)
        self.assertEqual(os.listdir(os.path.join(self.home.path, "backup")).count(DAY), 1)

    def test_reports_through_the_door(self):
        self.home.run("night", "--date", DAY)
        rows = self.home.apply({"act": "reports", "as": "sunjing"})[0]["rows"]
        self.assertIn({"date": DAY, "file": "day.txt", "name": f"{DAY}/day.txt"}, rows)
        self.assertFalse([r for r in rows if r["file"] == "done"])
        text, = self.home.apply({"act": "report_text", "as": "sunjing", "with": {"name": f"{DAY}/day.txt"}})
        with open(os.path.join(self.home.path, "reports", DAY, "day.txt"), encoding="utf-8") as f:
            self.assertEqual(text["with"]["text"], f.read())
        for name in ("../../yichuangd.log", f"{DAY}/../../yichuangd.log", f"{DAY}/done", f"{DAY}/.day.txt", f"/{DAY}/day.txt",
                     f"{DAY}/nosuch.txt", "2026-13-01/day.txt", "", f"{DAY}"):
            answer, = self.home.apply({"act": "report_text", "as": "sunjing", "with": {"name": name}})
            self.assertEqual((name, answer.get("code")), (name, "report"))

    def test_long_texts_come_in_pages(self):
        self.home.run("night", "--date", DAY)
        long = "办件量12" * 30000  # 330,000 bytes; pages would cut characters
        path = os.path.join(self.home.path, "reports", DAY, "long.txt")
        with open(path, "w", encoding="utf-8") as f:
            f.write(long)
        got, page = "", None
        while page != "":
            answer, = self.home.apply({"act": "report_text", "as": "sunjing", **({"page": page} if page else {}),
                                       "with": {"date": DAY, "file": "long.txt"}})
            self.assertLessEqual(len(answer["with"]["text"].encode()), 48 * 1024)
            got += answer["with"]["text"]
            page = answer.get("page", "")
        os.unlink(path)
        self.assertEqual(got, long)

    def test_seven_backups_are_kept(self):
        for i in range(1, 10):
            self.home.run("night", "--date", f"2026-02-0{i}")
        kept = sorted(os.listdir(os.path.join(self.home.path, "backup")))
        self.assertEqual(len(kept), 7)
        self.assertEqual(kept[-1], max(kept[-1], "2026-02-09"))
        self.assertNotIn("2026-02-01", kept)

    def test_figures_are_the_journals(self):
        """The report against a count of our own over the exported events."""
        events = [json.loads(line) for line in self.home.run("export").splitlines()]
        matters = [e for e in events if e["stream"].startswith("m")]
        day = [e for e in matters if e["at"].startswith(DAY)]
        rows = {}
        for block in self.home.run("report", "figures", "--to", DAY, "--by", "dept", "--format", "csv").split("\n\n"):
            for row in csv.DictReader(io.StringIO("\n".join(block.splitlines()[1:]))):
                rows.setdefault(row["Code"], {}).update(row)
        self.assertEqual(int(rows["scj"]["Registered"]), sum(e["act"] == "register" for e in day))
        self.assertEqual(int(rows["scj"]["Accepted"]), sum(e["act"] == "accept" for e in day))
        self.assertEqual(int(rows["scj"]["Finished"]), sum(e["act"] == "withdraw" for e in day))
        self.assertEqual(rows["scj"]["Same day %"], "—" if not int(rows["scj"]["Finished"]) else "0.00")
        report = json.loads(self.home.run("report", "day", "--to", DAY, "--json"))
        self.assertEqual([s["key"] for s in report["sections"]],
                         ["counts_dept", "rates_dept", "counts_item", "rates_item", "split", "loop", "orphans", "cards", "seal"])
        for section in report["sections"]:
            if section["key"] == "loop":
                self.assertEqual({r["check"] for r in section["rows"]}, {"OK"})

    def test_export_opens_changes(self):
        events = [json.loads(line) for line in self.home.run("export").splitlines()]
        registered = next(e for e in events if e["act"] == "register")
        self.assertEqual(registered["change"]["registered_at"], f"{DAY}T09:00:00")
        self.assertEqual(registered["change"]["phase"], "review")
        self.assertEqual(registered["actor"], "zhangmin")
        streams = {}
        for e in events:  # every stream counts 1, 2, 3 ...
            streams[e["stream"]] = streams.get(e["stream"], 0) + 1
            self.assertEqual(e["seq"], streams[e["stream"]])

    def test_verify_and_backup(self):
        self.assertRegex(self.home.run("verify"), r"^OK: \d+ events")
        self.assertFalse([n for n in os.listdir(self.home.path) if n.startswith("verify")])
        place = os.path.join(self.home.folder, "copy")
        self.home.run("backup", place)
        self.assertTrue(os.path.isdir(os.path.join(place, "data")))
        self.home.run("backup", place, status=1)  # not over another copy


class Commands(unittest.TestCase):
    def test_status(self):
        env = dict(os.environ, YICHUANG_HOME="/nonexistent/home")
        for words, status in ((["nosuch"], 2), (["show"], 2), (["find", "--colour", "x"], 2), (["--home"], 2), (["stat"], 3),
                              (["show", "1"], 3), (["help"], 0), (["help", "acts"], 0), ([], 2), (["stop"], 0)):
            p = subprocess.run([YICHUANG, *words], capture_output=True, text=True, env=env, stdin=subprocess.DEVNULL)
            self.assertEqual((words, p.returncode), (words, status), p.stderr)
            self.assertTrue(p.stderr or p.stdout)

    def test_charset_and_language(self):
        p = subprocess.run([YICHUANG, "--charset", "GB18030", "--lang", "zh_CN", "help"], capture_output=True)
        self.assertIn("退出", p.stdout.decode("gb18030"))
        env = dict(os.environ, LC_ALL="en_US.UTF-8")
        p = subprocess.run([YICHUANG, "help"], capture_output=True, text=True, env=env)
        self.assertTrue(p.stdout.isascii())

    def test_play(self):
        began = time.monotonic()
        p = subprocess.run([YICHUANG, "--lang", "en", "play"], capture_output=True, text=True, cwd=ROOT, stdin=subprocess.DEVNULL)
        self.assertEqual(p.returncode, 0, p.stderr)
        self.assertRegex(p.stderr, r"^\d+ acts played, 0 of them refused\n$")
        self.assertIn("Report on handling", p.stdout)
        self.assertNotIn("differs", p.stdout)
        print(f"the sample day played in {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    unittest.main()
