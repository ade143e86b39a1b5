#!/usr/bin/env python3
"""Checks that includes and calls point down the layers of doc/design.md: tests/lint/layers.py SRC

Prints every violation as file:line: message; exits 1 when there is one.
"""
import os
import re
import sys

from source import LAYERS, code_only, files, layer_of, read, report, without_comments

# What each layer may include beside itself.
MAY = {
    "base": "",
    "model": "",
    "domain": "model base",
    "catalog": "domain model base",
    "store": "base",
    "door": "model base",
    "office": "catalog store domain model base",
    "hall": "office door store base",
    "tui/term": "base",
    "tui/widget": "tui/term base",
    "tui/screen": "tui/widget tui/term door catalog domain model base",
    "report": "door catalog domain model base",
    "cli": " ".join(l for l in LAYERS if l != "witness"),
    "witness": "",  # shares no code with what it checks
}
# Single headers allowed against the table: the office reads and writes messages but has no sockets.
MAY_FILE = {"office": ["door/message.h"]}

# System headers and the only places (layers or files) they may be included from.
RESERVED = [
    (r"db\.h", "store"),
    (r"(n?curses|term|panel|menu|form)\.h|ncursesw?/.*", "tui/term"),
    (r"iconv\.h", "base/charset.c"),
    (r"openssl/.*", "office witness"),
    (r"yaml\.h", "catalog"),
    (r"jansson\.h", "domain report cli office witness"),
    (r"sys/(socket|un)\.h", "base door hall cli"),
]

# Calls a layer must not make: it is told the time, it is given text.
CLOCK = r"time|gettimeofday|clock_gettime|timespec_get|clock|localtime(?:_r)?"
CALLS = [
    ("domain catalog tui/widget", rf"(?<![\w.>])({CLOCK})\s*\(", "{0}() reads the wall clock; the caller gives the instant"),
    ("domain", r"(?<!\w)(FILE|stdin|stdout|stderr|(?:fopen|fdopen|popen|open|opendir|printf|fprintf|puts|perror)(?=\s*\())(?!\w)",
     "{0}: the domain knows no files"),
]

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)[">]', re.M)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def check_ours(src, path, layer, target):
    """The message about an include of one of our own headers, or None."""
    to = layer_of(target)
    if not to:
        return f'"{target}" is in no layer; include from the top of src'
    if to == "model" and not target.endswith(".pb-c.h") or to != "model" and not os.path.exists(os.path.join(src, target)):
        return f'"{target}" does not exist'
    if to == layer or to in MAY[layer].split() or target in MAY_FILE.get(layer, []):
        return None
    return f'{layer} must not include {to} ("{target}"); it may include: {MAY[layer] or "nothing of ours"}'


def check_system(path, layer, target):
    for pattern, places in RESERVED:
        if re.fullmatch(pattern, target) and layer not in places.split() and path not in places.split():
            return f"<{target}> belongs to {places.replace(' ', ', ')} only"
    return None


def check_file(src, path):
    text = read(os.path.join(src, path))
    layer = layer_of(path)
    shown = os.path.join(src, path)
    if not layer:
        return [(shown, 1, f"this folder is no layer; layers are {', '.join(LAYERS)}")]
    found = []
    for m in INCLUDE.finditer(without_comments(text)):
        ours = m.group(1) == '"'
        message = check_ours(src, path, layer, m.group(2)) if ours else check_system(path, layer, m.group(2))
        if message:
            found.append((shown, line_of(text, m.start()), message))
    code = code_only(text)
    for layers, pattern, message in CALLS:
        if layer in layers.split():
            found += [(shown, line_of(code, m.start(1)), message.format(m.group(1))) for m in re.finditer(pattern, code)]
    return found


def main():
    src = sys.argv[1]
    sys.exit(report([f for path in files(src, ".c", ".h") for f in check_file(src, path)]))


main()
