#!/usr/bin/env python3
"""The lints must find what is planted: each test writes a small tree and expects findings, or none."""
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))


def run(tool, tree, *args, text=""):
    """Writes {path: text} into a fresh folder and returns (status, output) of the lint on it."""
    with tempfile.TemporaryDirectory() as root:
        for path, content in tree.items():
            os.makedirs(os.path.dirname(f"{root}/{path}"), exist_ok=True)
            with open(f"{root}/{path}", "w", encoding="utf-8") as f:
                f.write(content)
        p = subprocess.run([sys.executable, f"{HERE}/{tool}.py", *args], cwd=root, input=text, capture_output=True,
                           text=True, check=False)
        return p.returncode, p.stdout + p.stderr


class Lint(unittest.TestCase):
    def expect(self, tool, tree, *findings, args=("src",), text=""):
        """Every finding shows up at the beginning of a line of its own, and nothing else does."""
        status, output = run(tool, tree, *args, text=text)
        lines = [l for l in output.splitlines() if not l.startswith("style:")]
        self.assertEqual(len(lines), len(findings), output)
        for line, finding in zip(lines, findings):
            self.assertIn(finding, line)
        counts = any("warning:" not in f for f in findings)
        self.assertEqual(status, 1 if counts else 0, output)


class Layers(Lint):
    HEADERS = {f"src/{p}.h": "int x;\n" for p in
               ("base/a", "domain/a", "catalog/a", "store/a", "door/message", "door/door", "office/a", "hall/a",
                "tui/term/a", "tui/widget/a", "tui/screen/a", "report/a", "cli/a")}

    def includes(self, path, *targets):
        return {**self.HEADERS, path: "".join(f"#include {t}\n" for t in targets)}

    def refused(self, path, target):
        self.expect("layers", self.includes(path, target), f"{path}:1: ")

    def allowed(self, path, *targets):
        self.expect("layers", self.includes(path, *targets))

    def test_every_arrow_of_the_design(self):
        ours = {layer: f'"{layer}/{"message" if layer == "door" else "a"}.h"' for layer in
                ("base", "domain", "catalog", "store", "door", "office", "hall", "tui/term", "tui/widget", "tui/screen",
                 "report", "cli")}
        ours["model"] = '"model/m.pb-c.h"'
        down = {  # doc/design.md, layers
            "base": "", "domain": "model base", "catalog": "domain model base", "store": "base", "door": "model base",
            "office": "domain model catalog store base door", "hall": "office door store base", "tui/term": "base",
            "tui/widget": "tui/term base", "tui/screen": "tui/widget tui/term door catalog domain model base",
            "report": "door catalog domain model base", "cli": " ".join(ours)}
        for layer, may in down.items():
            may = may.split() + [layer]
            self.expect("layers", self.includes(f"src/{layer}/b.c", *[ours[l] for l in ours]),
                        *[f"b.c:{n}: " for n, l in enumerate(ours, 1) if l not in may])

    def test_office_may_read_messages_but_not_call(self):
        self.refused("src/office/b.c", '"door/door.h"')

    def test_system_headers_have_one_place(self):
        for header, home, stranger in (
                ("db.h", "store/b.c", "office/b.c"), ("curses.h", "tui/term/b.c", "tui/widget/b.c"),
                ("ncursesw/curses.h", "tui/term/b.c", "tui/screen/b.c"), ("term.h", "tui/term/b.c", "cli/b.c"),
                ("iconv.h", "base/charset.c", "base/b.c"), ("openssl/evp.h", "office/b.c", "store/b.c"),
                ("yaml.h", "catalog/b.c", "domain/b.c"), ("jansson.h", "report/b.c", "catalog/b.c"),
                ("sys/socket.h", "door/b.c", "office/b.c")):
            self.allowed(f"src/{home}", f"<{header}>")
            self.refused(f"src/{stranger}", f"<{header}>")

    def test_wall_clock_and_files(self):
        calls = "long f(void)\n{\n    FILE *f = fopen(p, m);\n    return time(NULL);\n}\n"
        self.expect("layers", {"src/domain/b.c": calls}, "b.c:3: FILE", "b.c:3: fopen", "b.c:4: time()")
        self.expect("layers", {"src/tui/widget/b.c": calls}, "b.c:4: time()")
        self.expect("layers", {"src/hall/b.c": calls})

    def test_what_only_looks_like_a_call(self):
        self.expect("layers", {"src/domain/b.c": '/* time(NULL) */ int runtime(int open); // clock()\nchar s[] = "fopen(";\n'
                                                 "int g(struct t *t) { return t->time(1) + t->v.clock(2); }\n"})

    def test_commented_include_and_strange_places(self):
        self.expect("layers", {"src/base/b.c": '/*\n#include "hall/a.h"\n*/\n//#include <db.h>\n'})
        self.expect("layers", {"src/base/b.c": '\n#include "gone.h"\n#  include "base/gone.h"\n'}, "b.c:2: ", "b.c:3: ")
        self.expect("layers", {"src/extra/b.c": ""}, "b.c:1: this folder is no layer")


class Style(Lint):
    def style(self, tree, *findings):
        self.expect("style", tree, *findings, args=(".",))

    @staticmethod
    def function(lines):
        return "int f(void)\n{\n" + "    x++;\n" * lines + "}\n"

    def test_sizes(self):
        self.style({"src/base/a.h": "int x;\n" * 100, "src/base/b.c": "int x;\n" * 600, "src/base/c.c": self.function(50)})
        self.style({"src/base/a.h": "int x;\n" * 101}, "a.h:1: a header of 101 lines")
        self.style({"src/base/a.c": "int x;\n" * 601}, "a.c:1: warning:")
        self.style({"src/base/a.c": "int x;\n" * 801}, "a.c:1: a file of 801")
        self.style({"src/base/a.c": self.function(51)}, "a.c:2: warning: f: 51 lines")
        self.style({"src/base/a.c": self.function(81)}, "a.c:2: f: 81 lines")

    def test_manners(self):
        self.style({"src/base/name_utils.c": "", "tests/unit/helpers.c": ""}, "name_utils.c:1:", "helpers.c:1:")
        self.style({"src/base/a.c": "int x;\n\tint y;\n// TO" "DO later\n"}, "a.c:2: a tab", "a.c:3: TO" "DO")
        self.style({"src/base/a.c": "/" * 120 + "\n" + "/" * 121 + "\n//" + "窗" * 60 + "\n"},
                   "a.c:2: 121 columns", "a.c:3: 122 columns")
        self.style({"src/base/a.h": "int x;\n", "src/base/a.c": '#include <stdio.h>\n#include "base/a.h"\n'},
                   'a.c:1: include "base/a.h" first')
        self.style({"src/base/a.h": '#ifndef A\n#include "base/b.h"\n#endif\n', "src/base/b.h": "int x;\n"}, "an umbrella")


class Po(Lint):
    POT = '#: src/a.c:7\nmsgid "{1} is not {2}"\nmsgstr ""\n\n#: src/a.c:9\nmsgid ""\n"held "\n"by {1}"\nmsgstr ""\n'

    def po(self, translations, *findings, pot=POT):
        self.expect("po", {"data/po/zh_CN.po": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + translations},
                    *findings, args=("data/po/zh_CN.po",), text=pot)

    def test_translations(self):
        held = 'msgid "held by {1}"\nmsgstr "由{1}办理"\n'
        self.po(held + '\nmsgid "{1} is not {2}"\nmsgstr "{1}不是{2}"\n')
        self.po(held, 'src/a.c:7: no translation')
        self.po(held + '\nmsgid "{1} is not {2}"\nmsgstr ""\n', "src/a.c:7: no translation")
        self.po(held + '\nmsgid "{1} is not {2}"\nmsgstr "{1}不是{1}"\n', 'zh_CN.po:7: "{1} is not {2}" has {1} {2}')
        self.po(held + '\n#, fuzzy\nmsgid "{1} is not {2}"\nmsgstr "{1}不是{2}"\n', "zh_CN.po:8: fuzzy")

    def test_nothing_to_compare(self):
        self.po("", "no message of the source", pot="")


if __name__ == "__main__":
    unittest.main()
