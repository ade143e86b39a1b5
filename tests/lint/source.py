"""Reading C source for the lints: which files, their text without comments and strings, where findings are."""
import os
import re

LAYERS = ["base", "model", "domain", "catalog", "store", "door", "office", "hall",
          "tui/term", "tui/widget", "tui/screen", "report", "cli", "witness"]


def files(root, *endings):
    """Paths under root, relative to it, in order."""
    found = []
    for folder, _, names in os.walk(root):
        found += [os.path.relpath(os.path.join(folder, n), root) for n in names if n.endswith(endings)]
    return sorted(found)


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def layer_of(path):
    """Layer of a path relative to src/, or None."""
    return next((l for l in LAYERS if path.startswith(l + "/")), None)


LITERAL = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def code_only(text):
    """The text with comments and literals blanked; line numbers stay."""
    return LITERAL.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def without_comments(text):
    """The text with comments blanked and literals kept."""
    return LITERAL.sub(lambda m: re.sub(r"[^\n]", " ", m.group()) if m.group()[0] == "/" else m.group(), text)


def report(findings):
    """Prints (path, line, message) findings; returns the exit status."""
    for path, line, message in sorted(findings):
        print(f"{path}:{line}: {message}")
    return 1 if findings else 0
