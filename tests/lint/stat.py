#!/usr/bin/env python3
"""Lines by layer, and of the trusted part, which must stay small enough to read in a day: tests/lint/stat.py SRC"""
import os
import sys

from source import LAYERS, files, layer_of, read, without_comments

TRUSTED = ["store", "door", "office", "hall"]


def main():
    src = sys.argv[1]
    sums = {layer: [0, 0, 0] for layer in LAYERS}
    for path in files(src, ".c", ".h", ".proto"):
        text = read(os.path.join(src, path))
        row = sums[layer_of(path)]
        row[0] += 1
        row[1] += text.count("\n")
        row[2] += sum(1 for line in without_comments(text).splitlines() if line.strip())
    print(f"{'layer':<12} {'files':>6} {'lines':>7} {'of code':>8}")
    for name, layers in [(l, [l]) for l in LAYERS] + [("all", LAYERS), ("trusted", TRUSTED)]:
        total = [sum(column) for column in zip(*(sums[l] for l in layers))]
        print(f"{name:<12} {total[0]:>6} {total[1]:>7} {total[2]:>8}")


main()
