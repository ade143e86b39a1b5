#!/usr/bin/env python3
"""Measures the office as a whole: tests/bench/run.py BUILD [--quick]

A table for people, then one line of JSON.  The door (a real yichuangd), the raw Berkeley DB program and SQLite do what one act
writes, each in turn for SECONDS from 1, 8 and 30 clients, ROUNDS times, the best round counting: the disk of a shared machine is
noisy and only what ran side by side may be compared.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

SECONDS, ROUNDS, CLIENTS = 3, 2, (1, 8, 30)
THINKERS, THINK_MS, THINK_SECONDS = 346, 2000, 20
MATTERS = 20000


class Hall:
    """A sample hall of its own with its service running."""

    def __init__(self, build, where):
        self.build, self.home = build, os.path.join(where, "home")
        subprocess.run([f"{build}/bin/yichuang", "init", "--sample", "--home", self.home], check=True, stdout=subprocess.DEVNULL)
        self.service = subprocess.Popen([f"{build}/bin/yichuangd", "--home", self.home])
        sock = os.path.join(self.home, "door.sock")
        while not os.path.exists(sock):
            time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.service.terminate()
        self.service.wait(10)


def run(*argv):
    """The JSON of the last line."""
    done = subprocess.run([str(a) for a in argv], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1]), done.stdout


def one(build, name, clients, kind, shape, seconds):
    """Each begins with nothing."""
    place = tempfile.mkdtemp(prefix="yc-bench-")
    try:
        if name != "door":
            return run(f"{build}/bench/{name}_acts", place, clients, seconds, kind, shape[kind])[0]
        with Hall(build, place) as hall:
            return run(f"{build}/bench/door_acts", hall.home, clients, seconds, kind)[0]
    finally:
        shutil.rmtree(place, ignore_errors=True)


def best(rounds):
    return max(rounds, key=lambda r: r["acts_per_s"])


def compare(build, shape, seconds, rounds, out):
    print(f"{'durable acts a second':<24}{'clients':>8}{'door':>9}{'raw BDB':>9}{'SQLite':>9}{'door/raw':>10}{'door/SQLite':>13}"
          f"{'door p50':>10}{'p99 ms':>9}")
    for kind in ("register", "note"):
        for clients in CLIENTS:
            got = {"door": [], "raw": [], "sqlite": []}
            for _ in range(rounds):
                for name, results in got.items():
                    results.append(one(build, name, clients, kind, shape, seconds))
            top = {name: best(results) for name, results in got.items()}
            rate = {name: r["acts_per_s"] for name, r in top.items()}
            out.append({"act": kind, "clients": clients, **rate, "door_p50_ms": top["door"]["p50_ms"],
                        "door_p99_ms": top["door"]["p99_ms"]})
            print(f"{kind:<24}{clients:>8}{rate['door']:>9}{rate['raw']:>9}{rate['sqlite']:>9}{rate['door'] / rate['raw']:>10.2f}"
                  f"{rate['door'] / rate['sqlite']:>13.2f}{top['door']['p50_ms']:>10.2f}{top['door']['p99_ms']:>9.1f}", flush=True)
    print("(targets: door/raw at least 0.7; ahead of SQLite from 8 clients on)")


def live_in(build, hall, seconds, quick, out):
    t = out["thinkers"] = run(f"{build}/bench/door_acts", hall.home, THINKERS, seconds, "think", THINK_MS)[0]
    print(f"\n{THINKERS} clients thinking 2 s: {t['acts_per_s']} acts/s, p50 {t['p50_ms']:.2f} ms, p99 {t['p99_ms']:.1f} ms, "
          f"max {t['max_ms']:.0f} ms (targets: p50 1, p99 130)\n", flush=True)
    session = os.path.join(os.path.dirname(__file__), "pty_session.py")
    out["session"], table = run("python3", session, f"{build}/bin/yichuang", *["--quick"] * quick)
    print(table[:table.rstrip().rindex("\n")])


def ask_due(build, lines, out):
    """yichuang due over the worked cases, again and again."""
    with open(os.path.join(os.path.dirname(__file__), "../data/deadline_cases.tsv"), encoding="utf-8") as f:
        questions = ["\t".join(line.split("\t")[2:4]) + "\n" for line in f if line.strip() and line[0] != "#"]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as f:
        f.writelines(questions[i % len(questions)] for i in range(lines))
        f.seek(0)
        began = time.monotonic()
        subprocess.run([f"{build}/bin/yichuang", "due"], stdin=f, stdout=subprocess.DEVNULL, check=True)
        out["due_lines_per_s"] = round(lines / (time.monotonic() - began))
    print(f"yichuang due: {out['due_lines_per_s']} lines a second (target: at least 500000)")


def time_law(build, quick, out):
    out["due"] = ours = run(f"{build}/bench/domain_due")[0]
    print("\ntime law: " + ", ".join(f"{k[:-3].replace('_', ' ')} {v} ns" for k, v in ours.items() if k.endswith("_ns")))
    print("(targets: whole days 50 ns, with three suspensions 150, office hours 300)")
    for name, argv in (("QuantLib", [f"{build}/bench/peers_quantlib"]), ("numpy busday", ["/usr/bin/python3", "tests/bench/peers/busday.py"])):
        peer = out[name] = run(*argv, "data/calendar/cn.tsv", 200000)[0]
        same = "" if "sum" not in peer else "; the same answers" if peer["sum"] == ours["sum"] else "; OTHER ANSWERS"
        print(f"{name}: 20 working days on {peer['add_20wd_ns']} ns ({peer['add_20wd_ns'] / ours['add_20wd_ns']:.0f} times ours), working days "
              f"of 60 {peer['count_60_days_ns']} ns ({peer['count_60_days_ns'] / ours['count_60_days_ns']:.0f} times){same}")
    ask_due(build, 200000 if quick else 2000000, out)


def deadlines(build, place, quick, out):
    """Very many open clocks, very many due at once, and a hall at work while some fall due."""
    home = os.path.join(place, "home")
    bench = f"{build}/bench/office_deadlines"
    out["filled"] = run(bench, home, "fill", 100000 if quick else 1000000)[0]
    s = out["strike"] = run(bench, home, "strike", 1000 if quick else 10000)[0]
    run(bench, home, "plant", 50 if quick else 400, 5 if quick else 20)
    service = subprocess.Popen([f"{build}/bin/yichuangd", "--home", home])
    time.sleep(8 if quick else 24)
    service.terminate()
    service.wait(10)
    r = out["revise"] = run(bench, os.path.join(place, "revised"), "revise", 5000 if quick else 54112)[0]
    print(f"{r['matters']} matters under a new calendar: looked through in {r['none_changed_s']} s when none changes (target 1), all changed and "
          f"written in {r['all_changed_s']} s")
    d = out["delays"] = run(bench, home, "delays")[0]
    print(f"{out['filled']['clocks']} open clocks: tick with nothing due {s['tick_nothing_due_us']} us (target 1000); {s['due_at_once']} due "
          f"in one second all carded in {s['all_carded_s']} s (target 5)")
    print(f"{d['clocks_struck']} falling due while the hall is open: written down p50 {d['late_p50_s']}, p99 {d['late_p99_s']}, "
          f"max {d['late_max_s']} s after the instant (target p99 1)", flush=True)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build, quick = os.path.abspath(sys.argv[1]), "--quick" in sys.argv
    out = {"acts": []}
    shape = run(f"{build}/bench/office_scale", "shape")[0]
    compare(build, shape, 1 if quick else SECONDS, 1 if quick else ROUNDS, out["acts"])
    where = tempfile.mkdtemp(prefix="yc-bench-")
    try:
        with Hall(build, where) as hall:
            live_in(build, hall, 5 if quick else THINK_SECONDS, quick, out)
    finally:
        shutil.rmtree(where, ignore_errors=True)
    time_law(build, quick, out)
    where = tempfile.mkdtemp(prefix="yc-bench-")
    try:
        deadlines(build, where, quick, out)
    finally:
        shutil.rmtree(where, ignore_errors=True)
    out["scale"] = run(f"{build}/bench/office_scale", "load", 2000 if quick else MATTERS)[0]
    s = out["scale"]
    print(f"{s['matters']} open matters at one post: due work with nothing due {s['tick_nothing_due_us']} us, inbox {s['inbox_us']} us, "
          f"find by number {s['find_number_us']} us, by name {s['find_name_us']} us, lamp board {s['lamps_ms']} ms")
    print(json.dumps(out, ensure_ascii=False))


main()
