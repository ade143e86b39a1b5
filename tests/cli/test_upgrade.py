#!/usr/bin/env python3
"""A home of every release opens with this program: restored, verified, read as it was, worked in, verified again."""
import glob
import json
import os
import tarfile
import tempfile
import unittest

from home import Home, registration
from keep_home import KEPT, history


class Kept(Home):
    """A home made by an earlier program, out of the copy kept of it."""

    def __init__(self, name):
        self.folder = tempfile.mkdtemp(prefix="yc-home-")
        self.path = os.path.join(self.folder, "home")
        copy = os.path.join(self.folder, "copy")
        with tarfile.open(os.path.join(KEPT, f"{name}.tar.xz")) as t:
            t.extractall(copy)
        self.said = self.run("restore", copy, self.path)


class Upgrade(unittest.TestCase):
    def one(self, name):
        with open(os.path.join(KEPT, f"{name}.json"), encoding="utf-8") as f:
            facts = json.load(f)
        home = Kept(name)
        try:
            self.assertIn(f"{facts['events']} events, verified", home.said)
            self.assertEqual(history(home.run("export")), facts)
            self.assertRegex(home.run("verify"), r"^OK: ")
            answers = home.apply(registration(at="2026-12-01T09:00", let="n"),
                                 {"act": "accept", "as": "zhangmin", "at": "2026-12-01T10:00", "number": "$n",
                                  "with": {"opinion": "齐全"}})
            self.assertTrue(all(a["ok"] for a in answers), answers)
            self.assertRegex(home.run("verify"), r"^OK: ")
            self.assertEqual(history(home.run("export"))["matters"], facts["matters"] + 1)
        finally:
            home.close()

    def test_every_release(self):
        names = sorted(os.path.basename(p)[:-len(".json")] for p in glob.glob(os.path.join(KEPT, "*.json")))
        self.assertGreaterEqual(len(names), 3)
        for name in names:
            with self.subTest(name):
                self.one(name)


if __name__ == "__main__":
    unittest.main()
