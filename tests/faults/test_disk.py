#!/usr/bin/env python3
"""A hall on a disk that gets scarce, full, read-only, or does not take what is written.

Needs a file system of its own (mount): without the right to make one these tests are skipped, and say so."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from home import BUILD, ROOT, Home, registration  # noqa: E402

SIZE_MB, WARN_MB, STOP_MB = 160, 100, 60
PATIENCE = 15  # s


def definitions(folder):
    """The sample's, with limits that fit a small disk."""
    for part in ("data", "forms", "keymaps"):
        shutil.copytree(os.path.join(ROOT, part), os.path.join(folder, part))
    path = os.path.join(folder, "data", "hall", "hall.yaml")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    with open(path, "w", encoding="utf-8") as f:
        f.write(re.sub(r"space: .*", f"space: {{warn: {WARN_MB}, stop: {STOP_MB}}}", text))
    return folder


class Mounted(Home):
    """On a tmpfs of SIZE_MB."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="yc-disk-")
        self.disk = os.path.join(self.folder, "disk")
        self.path = os.path.join(self.disk, "home")
        self.ballast = os.path.join(self.disk, "ballast")
        os.mkdir(self.disk)
        self.mount(f"size={SIZE_MB}m")
        self.run("init", "--sample", definitions(tempfile.mkdtemp(dir=self.folder)))

    def mount(self, options):
        p = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.disk], capture_output=True, text=True)
        if p.returncode:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise unittest.SkipTest(f"no right to mount: {p.stderr.strip()}")

    def close(self):
        self.run("stop")
        subprocess.run(["umount", self.disk], check=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def leave(self, megabytes):
        """So much room on the disk; None: as there was."""
        if os.path.exists(self.ballast):
            os.unlink(self.ballast)
        if megabytes is None:
            return
        s = os.statvfs(self.disk)
        with open(self.ballast, "wb") as f:
            try:
                os.posix_fallocate(f.fileno(), 0, s.f_bavail * s.f_frsize - int(megabytes * 2**20))
            except OSError:
                pass
        time.sleep(1.1)  # the office looks every second

    def one(self, act, as_, **more):
        answer, = self.apply({"act": act, "as": as_, **more}, status=None)
        return answer

    def apply(self, *lines, words=(), status=None):
        return super().apply(*lines, words=words, status=status)

    def restarts(self):
        return int(re.search(r"^restarts +(\d+)", self.run("stat"), re.M).group(1))

    def note(self, number):
        return self.one("note", "zhangmin", number=number, **{"with": {"text": "remark"}})


class Disk(unittest.TestCase):
    def setUp(self):
        self.home = Mounted()
        self.addCleanup(self.home.close)
        first, accepted = self.home.apply(registration(let="a"), {"act": "accept", "as": "zhangmin", "number": "$a"})
        assert first["ok"] and accepted["ok"], (first, accepted)
        self.number = first["number"]

    def finish(self, restarts):
        """Everything works again."""
        self.assertTrue(self.home.one(**{"act": "register", "as_": "zhangmin", "with": registration()["with"]})["ok"])
        self.assertTrue(self.home.run("verify").startswith("OK"))
        self.assertLessEqual(self.home.restarts(), restarts)

    def test_scarce(self):
        """Told to everybody, then nothing new, while what is open is finished; by itself back again."""
        home = self.home
        self.assertNotIn("disk_low", home.one("inbox", "zhangmin")["with"])
        home.leave(WARN_MB - 5)
        self.assertIn("disk_low", home.one("inbox", "zhangmin")["with"])
        self.assertTrue(home.apply(registration())[0]["ok"])
        home.leave(STOP_MB - 5)
        inbox = home.one("inbox", "zhangmin")["with"]
        self.assertEqual(inbox["disk_stop"], "true")
        refused = home.apply(registration())[0]
        self.assertEqual((refused["ok"], refused["code"]), (False, "disk-low"))
        self.assertIn("MB left", refused["message"])
        self.assertEqual(home.one("publish", "zhoumingyuan", **{"with": {"file.data/hall/x.yaml": "x"}})["code"], "disk-low")
        home.run("backup", os.path.join(home.disk, "copy"), status=1)
        self.assertFalse(os.path.exists(os.path.join(home.disk, "copy")))
        self.assertTrue(self.home.note(self.number)["ok"])
        home.leave(None)
        time.sleep(1.1)
        self.assertNotIn("disk_low", home.one("inbox", "zhangmin")["with"])
        self.finish(0)

    def test_full(self):
        """Refused in words, reading goes on, nobody is killed."""
        home = self.home
        home.leave(0)
        codes = set()
        for _ in range(400):  # until the log file there is is full too
            answer = home.note(self.number)
            if not answer["ok"]:
                codes.add(answer["code"])
                break
        self.assertTrue(codes <= {"disk-full", "unknown", ""} , codes)
        self.assertTrue(home.one("matter", "zhangmin", number=self.number)["ok"])
        home.leave(None)
        time.sleep(1.1)
        self.assertTrue(home.note(self.number)["ok"])
        self.finish(0)
        with open(os.path.join(home.path, "yichuangd.log"), encoding="utf-8") as f:
            self.assertNotIn("signal", f.read())


class Shimmed(unittest.TestCase):
    """The service's calls to the system go through shim.so."""

    def start(self, under, **fault):
        self.home = Home()
        self.addCleanup(self.home.close)
        self.first, = self.home.apply(registration())
        self.home.run("stop")
        set_ = {"FAULT_UNDER": os.path.join(self.home.path, under).rstrip("/"),
                "LD_PRELOAD": os.path.join(BUILD, "faults", "shim.so"), "ASAN_OPTIONS": "verify_asan_link_order=0",
                **{f"FAULT_{k.upper()}": v for k, v in fault.items()}}
        os.environ.update(set_)
        self.addCleanup(lambda: [os.environ.pop(k) for k in set_])

    def note(self, text, status=0):
        answer, = self.home.apply({"act": "note", "as": "zhangmin", "number": self.first["number"], "with": {"text": text}}, status=status)
        return answer

    def notes(self):
        trail, = self.home.apply({"act": "trail", "as": "sunjing", "number": self.first["number"]})
        return sum(r["act"] == "note" for r in trail["rows"])

    def log(self):
        with open(os.path.join(self.home.path, "yichuangd.log"), encoding="utf-8") as f:
            return f.read()

    def test_sync_fails_now_and_then(self):
        """The 30th sync of the log fails: each time the service starts again, and no act is lost or done twice."""
        self.start("log", kind="sync", at="30")
        for i in range(60):
            self.assertTrue(self.note(f"{i}")["ok"])
        self.assertEqual(self.notes(), 60)
        self.assertTrue(self.home.run("verify").startswith("OK"))
        self.assertIn("did not reach the disk", self.log())
        self.assertIn("reading the disk again", self.log())

    def test_read_only(self):
        """Said in words while it lasts; afterwards work goes on by itself."""
        switch = tempfile.NamedTemporaryFile(delete=False).name
        os.unlink(switch)
        self.start("", kind="write", how="erofs", at="1", sticky="1", **{"while": switch})
        self.assertTrue(self.note("before")["ok"])
        with open(switch, "w", encoding="ascii"):
            pass
        answer = self.note("meanwhile", status=None)
        self.assertFalse(answer["ok"])
        self.assertIn("ead-only", answer["message"])
        os.unlink(switch)
        until = time.monotonic() + PATIENCE
        while not (answer := self.note("after", status=None))["ok"] and time.monotonic() < until:
            self.assertIn("ead-only", answer["message"])
            time.sleep(0.2)
        self.assertTrue(answer["ok"], answer)
        self.assertEqual(self.notes(), 2)
        self.assertTrue(self.home.run("verify").startswith("OK"))


if __name__ == "__main__":
    unittest.main()
