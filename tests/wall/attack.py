"""The list of attacks.  Each is a function that tries one and says in a few words what came of it; doc/security.md has the same
words, and test_attacks.py compares."""

ATTACKS = []


def attack(title):
    def note(function):
        ATTACKS.append((title, function))
        return function
    return note


def expect(true, seen):
    if not true:
        raise AssertionError(f"it got through: {seen}")
