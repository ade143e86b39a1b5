#!/usr/bin/env python3
"""The two steps from the Unihan database to the table of pinyin initials; the build needs neither.

    data/pinyin/generate.py readings [DIR] > data/pinyin/initials.txt    (DIR: /usr/share/unicode, package unicode-data)
    data/pinyin/generate.py table data/pinyin/initials.txt > src/catalog/initials_table.h

The first letters of all Mandarin readings: the usual one (kMandarin), those of the two dictionaries of the modern
language (kTGHZ2013, kXHC1983) and of the frequency list (kHanyuPinlu).  kHanyuPinyin also has readings that only old
texts know (U+91CD as tong): it is asked only about characters the modern dictionaries lack.  A character without any
reading has those of the character it is a form of (traditional, simplified, variant, compatibility).
"""
import bz2
import re
import sys
import unicodedata

ROW = 64
# Blocks given whole in the table: the basic plane's ideographs, Extension A, Extension B.
BLOCKS = (("basic", 0x4E00, 0x9FFF), ("ext_a", 0x3400, 0x4DBF), ("ext_b", 0x20000, 0x2A6DF))
DICTIONARIES = "kTGHZ2013", "kXHC1983"
FORM_OF = "kTraditionalVariant", "kSimplifiedVariant", "kZVariant", "kSemanticVariant"
HAND = {0x20BB7: ["jí"]}  # U+5409 as some families write it; Unihan gives it no reading


def words(field, value):
    if field == "kMandarin":
        return value.split()
    if field == "kHanyuPinlu":
        return re.sub(r"\(\d+\)", "", value).split()
    return [w for place in value.split() for w in place.split(":")[1].split(",")]


def unihan(path, fields):
    """field -> character -> value"""
    found = {f: {} for f in fields}
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+"):
                code, field, value = line.rstrip("\n").split("\t", 2)
                if field in found:
                    found[field][int(code[2:], 16)] = value
    return found


def readings(directory):
    """field -> character -> readings"""
    fields = ("kMandarin", "kHanyuPinlu", "kHanyuPinyin") + DICTIONARIES
    found = unihan(directory + "/Unihan_Readings.txt.bz2", fields)
    return {f: {ch: words(f, value) for ch, value in found[f].items()} for f in fields}


def forms(directory):
    """(character, what it is a form of), nearest kinship first"""
    found = unihan(directory + "/Unihan_Variants.txt.bz2", FORM_OF)
    for field in FORM_OF:
        for ch, value in found[field].items():
            for other in value.split():
                yield ch, int(other.split("<")[0][2:], 16)
    for ch in [*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]:
        plain = unicodedata.normalize("NFKC", chr(ch))
        if len(plain) == 1:
            yield ch, ord(plain)


def letters(readings):
    """First letters, that of the usual reading first, each once."""
    first = [unicodedata.normalize("NFD", r)[0].lower() for r in readings]
    first = [c for c in first if "a" <= c <= "z"]
    return "".join(first[:1] + sorted(set(first) - set(first[:1])))


def by_character(directory):
    found, initials = readings(directory), {}
    found["kMandarin"].update(HAND)
    for ch in set().union(*found.values()):
        all_of = [found[f].get(ch, []) for f in ("kMandarin",) + DICTIONARIES + ("kHanyuPinlu",)]
        if not any(ch in found[d] for d in DICTIONARIES):
            all_of.append(found["kHanyuPinyin"].get(ch, []))
        got = letters([r for some in all_of for r in some])
        if got:
            initials[ch] = got
    borrowed = {}
    for ch, other in forms(directory):
        if ch not in initials and other in initials:
            borrowed.setdefault(ch, initials[other])
    return {**initials, **borrowed}


def print_readings(directory="/usr/share/unicode"):
    groups = {}
    for ch, got in sorted(by_character(directory).items()):
        groups.setdefault(got, []).append(chr(ch))
    print("# Initials of all Mandarin readings, the usual one's first, and the characters that have them.")
    print("# Made by data/pinyin/generate.py from Unihan 15.0.0; corrections go into the script.")
    print("# Unicode Character Database, (c) 2022 Unicode, Inc.  Reduced to first letters (modified).")
    print("# Terms: data/pinyin/LICENSE.unicode")
    for got in sorted(groups):
        for i in range(0, len(groups[got]), ROW):
            print(got + "\t" + "".join(groups[got][i:i + ROW]))


def read_table(path):
    initials = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                got, characters = line.rstrip("\n").split("\t")
                initials.update((ord(ch), got) for ch in characters)
    return initials


def print_list(name, rows):
    print(f"\nstatic const struct initials_entry {name}[] = {{")
    for i in range(0, len(rows), 4):
        print("    " + " ".join(f"{{0x{ch:X}, 0x{bits:X}}}," for ch, bits in rows[i:i + 4]))
    print("};")


def print_table(path):
    initials = read_table(path)
    print("/* Generated by data/pinyin/generate.py from data/pinyin/initials.txt; do not edit.")
    print(" * Unicode Character Database, (c) 2022 Unicode, Inc.  Terms: data/pinyin/LICENSE.unicode. */")
    print("#ifndef YC_CATALOG_INITIALS_TABLE_H\n#define YC_CATALOG_INITIALS_TABLE_H\n")
    print("#include <stdint.h>\n")
    print("/* The usual reading's letter of every character of a block, '.' none. */")
    for name, first, last in BLOCKS:
        print(f"static const char initials_{name}[] = /* U+{first:X}..U+{last:X} */")
        for start in range(first, last + 1, ROW):
            end = min(start + ROW, last + 1)
            row = "".join(initials.get(ch, ".")[0] for ch in range(start, end))
            print(f'    "{row}"{";" if end > last else ""}')
    print("\nstruct initials_entry {\n    uint32_t ch, letters; /* bit 0 is 'a' */\n};")
    print("\n/* Characters outside the blocks. */", end="")
    outside = [ch for ch in sorted(initials) if not any(a <= ch <= b for _, a, b in BLOCKS)]
    print_list("initials_rare", [(ch, 1 << ord(initials[ch][0]) - ord("a")) for ch in outside])
    print("\n/* Letters of the other readings, of those that have several. */", end="")
    more = [(ch, sum(1 << ord(c) - ord("a") for c in got[1:])) for ch, got in sorted(initials.items()) if got[1:]]
    print_list("initials_more", more)
    print("\n#endif")


{"readings": print_readings, "table": print_table}[sys.argv[1]](*sys.argv[2:])
