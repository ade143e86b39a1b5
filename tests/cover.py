#!/usr/bin/env python3
"""Prints line and function coverage by layer: tests/cover.py BUILD (a build with --coverage whose tests have run)"""
import glob
import json
import os
import subprocess
import sys


def layer_of(path):
    """src/tui/term/x.c -> tui/term; src/office/walk/x.c -> office; None for what is generated or not ours."""
    parts = path.split("/")
    if parts[0] != "src":
        return None
    return "/".join(parts[1:3]) if parts[1] == "tui" else parts[1]


def gather(build):
    """{source file: ({line: count}, {function: count})}, summed over the objects that contain it."""
    files = {}
    for data in sorted(glob.glob(f"{build}/obj/**/*.gcno", recursive=True)):
        out = subprocess.run(["gcov", "--json-format", "--stdout", data], stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, check=True).stdout  # stderr: notes on what never ran
        for file in json.loads(out)["files"]:
            lines, functions = files.setdefault(os.path.relpath(file["file"]), ({}, {}))
            for line in file["lines"]:
                lines[line["line_number"]] = lines.get(line["line_number"], 0) + line["count"]
            for f in file["functions"]:
                functions[f["name"]] = functions.get(f["name"], 0) + f["execution_count"]
    return files


def hit(counts):
    return sum(1 for c in counts.values() if c), len(counts)


def main():
    rows, shares = {}, []
    for path, (lines, functions) in gather(sys.argv[1]).items():
        layer = layer_of(path)
        if not layer or not lines:
            continue
        for name in (layer, "all"):
            rows[name] = [a + b for a, b in zip(rows.get(name, [0] * 4), hit(lines) + hit(functions))]
        shares.append((hit(lines)[0] / len(lines), path))
    for name in sorted(rows, key=lambda n: (n == "all", n)):
        lines_hit, lines, functions_hit, functions = rows[name]
        print(f"{name:<12} {lines_hit:>6} of {lines:>6} lines {100 * lines_hit / max(lines, 1):5.1f} %   "
              f"{functions_hit:>5} of {functions:>5} functions")
    print("least covered: " + ", ".join(f"{path} {100 * share:.0f} %" for share, path in sorted(shares)[:8]))


main()
