#!/usr/bin/env python3
"""Keeps a small home of a release for test_upgrade.py:  tests/cli/keep_home.py SOURCE NAME

SOURCE is a checkout of the release, built; NAME begins with its date.  Writes tests/data/homes/NAME.tar.xz, a hot copy made by
that release's own program, and NAME.json, what that program says is in it.
"""
import hashlib
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
KEPT = os.path.join(os.path.dirname(HERE), "data", "homes")
WALKS = ("a02", "a03", "a05")  # to the archive: at once; corrected and sent back; by promise, looked at afterwards


def history(export):
    """What must read the same for ever: who did what, when, in which order."""
    events = [json.loads(line) for line in export.splitlines()]
    lines = sorted(f'{e["stream"]} {e["seq"]} {e["act"]} {e["at"]} {e["actor"]}' for e in events)
    return {"events": len(events), "history": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
            "matters": len({e["stream"] for e in events if e["stream"].startswith("m")})}


def few_lines(source):
    with open(os.path.join(source, "data", "sample", "day.jsonl"), encoding="utf-8") as f:
        for line in f:
            act = json.loads(line)
            if (act.get("let") or str(act.get("number", "")).lstrip("$")) in WALKS:
                yield line


def keep(source, name):
    with tempfile.TemporaryDirectory() as folder:
        def run(*words, text=""):
            command = [os.path.join(source, "build", "bin", "yichuang"), "--home", f"{folder}/home", "--lang", "en", *words]
            return subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=source).stdout

        run("init", "--simulation")
        answers = run("apply", text="".join(few_lines(source))).splitlines()
        assert answers and all(json.loads(a)["ok"] for a in answers), answers
        run("verify")
        run("backup", f"{folder}/copy")
        facts = history(run("export"))
        run("stop")
        tar = io.BytesIO()
        with tarfile.open(fileobj=tar, mode="w") as t:
            for part in ("data", "log"):
                t.add(f"{folder}/copy/{part}", part)
    with open(os.path.join(KEPT, f"{name}.tar.xz"), "wb") as f:
        f.write(lzma.compress(tar.getvalue(), preset=9 | lzma.PRESET_EXTREME))
    with open(os.path.join(KEPT, f"{name}.json"), "w", encoding="utf-8") as f:
        json.dump(facts, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    keep(os.path.abspath(sys.argv[1]), sys.argv[2])
