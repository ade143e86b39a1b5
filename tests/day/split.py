"""Whose time it was, counted from the exported events alone: between one event of a matter and the next nothing changes hands, so the
seconds between them are all one holder's.  The office keeps spans and merges them; here the matter is looked at after every event."""
import json
import re
from datetime import datetime, time

import count

PARTS = ("suspended", "department", "desk", "outside", "applicant")  # who comes first where several have it
WINDOW = ("accept", "print", "deliver", "verify")
ENDED = ("refuse", "not_needed", "withdraw", "terminate", "transfer", "grant", "deny")


def hall_roles():
    with open(f"{count.ROOT}/data/hall/roles.yaml", encoding="utf-8") as f:
        return {re.search(r"key: (\w+)", line)[1] for line in f if "hall_wide: true" in line}


HALL_ROLES = hall_roles()


def word(line, key, otherwise=""):
    m = re.search(rf"\b{key}: *([^,}}]+)", line)
    return m[1].strip() if m else otherwise


class Matter:
    def __init__(self):
        self.record, self.looks, self.stands = {}, [], set()  # looks: (instant, who of PARTS, departments, posts with person)
        self.registered = self.accepted = self.ended = self.verified = self.received = None

    def take(self, e):
        at, change = datetime.fromisoformat(e["at"]), e.get("change", {})
        count.merge(self.record, change)
        self.item = count.ITEMS[self.record["item"]]
        self.stand(e["act"], change)
        self.mark(e["act"], at, change)
        self.looks.append((at, *self.look()))

    def stand(self, act, change):
        for run in change.get("steps", []):
            whole = next(x for x in self.record["steps"] if x["key"] == run["key"])
            if whole["step"] in self.item.suspends and "state" in run:
                (self.stands.add if run["state"] == "open" else self.stands.discard)(run["key"])
        if act == "suspend":
            self.stands.add("")
        if act == "resume":
            self.stands.discard("")

    def mark(self, act, at, change):
        opened = [r for r in change.get("steps", []) if r.get("state") == "open" and r.get("opened_at")]
        steps = {r["key"]: r["step"] for r in self.record["steps"]}
        if act in ("register", "resubmit") or any("act: accept" in self.item.steps[steps[r["key"]]] for r in opened):
            self.received = at
        if act == "register":
            self.registered = at
        if act == "accept" or (act == "register" and not self.item.accepts):
            self.accepted = at
        if act == "clock" and change.get("accepted_deemed"):  # 许可法32: from the day of receipt
            self.accepted = max(self.received, datetime.combine(count.received(self.received), time()))
        if "outcome" in change and change["outcome"] != "open":
            assert act in ENDED or act in ("clock", "pass") or not any("act: decide" in x for x in self.item.steps.values()), act
            self.ended = at
            self.stands.clear()
        if act == "verify":
            self.verified = at

    def holder(self, run):
        line = self.item.steps[run["step"]]
        act, role = word(line, "act", "pass"), word(line, "role")
        dept = "centre" if role in HALL_ROLES else word(line, "dept", self.item.dept)
        if run["state"] == "waiting":
            return "applicant", dept
        if word(line, "external") == "true" or act == "external":
            return "outside", dept
        if act == "pay":
            return "applicant" if self.record.get("charged") else "desk", dept
        return "desk" if act in WINDOW or dept == "centre" else "department", dept

    def look(self):
        open_runs = [r for r in self.record["steps"] if r["state"] in ("open", "waiting")]
        held = [(*self.holder(r), f"{r['post']} {r.get('holder', '')}") for r in open_runs]
        who = {w for w, _, _ in held} or {"desk"}
        if self.stands:
            return "suspended", set(), set()
        return (min(who, key=PARTS.index), {d for w, d, _ in held if w == "department"},
                {p for w, _, p in held if w in ("department", "desk")})

    def seconds(self, first, last):
        """{"sum": .., "part applicant": .., "department scj": .., "holder scj/exam x": ..} of the time from first to last."""
        out = {"sum": round((last - first).total_seconds()), **{f"part {p}": 0 for p in PARTS}}
        ends = [at for at, *_ in self.looks[1:]] + [last]
        for (at, who, depts, posts), end in zip(self.looks, ends, strict=True):
            n = round((min(end, last) - max(at, first)).total_seconds())
            if n <= 0:
                continue
            for key in (f"part {who}", *(f"department {d}" for d in depts), *(f"holder {p}" for p in posts)):
                out[key] = out.get(key, 0) + n
        return out

    def answer(self, now):
        spans = {"whole": self.seconds(self.registered, self.verified or now)}
        if self.accepted:
            spans["legal"] = {k: v for k, v in self.seconds(self.accepted, self.ended or now).items() if k == "sum" or k.startswith("part")}
        return spans


def read_export(lines):
    """{number: Matter}"""
    matters = {}
    for line in lines:
        e = json.loads(line)
        if e["stream"].startswith("m"):
            matters.setdefault(e["stream"], Matter()).take(e)
    return {m.record["number"]: m for m in matters.values()}


def told(answer):
    """What the query "split" says, in the same shape; a department or post that had no second is left out."""
    spans = {}
    for row in answer["rows"]:
        if row["seconds"] != "0" or row["kind"] in ("sum", "part"):
            spans.setdefault(row["span"], {})[f"{row['kind']} {row['key']}" if row["kind"] != "sum" else "sum"] = int(row["seconds"])
    return spans


def clock_text(n):
    return f"{n // 3600}:{n // 60 % 60:02d}:{n % 60:02d}"


def report_rows(matters, first, last):
    """{department: cells of the report "split"}, "" for all."""
    rows = {}

    def add(dept, column, n):
        row = rows.setdefault(dept, dict.fromkeys(("finished", "whole", "own", *PARTS), 0))
        row[column] += n

    for m in matters.values():
        if not m.ended or not first <= m.ended.date() <= last:
            continue
        for key, n in m.seconds(m.registered, m.ended).items():
            kind, _, name = key.partition(" ")
            if kind == "department":
                add(name, "own", n)
            elif kind != "holder":
                add(m.item.dept, name or "whole", n)
        add(m.item.dept, "finished", 1)
    rows[""] = {k: sum(r[k] for r in rows.values()) for k in ("finished", "whole", "own", *PARTS)}
    return {d: {k: str(n) if k == "finished" else clock_text(n) for k, n in r.items()} for d, r in rows.items()}
