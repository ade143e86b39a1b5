#!/usr/bin/env python3
"""Compares the messages of the source with a translation: xgettext ... -o - | tests/lint/po.py data/po/zh_CN.po

Every message needs a translation that is not fuzzy and uses the same {n}.  Findings as file:line: message.
"""
import ast
import os
import re
import sys

from source import report

STRING = re.compile(r'"(?:\\.|[^"\\])*"')


def text_of(line):
    """The C string in a line of a .po file."""
    return ast.literal_eval(STRING.search(line).group())


def entries(lines):
    """Yields (line number, place in the source, fuzzy, msgid, msgstr) of each message but the header."""
    place, fuzzy, field, texts, start = "", False, None, {}, 0

    def one():
        if texts.get("msgid"):
            yield start, place, fuzzy, texts["msgid"], texts.get("msgstr", "")

    for number, line in enumerate(lines + ["#"], 1):
        if line.startswith("#") or not line.strip():
            if field == "msgstr":
                yield from one()
                place, fuzzy, field, texts = "", False, None, {}
            if line.startswith("#: ") and not place:
                place = line.split()[1]
            fuzzy = fuzzy or line.startswith("#,") and "fuzzy" in line
        elif line.startswith("msg"):
            if line.startswith("msgid ") and field == "msgstr":
                yield from one()
                place, fuzzy, texts = "", False, {}
            field = line.split('"', 1)[0].strip().replace("msgstr[0]", "msgstr")
            start = number if field == "msgid" else start
            texts[field] = text_of(line)
        else:
            texts[field] += text_of(line)


def slots(text):
    return sorted(set(re.findall(r"\{\d\}", text)))


def compare(pot, po, name):
    if not any(entries(pot)):
        yield name, 0, "no message of the source was given to compare with"
    have = {msgid: (number, fuzzy, msgstr) for number, _, fuzzy, msgid, msgstr in entries(po)}
    for _, place, _, msgid, _ in entries(pot):
        file, _, line = place.rpartition(":")
        number, fuzzy, msgstr = have.get(msgid, (0, False, ""))
        if not msgstr:
            yield file, int(line), f'no translation in {name} of "{msgid}"'
        elif fuzzy:
            yield name, number, f'fuzzy: "{msgid}"'
        elif slots(msgid) != slots(msgstr):
            yield name, number, f'"{msgid}" has {" ".join(slots(msgid)) or "no slot"}, its translation {" ".join(slots(msgstr)) or "none"}'


def main():
    name, po = sys.argv[1], []
    if os.path.exists(name):
        with open(name, encoding="utf-8") as f:
            po = f.read().splitlines()
    sys.exit(report(list(compare(sys.stdin.read().splitlines(), po, name))))


main()
