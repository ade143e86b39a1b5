#!/usr/bin/env python3
"""Every attack of doc/security.md, tried against a hall with a real sshd in front of it.

    tests/wall/test_attacks.py [--table] [WORDS]     only those with WORDS in their title

test-seconds: 240
"""
import os
import re
import sys
import traceback

import hall_under_sshd
from attack import ATTACKS

import attacks_line  # noqa: F401
import attacks_door  # noqa: F401
import attacks_data  # noqa: F401

DOC = f"{hall_under_sshd.ROOT}/doc/security.md"


def told():
    """title -> result, as the document has them."""
    rows = re.findall(r"^\| \d+ \| (.*) \| (.*) \|$", open(DOC, encoding="utf-8").read(), re.M)
    return {title.replace("\\|", "|"): result for title, result in rows}


def attempt(hall, title, function):
    try:
        return function(hall), None
    except Exception:  # noqa: BLE001: whatever it is, it is what came of it
        return None, traceback.format_exc(limit=3)


def main():
    table = "--table" in sys.argv
    wanted = [w for w in sys.argv[1:] if w != "--table"]
    why = hall_under_sshd.possible()
    if why:
        print(f"not tried: {why}\n0 passed, 0 failed")
        return 0
    doc, passed, failed = told(), 0, 0
    hall = hall_under_sshd.Hall()
    try:
        for n, (title, function) in enumerate(ATTACKS, 1):
            if wanted and not any(w in title for w in wanted):
                continue
            result, error = attempt(hall, title, function)
            if table:
                print(f"| {n} | {title.replace('|', chr(92) + '|')} | {result} |", flush=True)
            elif error or doc.get(title) != result:
                failed += 1
                print(f"FAIL {title}\n{error or f'the document says: {doc.get(title)}; now: {result}'}", flush=True)
                continue
            passed += 1
        if not wanted and set(doc) - {title for title, _ in ATTACKS}:
            failed += 1
            print("in the document, tried by nobody:", set(doc) - {title for title, _ in ATTACKS})
    finally:
        if failed:
            print(hall.log()[-2000:])
        hall.close()
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    os.chdir(hall_under_sshd.ROOT)
    sys.exit(main())
