#!/usr/bin/env python3
"""Runs the tests and closes with the line "N passed, N failed".

    tests/run.py BUILD GROUP...

Groups, run in the order given:
    build    make all units
    lint     make lint
    unit     BUILD/test/NAME for each tests/unit/NAME.c; every cmocka test counts
    script   tests/*/test_*.py and tests/*/test_*.sh; a closing "N passed, N failed" or unittest's own count is taken
    torture  tests/torture/run.sh smoke
    fuzz     each tests/fuzz/NAME.c for FUZZ_SECONDS, starting from tests/fuzz/seed/NAME

A test runs in the source folder with BUILD (absolute) and a TMPDIR of its own in the environment, in a
process group that is killed after its time (TEST_SECONDS, or a line "test-seconds: N" in its first 30 lines).
Passing tests take one line each; a failing one shows all its output.
"""
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TEST_SECONDS = int(os.environ.get("TEST_SECONDS", "120"))
FUZZ_SECONDS = int(os.environ.get("FUZZ_SECONDS", "3"))


def count_cmocka(text, status):
    """Tests begun and not reported OK have failed, also when the program died in the middle of one."""
    begun = len(re.findall(r"^\[ RUN      \]", text, re.M))
    passed = len(re.findall(r"^\[       OK \]", text, re.M))
    skipped = len(re.findall(r"^\[  SKIPPED \] \w+$", text, re.M)) // 2  # said once when met, once in the summary
    failed = begun - passed - skipped
    if not begun or (status and not failed):
        failed += 1
    return passed, failed


def count_script(text, status):
    ours = re.findall(r"^(\d+) passed, (\d+) failed$", text, re.M)
    unittest = re.search(r"^Ran (\d+) tests?", text, re.M)
    if ours:
        passed, failed = map(int, ours[-1])
    elif unittest:
        failed = sum(map(int, re.findall(r"(?:failures|errors)=(\d+)", text)))
        passed = int(unittest.group(1)) - failed
    else:
        passed, failed = (0, 1) if status else (1, 0)
    return passed, failed + (1 if status and not failed else 0)


def count_one(text, status):
    return (0, 1) if status else (1, 0)


def own_seconds(source):
    with open(source, encoding="utf-8", errors="replace") as f:
        m = re.search(r"test-seconds: (\d+)", "".join(f.readlines()[:30]))
    return int(m.group(1)) if m else TEST_SECONDS


def run_limited(command, seconds, env):
    """Returns (output, status); a time-out is a status of its own, told in the output."""
    with tempfile.TemporaryFile() as out:
        p = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out,
                             stderr=subprocess.STDOUT, start_new_session=True)
        note = ""
        try:
            status = p.wait(seconds)
        except subprocess.TimeoutExpired:
            status, note = 124, f"\n(killed after {seconds} s)\n"
        try:
            os.killpg(p.pid, signal.SIGKILL)  # also what a finished test has left running
        except ProcessLookupError:
            pass
        p.wait()
        out.seek(0)
        text = out.read().decode("utf-8", "replace") + note
    if status < 0:
        text += f"\n(ended by {signal.Signals(-status).name})\n"
    return text, status


class Runner:
    def __init__(self, build):
        self.build = os.path.abspath(build)
        self.passed = self.failed = 0

    def report(self, name, passed, failed, seconds, text=""):
        self.passed += passed
        self.failed += failed
        if failed:
            sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")
        print(f"{'FAIL' if failed else 'ok  '} {name:<40} {passed} passed, {failed} failed  {seconds:.1f} s", flush=True)

    def test(self, name, command, count, seconds):
        tmp = tempfile.mkdtemp(prefix="yc-")
        start = time.monotonic()
        text, status = run_limited(command, seconds, dict(os.environ, BUILD=self.build, TMPDIR=tmp))
        passed, failed = count(text, status)
        self.report(name, passed, failed, time.monotonic() - start, text)
        shutil.rmtree(tmp, ignore_errors=True)

    def make(self, name, *targets):
        """Runs make with its output as it comes; MAKEFLAGS carries the variables of the make that called us."""
        start = time.monotonic()
        status = subprocess.call(["make", "--no-print-directory", *targets], cwd=ROOT, close_fds=False)
        self.report(name, int(status == 0), int(status != 0), time.monotonic() - start)
        return status == 0

    def group_build(self):
        return self.make("build", "all", "units")

    def group_lint(self):
        self.make("lint", "lint")

    def group_unit(self):
        for source in sorted(glob.glob(f"{ROOT}/tests/unit/*.c")):
            name = os.path.basename(source)[:-2]
            self.test(f"unit/{name}", [f"{self.build}/test/{name}"], count_cmocka, own_seconds(source))

    def group_script(self):
        for path in sorted(glob.glob(f"{ROOT}/tests/*/test_*.py") + glob.glob(f"{ROOT}/tests/*/test_*.sh")):
            program = "python3" if path.endswith(".py") else "bash"
            self.test(os.path.relpath(path, f"{ROOT}/tests"), [program, path], count_script, own_seconds(path))

    def group_torture(self):
        path = f"{ROOT}/tests/torture/run.sh"
        if os.path.exists(path):
            self.test("torture/smoke", ["bash", path, "smoke"], count_script, own_seconds(path))

    def group_fuzz(self):
        sources = sorted(glob.glob(f"{ROOT}/tests/fuzz/*.c"))
        if not sources or not self.make("fuzz/build", "fuzz-build"):
            return
        for source in sources:
            name = os.path.basename(source)[:-2]
            found, seed = f"{self.build}-fuzz/found/{name}", f"{ROOT}/tests/fuzz/seed/{name}"
            os.makedirs(found, exist_ok=True)
            self.test(f"fuzz/{name}", [
                f"{self.build}-fuzz/fuzz/{name}", f"-max_total_time={FUZZ_SECONDS}", "-timeout=10", "-rss_limit_mb=1024",
                f"-artifact_prefix={self.build}-fuzz/{name}-", found, *([seed] if os.path.isdir(seed) else []),
            ], count_one, FUZZ_SECONDS + 60)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    runner = Runner(sys.argv[1])
    for group in sys.argv[2:]:
        if getattr(runner, f"group_{group}")() is False:
            break
    print(f"{runner.passed} passed, {runner.failed} failed")
    sys.exit(1 if runner.failed else 0)


main()
