#!/usr/bin/env python3
"""Adds up again what `yichuang due --ledger` says: tests/cli/readd.py QUESTIONS ANSWERS

Each dated result is counted once more from its ledger alone, by pencil so to speak: this program has neither the table of holidays nor
any code of the office.  It knows what a question promises ("8 working days after acceptance"), the weekdays, and what the words of a
ledger mean (doc/formats.md).  test_explain.py has it add up the clocks of matters, as questions "clock".  Prints what does not add up, then how many dates did.  Exits 1 when one did not.
"""
import re
import sys
from collections import namedtuple
from datetime import date, datetime, timedelta

Line = namedtuple("Line", "day kind nth name minutes")
# What a date promises: n units from start (back: before it); event: the instant it was handed in, when start is still to be found.
Promise = namedtuple("Promise", "unit n start event back at", defaults=(None, False, None))

WORKED, RESTED = ("counted", "makeup"), ("weekend", "holiday")
SESSIONS = ((510, 720), (810, 1020))  # 08:30-12:00, 13:30-17:00
FULL_DAY = sum(closes - opens for opens, closes in SESSIONS)
CUTOFF = 1020


def day(text):
    return date.fromisoformat(text[:10])


def instant(text):
    return datetime.fromisoformat(text if "T" in text else text + "T00:00")


def months_on(d, n):
    year, month = divmod(d.year * 12 + d.month - 1 + n, 12)
    for last in range(d.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            pass
    return date(year, month + 1, d.day)


def pairs(text):
    return dict(p.split("=", 1) for p in text.split(";") if p)


# --- What the questions promise ---

def handed_in(q, unit, n):
    ts = instant(q["ts"])
    hour, minute = map(int, q.get("cutoff", f"{CUTOFF // 60}:{CUTOFF % 60}").split(":"))
    return Promise(unit, n, None, (ts, hour * 60 + minute))


def promise_licence(q, a):
    limit, ext = int(q["limit"]), 0 if a.get("ext") == "refused" else int(q.get("ext", 0))
    commit = min(int(q.get("commit", limit)), limit)
    return {"commit_due": Promise("wd", commit + ext, day(q["accepted"])), "statutory_due": Promise("wd", limit + ext, day(q["accepted"]))}


def promise_joint(q, a):
    depts = {k: int(v) for k, v in (p.split(":") for p in q["depts"].split(","))}
    days = {f"{k}_due": n for k, n in depts.items()}
    return {k: Promise("wd", n, day(q["accepted"]))
            for k, n in {**days, "barrier": max(depts.values()), "total_due": int(q["total"])}.items()}


def promise_stages(q, a):
    promised, sum_of = {}, 0
    for name, n in (p.split(":") for p in q["stages"].split(",")):
        sum_of += int(n)
        promised[name] = Promise("wd", sum_of, day(q["accepted"]))
    return {**promised, "commit_due": Promise("wd", int(q["commit"]), day(q["accepted"]))}


def promise_renew(q, a):
    expiry = day(q["expiry"])
    return {"apply_by": Promise("bare", int(q.get("lead", 30)), expiry, None, True), "decide_by": Promise("bare", 0, expiry),
            "last_office_day": Promise("cd", 0, expiry, None, True)}


def promise_clock(q, a):
    """A clock of a matter, from its record: handed in at an instant, begun on that day or a later one."""
    at, unit, n = instant(q["at"]), q["unit"], int(q["n"])
    if unit in ("hr", "bh") or q["elapsed"] == "1":
        return {"due": Promise(unit, n, day(q["start"]), at=at)}
    hour, minute = map(int, q["cutoff"].split(":"))
    return {"due": Promise(unit, n, day(q["start"]), (at, hour * 60 + minute) if at.date() < day(q["start"]) else None)}


def plain(unit, key="due"):
    return lambda q, a: {key: Promise(unit, int(q["n"]), day(q["start"]))}


PROMISES = {
    "receive": lambda q, a: {"eff": handed_in(q, "wd", 0)},
    "accept": lambda q, a: {
        "receipt": handed_in(q, "wd", 0), "review_due": handed_in(q, "wd", int(q.get("review", 5))),
        "deemed_accept": handed_in(q, "wd", 0), "decision_due": handed_in(q, "wd", int(q["limit"]))},
    "accept_end": lambda q, a: {
        "receipt": handed_in(q, "wd", 0), "review_due": handed_in(q, "wd", int(q.get("review", 5))),
        "deemed_accept": handed_in(q, "wd", int(q.get("review", 5))),
        "decision_due": Promise("cd", int(q["limit"]), day(a["deemed_accept"]))},
    "wd": plain("wd"), "cd": plain("cd"), "mo": plain("mo"),
    "elapsed": lambda q, a: {"after": Promise("wd", int(q["n"]), day(q["start"]), at=instant(q["start"]))},
    "hr": lambda q, a: {"due": Promise("hr", int(q["hours"]), day(q["ts"]), at=instant(q["ts"]))},
    "bh": lambda q, a: {"due": Promise("bh", int(q["minutes"]), day(q["ts"]), at=instant(q["ts"]))},
    "licence": promise_licence,
    "sus_proj": lambda q, a: {"due_if_resumed_today": Promise("wd", int(q["limit"]), day(q["accepted"]))},
    "silent": lambda q, a: {"deemed_on": Promise("wd", 1, day(q["due"])), "opinion_due": Promise("wd", 1, day(a["deemed_on"]))},
    "renew": promise_renew,
    "min_gap": plain("bare", "earliest"), "min_gap_wd": plain("wd", "earliest"),
    "before": lambda q, a: {"latest": Promise("bare", int(q["n"]), day(q["event"]), None, True)},
    "before_wd": lambda q, a: {"latest": Promise("wd", int(q["n"]), day(q["event"]), None, True)},
    "joint": promise_joint, "stages": promise_stages,
    "limitation": lambda q, a: {"until": Promise("bare_mo", 60 if q.get("harm") == "1" else 24, day(q["act"]))},
    "lamp": lambda q, a: {}, "surcharge": lambda q, a: {}, "clock": promise_clock,
}


# --- Adding up ---

def suspensions(op, q):
    """[(first day not counted, last day not counted)]"""
    spans = [(q["since"], q["today"])] if op == "sus_proj" else [s.split("/") for s in q.get("susp", "").split(",") if s]
    return [(day(a) + timedelta(1), day(b) if b else date.max) for a, b in spans]


def may_rest(line):
    """As far as can be seen without the table: only a named weekday is a day off, only a named weekend day is worked."""
    return line.day.isoweekday() > 5 or line.name != ""


def may_work(line):
    return line.day.isoweekday() <= 5 and line.name == "" or line.day.isoweekday() > 5 and line.name != ""


def check_words(lines, stopped):
    nth = 0
    for line in lines:
        weekend = line.day.isoweekday() > 5
        suspended = any(a <= line.day <= b for a, b in stopped)
        if line.kind in (*WORKED, "natural"):
            nth += 1
        if line.nth != (nth if line.kind in (*WORKED, "natural") else 0):
            yield f"{line.day} is number {line.nth}, counted {nth}"
        if line.kind == "counted" and (weekend or line.name) or line.kind == "makeup" and not (weekend and line.name):
            yield f"{line.day} cannot be a working day called {line.kind}"
        if line.kind == "weekend" and (not weekend or line.name) or line.kind == "holiday" and not line.name:
            yield f"{line.day} cannot be a {line.kind}"
        if line.kind == "suspended" and not suspended or line.kind in (*WORKED, "natural") and suspended:
            yield f"{line.day} is {line.kind}, against the suspensions"


def check_order(lines, promise):
    step = timedelta(-1 if promise.back else 1)
    for before, after in zip(lines, lines[1:]):
        if after.day != before.day + step:
            yield f"{after.day} follows {before.day}"
    kinds = [line.kind for line in lines]
    if kinds.count("start") != 1:
        yield "not one start"
        return
    start = kinds.index("start")
    if kinds[:start] != ["event", *["before"] * start][:start]:
        yield f"before the start: {kinds[:start]}"
    allowed = {"wd": (*WORKED, *RESTED, "suspended"), "bh": (*WORKED, *RESTED, "suspended"), "hr": ("natural",),
               "bare": ("natural",), "bare_mo": ("natural",)}.get(promise.unit, ("natural", "suspended", "rolled"))
    for line in lines[start + 1:]:
        if line.kind not in allowed:
            yield f"{line.day}: {line.kind} in a limit of {promise.unit}"


def check_start(lines, promise):
    start = next(line for line in lines if line.kind == "start")
    if not promise.event:
        if lines[0].day != promise.start or start is not lines[0]:
            yield f"begins on {lines[0].day}, not {promise.start}"
        return
    ts, cutoff = promise.event
    late = ts.hour * 60 + ts.minute >= cutoff
    if promise.start and start.day != promise.start:
        yield f"starts on {start.day}, not {promise.start}"
    if lines[0].day != ts.date():
        yield f"begins on {lines[0].day}, not with the event"
    if not may_work(start) or (start is lines[0] and late):
        yield f"cannot start on {start.day}"
    if start is not lines[0] and not late and not may_rest(lines[0]):
        yield f"{lines[0].day} was in time and a working day"
    for line in lines[1:lines.index(start)]:
        if not may_rest(line):
            yield f"{line.day} before the start is a working day"


def check_sum(lines, promise):
    counted = [line for line in lines if line.kind in (*WORKED, "natural")]
    if promise.unit in ("wd", "cd", "bare") and len(counted) != promise.n:
        yield f"{len(counted)} days counted, {promise.n} promised"
    if promise.unit in ("mo", "bare_mo") and len(counted) != (months_on(promise.start, promise.n) - promise.start).days:
        yield f"{len(counted)} days counted, {promise.n} months promised"
    minutes = sum(line.minutes for line in lines)
    if minutes != (promise.n if promise.unit == "bh" else 0):
        yield f"{minutes} office minutes counted"
    if promise.unit == "bh":
        for line in lines[1:]:
            least, most = (1 if line is lines[-1] else FULL_DAY, FULL_DAY) if line.kind in WORKED else (0, 0)
            if not least <= line.minutes <= most:
                yield f"{line.minutes} office minutes on {line.day}"
    if promise.unit in ("wd", "bh") and lines[-1].kind not in (*WORKED, "start"):
        yield f"ends on a {lines[-1].kind}"
    if promise.unit in ("cd", "mo"):
        last = max(i for i, line in enumerate(lines) if line.kind in ("natural", "start"))
        passed, end = [line for line in lines[last:-1] if line.kind != "suspended"], lines[-1]
        if not may_work(end) or not all(may_rest(line) for line in passed):
            yield f"moved from {lines[last].day} to {end.day}"


def end_of_office(lines, promise):
    """Where the minutes of the last day end."""
    left, minute = lines[-1].minutes, promise.at.hour * 60 + promise.at.minute
    if promise.n == 0:
        return promise.at
    for opens, closes in SESSIONS:
        begins = max(opens, minute) if len(lines) == 1 else opens
        if left <= closes - begins:
            return datetime.combine(lines[-1].day, datetime.min.time()) + timedelta(minutes=begins + left)
        left -= max(0, closes - begins)
    return None


def check_end(lines, promise, stated):
    end = lines[-1].day.isoformat()
    if promise.unit == "hr":
        end = (promise.at + timedelta(hours=promise.n)).isoformat(timespec="minutes")
        if end[:10] != lines[-1].day.isoformat():
            yield f"the ledger ends on {lines[-1].day}"
    elif promise.unit == "bh":
        moment = end_of_office(lines, promise)
        end = moment.isoformat(timespec="minutes") if moment else "nowhere"
    elif promise.at:
        end += "T" + promise.at.time().isoformat()
    if end != stated:
        yield f"adds up to {end}, stated {stated}"


def until_due(lines):
    """The lines through the due day, and those after it, of a clock that ran on."""
    last = max(i for i, line in enumerate(lines) if line.kind in (*WORKED, "natural", "rolled", "start"))
    return lines[:last + 1], lines[last + 1:]


def check_late(lines):
    nth = 0
    for line in lines:
        nth += line.kind == "late"
        if line.kind not in (*RESTED, "late") or line.kind == "late" and not may_work(line) or line.kind != "late" and not may_rest(line):
            yield f"{line.day} is {line.kind}, after the due day"
        if line.nth != (nth if line.kind == "late" else 0):
            yield f"{line.day} is late by {line.nth}, counted {nth}"


def check(op, inputs, answer, ledgers):
    """What does not add up in one answer; ledgers: {key: [Line]}."""
    q, a = pairs(inputs), pairs(answer)
    promised, stopped = PROMISES[op](q, a), suspensions(op, q)
    dated = {k for k, v in a.items() if re.match(r"\d{4}-\d\d-\d\d", v)}
    if dated != set(ledgers) or not dated <= set(promised):
        yield f"dates {sorted(dated)}, ledgers {sorted(ledgers)}, promised {sorted(promised)}"
        return
    for key, lines in ledgers.items():
        promise = promised[key]
        if op == "clock":
            lines, after = until_due(lines)
            yield from (f"{key}: {what}" for what in check_late(after))
        wrong = [*check_order(lines, promise), *check_words(lines, stopped)]
        if not wrong:
            wrong += [*check_start(lines, promise), *check_sum(lines, promise), *check_end(lines, promise, a[key])]
        for what in wrong:
            yield f"{key}: {what}"


# --- Reading ---

def read_questions(text):
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def read_answers(text):
    """[(answer, {key: [Line]})]"""
    answers = []
    for line in text.splitlines():
        if not line.startswith("\t"):
            answers.append((line, {}))
            continue
        key, when, kind, nth, name, minutes = line[1:].split("\t")
        answers[-1][1].setdefault(key, []).append(Line(day(when), kind, int(nth), name, int(minutes)))
    return answers


def readd(questions, answers):
    """(dates that were added up, what does not add up)"""
    wrong, dates = [], 0
    if len(questions) != len(answers):
        return 0, [f"{len(questions)} questions, {len(answers)} answers"]
    for (op, inputs), (answer, ledgers) in zip(questions, answers):
        if answer.startswith("error: ") and not ledgers:
            continue
        dates += len(ledgers)
        wrong += [f"{op} {inputs}: {what}" for what in check(op, inputs, answer, ledgers)]
    return dates, wrong


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    texts = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as f:
            texts.append(f.read())
    dates, wrong = readd(read_questions(texts[0]), read_answers(texts[1]))
    for what in wrong:
        print(what)
    print(f"{dates} dates added up again, {len(wrong)} do not agree")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
