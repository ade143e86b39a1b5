#!/usr/bin/env python3
"""yichuang due: the worked cases on stdin, every date added up again from its ledger by a program of its own, and lines of any kind."""
import os
import random
import subprocess
import tempfile
import unicodedata
import unittest
from datetime import date, datetime, timedelta

import readd
from home import ROOT, YICHUANG

RANDOM = 150  # questions of each op


def cases():
    with open(os.path.join(ROOT, "tests/data/deadline_cases.tsv"), encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t")[2:5] for line in f if line.strip() and not line.startswith("#")]


def ask(lines, *words):
    """The output as bytes; lines are bytes, or texts."""
    text = b"".join(line if isinstance(line, bytes) else line.encode() + b"\n" for line in lines)
    p = subprocess.run([YICHUANG, "due", *words], input=text, capture_output=True, cwd=ROOT)
    assert (p.returncode, p.stderr) == (0, b""), p
    return p.stdout


def random_questions():
    r = random.Random(20260302)

    def d(first=date(2005, 1, 1), days=8000):
        return first + timedelta(r.randrange(days))

    def ts():
        return (datetime.combine(d(), datetime.min.time()) + timedelta(minutes=r.randrange(1440))).isoformat(timespec="minutes")

    def susp(start):
        spans = [start + timedelta(r.randrange(60)) for _ in range(r.randrange(4))]
        return ";susp=" + ",".join(f"{a}/{a + timedelta(r.randrange(30))}" for a in spans)

    def counted(unit):
        start = d()
        return f"start={start};n={r.randrange(30 if unit == 'mo' else 120)}{susp(start)}"

    def licence():
        start, limit = d(), r.randrange(60)
        return f"accepted={start};limit={limit};commit={r.randrange(60)};ext={r.randrange(20)};ext_on={d(start, 90)}{susp(start)}"

    def parts():
        return ",".join(f"{name}:{r.randrange(15)}" for name in "abcdefg"[:r.randint(1, 7)])

    def sus_proj():
        start = d()
        since = start + timedelta(r.randrange(40))
        return f"accepted={start};limit={r.randrange(40)};since={since};today={since + timedelta(r.randrange(40))}"

    kinds = {
        "receive": lambda: f"ts={ts()};cutoff=17:{r.randrange(10, 60)}",
        "accept": lambda: f"ts={ts()};limit={r.randrange(60)};review={r.randrange(9)}",
        "accept_end": lambda: f"ts={ts()};limit={r.randrange(90)}",
        "wd": lambda: counted("wd"), "cd": lambda: counted("cd"), "mo": lambda: counted("mo"),
        "elapsed": lambda: f"start={ts()}:{r.randrange(10, 60)};n={r.randrange(60)}",
        "hr": lambda: f"ts={ts()};hours={r.randrange(200)}", "bh": lambda: f"ts={ts()};minutes={r.randrange(3000)}",
        "licence": licence, "sus_proj": sus_proj, "silent": lambda: f"due={d()}", "renew": lambda: f"expiry={d()};lead={r.randrange(60)}",
        "min_gap": lambda: f"start={d()};n={r.randrange(60)}", "min_gap_wd": lambda: f"start={d()};n={r.randrange(60)}",
        "before": lambda: f"event={d()};n={r.randrange(60)}", "before_wd": lambda: f"event={d()};n={r.randrange(60)}",
        "joint": lambda: f"accepted={d()};depts={parts()};total={r.randrange(20)}",
        "stages": lambda: f"accepted={d()};stages={parts()};commit={r.randrange(60)}",
        "limitation": lambda: f"act={d()};harm={r.randrange(2)}",
    }
    return [[op, make()] for op, make in kinds.items() for _ in range(RANDOM)]


class WorkedCases(unittest.TestCase):
    def test_answers(self):
        self.assertEqual(len(cases()), 94)
        said = ask(f"{op}\t{inputs}" for op, inputs, _ in cases()).decode()
        self.assertEqual(said.splitlines(), [answer for _, _, answer in cases()])

    def test_example_of_elapsed_time(self):
        self.assertEqual(ask(["elapsed\tstart=2018-10-15T10:00;n=7"]), b"after=2018-10-24T10:00:00\n")


class Ledgers(unittest.TestCase):
    def readd(self, questions, dates):
        answers = readd.read_answers(ask(("\t".join(q) for q in questions), "--ledger").decode())
        added, wrong = readd.readd(questions, answers)
        self.assertEqual(wrong, [])
        self.assertEqual(added, dates)
        return answers

    def test_worked_cases_add_up(self):
        questions = [[op, inputs] for op, inputs, _ in cases()]
        dated = sum(value[:1] == "2" and value[4:5] == "-" for _, _, answer in cases() for value in readd.pairs(answer).values())
        answers = self.readd(questions, dated)
        self.assertEqual([answer for answer, _ in answers], [answer for _, _, answer in cases()])

    def test_random_questions_add_up(self):
        questions = random_questions()
        answers = readd.read_answers(ask(("\t".join(q) for q in questions), "--ledger").decode())
        added, wrong = readd.readd(questions, answers)
        self.assertEqual(wrong, [])
        self.assertEqual([answer for answer, _ in answers if answer.startswith("error")], [])
        self.assertGreater(added, len(questions))
        print(f"{added} dates of {len(questions)} random questions added up again")

    def test_a_wrong_ledger_is_noticed(self):
        """Each of the ways in which a ledger could be wrong, in each of the worked cases that has it."""
        questions = [[op, inputs] for op, inputs, _ in cases()]
        answers = readd.read_answers(ask(("\t".join(q) for q in questions), "--ledger").decode())
        spoilt = {}
        for (op, inputs), (answer, ledgers) in zip(questions, answers):
            for key, lines in ledgers.items():
                for how, worse in spoil(lines):
                    wrong = list(readd.check(op, inputs, answer, {**ledgers, key: worse}))
                    self.assertTrue(wrong, f"{how} is not noticed in {key} of {op} {inputs}")
                    spoilt[how] = spoilt.get(how, 0) + 1
                day = readd.pairs(answer)[key]
                later = (readd.day(day) + timedelta(1)).isoformat() + day[10:]
                self.assertTrue(list(readd.check(op, inputs, answer.replace(f"{key}={day}", f"{key}={later}"), ledgers)))
        self.assertEqual(set(spoilt), {"end missing", "a day twice", "day off counted", "working day lost", "number wrong"})


def spoil(lines):
    days = {kind: [i for i, line in enumerate(lines) if line.kind == kind] for kind in ("counted", "weekend", "natural")}

    def with_line(i, **changed):
        return [*lines[:i], lines[i]._replace(**changed), *lines[i + 1:]]

    if len(lines) > 1:
        yield "end missing", lines[:-1]
        yield "a day twice", [*lines[:-1], lines[-2], lines[-1]]
    for i in days["weekend"][:1]:
        yield "day off counted", renumbered(with_line(i, kind="makeup", name="春节"))
    for i in days["counted"][:1]:
        yield "working day lost", renumbered(with_line(i, kind="holiday", name="春节"))
    for i in [*days["counted"], *days["natural"]][-1:]:
        yield "number wrong", with_line(i, nth=lines[i].nth + 1)


def renumbered(lines):
    nth, out = 0, []
    for line in lines:
        counts = line.kind in ("counted", "makeup", "natural")
        nth += counts
        out.append(line._replace(nth=nth if counts else 0))
    return out


class AnyLine(unittest.TestCase):
    GOOD, ANSWER = "wd\tstart=2026-03-10;n=5", b"due=2026-03-17\n"

    def test_on_with_the_next_line(self):
        said = ask(["nosuch\tx=1", self.GOOD, "wd\tstart=2026-03-10", "wd", self.GOOD])
        lines = said.splitlines(True)
        self.assertEqual([line.startswith(b"error: ") for line in lines], [True, False, True, True, False])
        self.assertEqual(lines[1], self.ANSWER)

    def test_line_ends(self):
        self.assertEqual(ask([b"wd\tstart=2026-03-10;n=5\r\n# a comment\r\n\r\n", self.GOOD.encode()]), self.ANSWER * 2)

    def test_bytes_that_are_no_text(self):
        for line, said in ((b"wd\tstart=2026-03-10\0;n=5\n", b"error: the line holds a NUL byte\n"),
                           (b"\0\n", b"error: the line holds a NUL byte\n"),
                           (b"wd\tstart=2026-03-10;n=5\xff\n", b"error: wd: n must be a whole number from 0 to 9999, not 5?\n"),
                           (b"\xc3\x28\x1b[2J\x7f\n", b"error: unknown op: there is no ?(?[2J?\n"),
                           (b"wd\tstart=2026-03-10;n=5\tmore\n", b"error: wd: n must be a whole number from 0 to 9999, not 5?more\n")):
            self.assertEqual(ask([line, self.GOOD]), said + self.ANSWER)
        noise = random.Random(1).randbytes(200000)
        for line in ask([noise + b"\n", self.GOOD]).decode().splitlines()[:-1]:
            self.assertTrue(line.startswith("error: ") and len(line) < 400, line)
            self.assertFalse({unicodedata.category(c) for c in line} & {"Cc", "Zl", "Zp"}, line)

    def test_long_lines(self):
        for size in (65000, 65536, 70000, 1000000):
            said = ask([b"wd\tstart=" + b"9" * size + b";n=5\n", self.GOOD]).splitlines(True)
            self.assertTrue(said[0].startswith(b"error: ") and len(said[0]) < 400)
            self.assertEqual(said[1:], [self.ANSWER])

    def test_a_million_bad_lines_take_no_memory(self):
        def peak(count):
            with tempfile.TemporaryFile() as f:
                f.writelines(b"licence\taccepted=2026-03-02;limit=x%d\n" % i for i in range(count))
                f.seek(0)
                p = subprocess.Popen([YICHUANG, "due", "--ledger"], stdin=f, stdout=subprocess.DEVNULL, cwd=ROOT)
                _, status, used = os.wait4(p.pid, 0)
                p.returncode = os.waitstatus_to_exitcode(status)
                self.assertEqual(p.returncode, 0)
                return used.ru_maxrss
        self.assertLess(peak(1000000), peak(1000) + 2048)  # KiB

    def test_answers_come_while_the_line_is_open(self):
        with subprocess.Popen([YICHUANG, "due"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as p:
            for _ in range(2):
                p.stdin.write(self.GOOD.encode() + b"\n")
                p.stdin.flush()
                self.assertEqual(p.stdout.readline(), self.ANSWER)
            p.stdin.close()

    def test_usage(self):
        p = subprocess.run([YICHUANG, "--lang", "en", "due", "--nosuch"], input=b"", capture_output=True, cwd=ROOT)
        self.assertEqual(p.returncode, 2)
        self.assertIn(b"[--ledger]", p.stderr)


if __name__ == "__main__":
    unittest.main()
