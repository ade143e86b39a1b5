#!/usr/bin/env python3
"""Checks sizes and manners of the C source under ROOT/src and ROOT/tests: tests/lint/style.py ROOT

Prints findings as file:line: message; those that begin "warning:" do not count.  Exits 1 when one counts.
"""
import os
import re
import statistics
import sys
import unicodedata

from source import files, read, report, without_comments

HEADER_LINES = 100
FILE_LINES = (600, 800)     # warn, fail
FUNCTION_LINES = (50, 80)   # warn, fail
COLUMNS = 120
BANNED_WORDS = {"util", "utils", "helper", "helpers", "common", "manager", "misc"}
LATER = re.compile(r"\b(TODO|FIXME|XXX)\b")


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def functions(lines):
    """(name, first line number, lines of the body): our braces of functions stand alone at column 0."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start:
            head = " ".join(lines[max(0, start - 6):start - 1])
            names = re.findall(r"(\w+)\s*\(", re.split(r"[;}]", head)[-1])
            yield (names[0] if names else "?"), start, number - start - 1
            start = None


def check_name(path):
    stem = os.path.splitext(os.path.basename(path))[0]
    if BANNED_WORDS & set(stem.split("_")):
        yield path, 1, f"{stem}: name a file after the one idea in it"


def check_lines(path, lines):
    for number, line in enumerate(lines, 1):
        if "\t" in line:
            yield path, number, "a tab; indent with spaces"
        if path.startswith("src/") and columns(line) > COLUMNS:  # a picture of a screen in a test is as wide as it is
            yield path, number, f"{columns(line)} columns; {COLUMNS} at most"
        if LATER.search(line):
            yield path, number, f"{LATER.search(line).group()}: do it or leave it out"


def check_size(path, lines):
    warn, fail = FILE_LINES
    if path.endswith("_table.h"):  # generated data, not a contract
        return
    if path.endswith(".h") and len(lines) > HEADER_LINES:
        yield path, 1, f"a header of {len(lines)} lines; {HEADER_LINES} at most"
    elif len(lines) > warn:
        yield path, 1, f"{'' if len(lines) > fail else 'warning: '}a file of {len(lines)} lines; {warn} at most"
    warn, fail = FUNCTION_LINES
    for name, number, length in functions(lines):
        if length > warn:
            yield path, number, f"{'' if length > fail else 'warning: '}{name}: {length} lines; rarely over {warn}"


def check_includes(root, path, text):
    """A .c proves that its header stands alone by including it first; a header that only includes is an umbrella."""
    code = without_comments(text)
    ours = re.findall(r'^#\s*include\s*[<"]([^">]+)[">]', code, re.M)
    own = os.path.relpath(path, "src")[:-2] + ".h"
    if path.endswith(".c") and os.path.exists(os.path.join(root, "src", own)) and ours[:1] != [own]:
        yield path, 1, f'include "{own}" first'
    if path.endswith(".h") and ours and not re.sub(r"^\s*#.*$", "", code, flags=re.M).strip():
        yield path, 1, "an umbrella header; include what is used where it is used"


def main():
    root = sys.argv[1]
    found, lengths = [], []
    for path in files(root, ".c", ".h"):
        if not path.startswith(("src/", "tests/")):
            continue
        text = read(os.path.join(root, path))
        lines = text.splitlines()
        found += check_name(path)
        found += check_lines(path, lines)
        if path.startswith("src/"):
            found += check_size(path, lines)
            found += check_includes(root, path, text)
            lengths += [length for _, _, length in functions(lines)]
    report(found)
    if lengths:
        print(f"style: {len(lengths)} functions, median {statistics.median(lengths):g} lines, longest {max(lengths)}")
    sys.exit(1 if any(not message.startswith("warning:") for _, _, message in found) else 0)


main()
