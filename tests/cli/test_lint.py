#!/usr/bin/env python3
"""yichuang lint: every finding with its place, in the reader's language; nothing on sound definitions."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from home import ROOT, YICHUANG

PLACE = re.compile(r"^(\S+?):(\d+):(\d+): (.+)$")


class Lint(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="yc-lint-")
        for folder in ("data", "forms", "keymaps"):
            shutil.copytree(os.path.join(ROOT, folder), os.path.join(self.dir, folder))

    def tearDown(self):
        shutil.rmtree(self.dir)

    def lint(self, *words, lang="en", cwd=ROOT, status=1):
        p = subprocess.run([YICHUANG, "--lang", lang, "lint", *words], capture_output=True, text=True, cwd=cwd)
        self.assertEqual(p.returncode, status, p.stdout + p.stderr)
        return p.stdout.splitlines()

    def spoil(self, path, old, new):
        full = os.path.join(self.dir, path)
        with open(full, encoding="utf-8") as f:
            text = f.read()
        self.assertIn(old, text)
        with open(full, "w", encoding="utf-8") as f:
            f.write(text.replace(old, new, 1))
        return text[:text.index(old)].count("\n") + 1  # the line

    def errors(self, lines):
        return [m.groups() for m in map(PLACE.match, lines) if m and not m.group(4).startswith("warning:")]

    def test_ours_are_sound(self):
        self.assertEqual(self.errors(self.lint(status=0)), [])
        self.assertEqual(self.errors(self.lint(self.dir, status=0)), [])

    def test_every_finding_not_the_first(self):
        step = self.spoil("data/items/A03.yaml", "role: exam", "role: nobody")
        limit = self.spoil("data/items/A01.yaml", "limits:", "limitz:")
        dept = self.spoil("data/hall/people.yaml", "[centre/director]", "[moon/director]")
        found = {(os.path.relpath(f, self.dir), int(line)) for f, line, _, _ in self.errors(self.lint(self.dir))}
        self.assertLessEqual({("data/items/A03.yaml", step), ("data/items/A01.yaml", limit), ("data/hall/people.yaml", dept)}, found)

    def test_column_points_at_the_value(self):
        self.spoil("data/items/A03.yaml", "role: exam", "role: nobody")
        with open(os.path.join(self.dir, "data/items/A03.yaml"), encoding="utf-8") as f:
            lines = f.read().splitlines()
        _, line, column, _ = self.errors(self.lint(self.dir))[0]
        self.assertTrue(lines[int(line) - 1].encode()[int(column) - 1:].startswith(b"nobody") or
                        lines[int(line) - 1][int(column) - 1:].startswith("nobody"))

    def test_broken_yaml(self):
        self.spoil("data/items/A03.yaml", "limits: {", "limits: [{")
        self.assertTrue(any(f.endswith("data/items/A03.yaml") for f, _, _, _ in self.errors(self.lint(self.dir))))

    def test_files_alone(self):
        self.spoil("data/items/A03.yaml", "role: exam", "role: nobody")
        self.spoil("data/items/A01.yaml", "limits:", "limitz:")
        found = self.errors(self.lint("data/items/A03.yaml", cwd=self.dir))
        self.assertEqual({f for f, _, _, _ in found}, {"data/items/A03.yaml"})  # as an editor standing there opens it
        self.assertEqual(self.errors(self.lint(os.path.join(self.dir, "data/items/A04.yaml"), status=0)), [])

    def test_language(self):
        self.spoil("data/items/A03.yaml", "role: exam", "role: nobody")
        english, = [text for _, _, _, text in self.errors(self.lint(self.dir))]
        chinese, = [text for _, _, _, text in self.errors(self.lint(self.dir, lang="zh_CN"))]
        self.assertTrue(english.isascii(), english)
        self.assertRegex(chinese, "[\u4e00-\u9fff]")

    def test_no_definitions(self):
        empty = tempfile.mkdtemp(prefix="yc-lint-")
        self.lint(empty)
        self.lint(os.path.join(empty, "x.yaml"), status=2)
        os.rmdir(empty)


if __name__ == "__main__":
    unittest.main()
