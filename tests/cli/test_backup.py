#!/usr/bin/env python3
"""Backups by the commands: shipped, sealed, restored to a second, rolled forward with what a wrecked home still has, refused
when cut, changed or another's, and the drill."""
import glob
import hashlib
import json
import os
import shutil
import signal
import subprocess
import time
import unittest

from home import FORM, Home, registration
from keep_home import history


def beijing(seconds):
    """A second of this machine's clock as the commands write it, whatever TZ says."""
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds + 8 * 3600))


def sha256(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def manifest(folder):
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as f:
        return json.load(f)


class Backup(unittest.TestCase):
    def setUp(self):
        self.home = Home()
        self.n = 0

    def tearDown(self):
        self.home.close()

    def register(self, count):
        answers = self.home.apply(*[registration() for _ in range(count)])
        self.assertTrue(all(a["ok"] for a in answers), answers)

    def line(self):
        with open(os.path.join(self.home.path, "backup.line"), encoding="utf-8") as f:
            return os.path.join(self.home.path, "backup", f.read().strip())

    def restore(self, *options, place=None, status=0):
        """Restores into a new folder; the history in it (a refusal leaves no folder)."""
        self.n += 1
        path = os.path.join(self.home.folder, f"restored{self.n}")
        self.home.run("restore", *options, place or os.path.join(self.home.path, "backup"), path, status=status)
        self.assertFalse(os.path.exists(path + ".new"))
        self.assertEqual(os.path.exists(path), status == 0)
        return path

    def read(self, path):
        """What a program of its own finds in a home."""
        command = self.home.command("export")
        command[command.index("--home") + 1] = path
        export = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        command[-1] = "stop"
        subprocess.run(command, capture_output=True, check=True)
        return history(export)

    def service(self):
        stat = dict(row.split(None, 1) for row in self.home.run("stat").splitlines() if " " in row.strip())
        return {k: v.strip() for k, v in stat.items()}

    def test_to_any_second(self):
        self.register(2)
        self.assertIn("A whole copy is at", self.home.run("backup"))
        self.assertIn("not encrypted", self.home.errors)
        self.register(2)
        time.sleep(1.1)
        then, at_then = int(time.time()), history(self.home.run("export"))
        time.sleep(1.1)
        self.register(3)
        time.sleep(1.1)  # a shipment answers for the seconds that were over when it began
        self.assertIn("1 log file(s) stored", self.home.run("backup", "--logs"))
        self.assertIn("0 log file(s) stored", self.home.run("backup", "--logs"))
        whole = history(self.home.run("export"))
        self.assertEqual(self.read(self.restore()), whole)
        self.assertEqual(self.read(self.restore("--to", beijing(then))), at_then)
        self.restore("--to", "2020-01-01T00:00", status=1)
        self.assertIn("the oldest backup", self.home.errors)
        self.restore("--to", "2099-01-01T00:00", status=1)
        self.assertIn("end at", self.home.errors)
        self.restore(place=self.home.folder, status=1)
        self.assertIn("There is no backup", self.home.errors)
        said = self.home.run("drill")
        self.assertIn(f"{whole['events']} events are as in the hall; lost would be 0", said)
        self.register(1)
        self.assertRegex(self.home.run("drill"), f"{whole['events']} events are as in the hall; lost would be [1-9]")
        stat = self.service()
        self.assertEqual((stat["backup_wholes"], stat["backup_check"], stat["backup_sealed"]), ("1", "ok", "false"))
        self.assertIn("no whole copy is due", self.home.run("backup"))
        self.assertEqual(self.service()["backup_wholes"], "1")

    def test_sealed(self):
        key = os.path.join(self.home.folder, "away.key")
        self.register(1)
        answer, = self.home.apply({"act": "set_pin", "as": "zhangmin", "with": {"pin": "271828"}})
        self.assertTrue(answer["ok"], answer)
        self.home.run("backup")
        self.assertFalse(glob.glob(os.path.join(self.line(), "2*", "pin.key")))
        for beside in ("backup.key", "backup/x.key"):
            self.home.run("backup-key", os.path.join(self.home.path, beside), status=1)
            self.assertIn("beside what the key opens", self.home.errors)
        self.home.run("backup-key", key)
        self.home.run("backup-key", key, status=1)
        self.home.run("backup")  # due again: what there was is not sealed
        self.assertNotIn("not encrypted", self.home.errors)
        sealed, = [d for d in glob.glob(os.path.join(self.line(), "2*")) if manifest(d)["sealed"]]
        for folder in (sealed, os.path.join(self.line(), "logs")):
            for name in os.listdir(folder):
                self.assertTrue(name.endswith(".cms") or name == "manifest.json", name)
                with open(os.path.join(folder, name), "rb") as f:
                    self.assertNotIn(FORM["org_name"].encode(), f.read())
        files = manifest(sealed)["files"]
        self.assertTrue({"data/journal.db", "pin.key", "backup.crt"} <= {f["name"] for f in files})
        for file in files:  # by the common tool alone
            plain = b"".join(subprocess.run(["openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-inkey", key, "-in",
                                             os.path.join(sealed, part["file"])], capture_output=True, check=True).stdout
                             for part in file["parts"])
            self.assertEqual((len(plain), hashlib.sha256(plain).hexdigest()), (file["size"], file["sha256"]))
        self.restore(status=1)
        self.assertIn("--key", self.home.errors)
        other = os.path.join(self.home.folder, "other.key")
        subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-out", other], capture_output=True, check=True)
        self.restore("--key", other, status=1)
        self.assertIn("another key", self.home.errors)
        restored = self.restore("--key", key)
        self.assertEqual(sha256(os.path.join(restored, "pin.key")), sha256(os.path.join(self.home.path, "pin.key")))
        self.assertEqual(self.read(restored), history(self.home.run("export")))
        self.home.run("drill", status=1)
        self.assertIn("lost would be 0", self.home.run("drill", "--key", key))
        self.assertEqual(self.service()["backup_sealed"], "true")

    def test_wrecked_home(self):
        """The data files are gone and the last acts were never shipped: old copy, archive/ and log/ bring all back."""
        self.register(2)
        self.home.run("backup")
        self.register(5)
        supervisor, data = int(self.service()["supervisor"]), int(self.service()["pid"])
        want = history(self.home.run("export"))
        os.kill(supervisor, signal.SIGKILL)  # the others end with it
        while os.path.exists(f"/proc/{data}"):
            time.sleep(0.01)
        shutil.rmtree(os.path.join(self.home.path, "data"))
        self.assertNotEqual(self.read(self.restore()), want)
        restored = self.restore("--with-logs-of", self.home.path)
        self.assertEqual(self.read(restored), want)
        self.restore("--with-logs-of", restored, status=1)
        self.assertIn("another history", self.home.errors)
        # a restored home begins a line of its own
        command = self.home.command("backup")
        command[command.index("--home") + 1] = restored
        subprocess.run(command, capture_output=True, check=True)
        with open(os.path.join(restored, "backup.line"), encoding="utf-8") as f:
            self.assertNotEqual(f.read().strip(), os.path.basename(self.line()))
        command[-1] = "stop"
        subprocess.run(command, capture_output=True, check=True)

    def test_refused(self):
        """Cut, changed, missing, another's: said, and nothing is left."""
        self.register(1)
        self.home.run("backup")
        kept = os.path.join(self.home.folder, "kept")
        shutil.copytree(os.path.join(self.home.path, "backup"), kept)
        line = os.path.basename(self.line())
        whole = os.path.basename(glob.glob(os.path.join(kept, line, "2*"))[0])

        def damaged(part, change):
            place = os.path.join(self.home.folder, "damaged")
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(kept, place)
            path, = glob.glob(os.path.join(place, line, part))
            with open(path, "rb") as f:
                text = f.read()
            os.unlink(path)
            fresh = change(text)
            if fresh is not None:
                with open(path, "wb") as f:
                    f.write(fresh)
            self.restore(place=place, status=1)
            return self.home.errors

        flip = lambda b: b[:len(b) // 2] + bytes([b[len(b) // 2] ^ 1]) + b[len(b) // 2 + 1:]  # noqa: E731
        journal, log, manifest = f"{whole}/journal.db", "logs/log.*", f"{whole}/manifest.json"
        self.assertIn("size is not", damaged(journal, lambda b: b[:-1]))
        self.assertIn("size is not", damaged(journal, lambda b: b + b"\0"))
        self.assertIn("digest is not", damaged(journal, flip))
        self.assertIn("cannot be read", damaged(journal, lambda b: None))
        self.assertIn("size is not", damaged(log, lambda b: b[:-100]))
        self.assertIn("digest is not", damaged(log, flip))
        self.assertIn("no backup", damaged(manifest, lambda b: None))
        self.assertIn("no backup", damaged(manifest, lambda b: b[:-20]))
        self.assertIn("no backup", damaged(manifest, lambda b: b.replace(b'"data/journal.db"', b'"../../escaped"')))
        self.assertIn("no backup", damaged(manifest, lambda b: b.replace(line.encode(), b"2026-01-01-00000000")))
        logs = "logs/manifest.json"
        self.assertIn("not the manifest", damaged(logs, lambda b: b"{}"))
        self.assertIn("another history", damaged(logs, lambda b: b.replace(line.encode(), b"2026-01-01-00000000")))
        self.assertIn("is missing", damaged(logs, lambda b: json.dumps({**json.loads(b), "files": []}).encode()))

    def test_elsewhere(self):
        """backup.yaml says where; the shipper follows; another's backup is found out by the drill."""
        place = os.path.join(self.home.folder, "elsewhere")
        settings = os.path.join(self.home.path, "backup.yaml")
        with open(settings, "w", encoding="utf-8") as f:
            f.write("to: relative\nminutes: 5\nminutes: 6\n")
        self.home.run("backup", status=1)
        self.assertRegex(self.home.errors, r"backup\.yaml:[13]:\d+")
        with open(settings, "w", encoding="utf-8") as f:
            f.write(f"to: {place}\nminutes: 1\nkeep: {{daily: 2}}\n")
        self.home.run("backup")
        logs, = glob.glob(os.path.join(place, "*", "logs", "manifest.json"))
        self.assertFalse(os.path.exists(os.path.join(self.home.path, "backup")))
        before = sha256(logs)
        self.home.run("stop")
        self.register(1)  # starts the service, which starts the shipper
        for _ in range(300):
            if sha256(logs) != before:
                break
            time.sleep(0.1)
        self.assertNotEqual(sha256(logs), before)
        other = Home()
        try:
            shutil.copy(settings, other.path)
            shutil.copy(os.path.join(self.home.path, "backup.line"), other.path)
            other.run("drill", status=1)
            self.assertIn("not the hall's", other.errors)
        finally:
            other.close()


if __name__ == "__main__":
    unittest.main()
