#!/usr/bin/env python3
"""An independent count: the journal as exported, counted again without the office.

    count.py EXPORT REPORT...   EXPORT: lines of "yichuang export"; REPORT: "yichuang report day --format json"

From the events alone it works out what became of every matter: received, accepted, suspended, extended, decided, paid, printed; from the
calendar and the limits in data/items, by walking from day to day, when everything was due; and from that the measures of a day report
and the closed loop.  It differs from the office wherever one of the two is wrong, and says where.
"""
import glob
import json
import os
import re
import sys
from datetime import date, datetime, time, timedelta

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DAY = timedelta(days=1)


# --- The calendar, day by day -----------------------------------------------------------------------------------------------------

def read_calendar():
    kinds = {}
    for path in ("cn.tsv", "cn_2027_provisional.tsv"):
        with open(f"{ROOT}/data/calendar/{path}", encoding="utf-8") as f:
            for row in f:
                cells = row.rstrip("\n").split("\t")
                if re.match(r"\d{4}-\d\d-\d\d$", cells[0]):
                    kinds[date.fromisoformat(cells[0])] = cells[1]
    return kinds


KINDS = read_calendar()
SESSIONS = ((time(8, 30), time(12, 0)), (time(13, 30), time(17, 0)))
CUTOFF = time(17, 0)


def works(d):
    return KINDS.get(d) == "workday" or (d.weekday() < 5 and KINDS.get(d) != "holiday")


def next_working(d):
    while not works(d):
        d += DAY
    return d


def previous_working(d):
    while not works(d):
        d -= DAY
    return d


def received(at):
    """The day something handed in counts as received: before the cut-off of a working day that day, else the next."""
    return at.date() if works(at.date()) and at.time() < CUTOFF else next_working(at.date() + DAY)


def add_months(d, n):
    month = d.month - 1 + n
    first = date(d.year + month // 12, month % 12 + 1, 1)
    last = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - DAY).day
    return first.replace(day=min(d.day, last))


def span(text):
    """("wd", 10); office hours in minutes; None for an empty one."""
    m = re.fullmatch(r"([\d.]*)(wd|cd|mo|bh|min|now)", text or "")
    if not m:
        return None
    if m[2] in ("bh", "min"):
        return "bh", round(float(m[1]) * (60 if m[2] == "bh" else 1))
    return m[2], int(m[1] or 0)


class Standstill:
    """Suspensions: (first day, last day or None); the first day still counts, the last one does not."""

    def __init__(self, pairs):
        self.pairs = pairs

    def holds(self, d):
        return any(a < d and (b is None or d <= b) for a, b in self.pairs)

    def forever(self, d):
        return any(a < d and b is None for a, b in self.pairs)


def due_days(start, n, still, counts):
    d = start
    while n > 0:
        d += DAY
        if still.forever(d):
            return None
        n -= counts(d) and not still.holds(d)
    return d


def rolled(d, still):
    while d and (not works(d) or still.holds(d)):
        if still.forever(d):
            return None
        d += DAY
    return d


def due_minutes(at, n, still):
    """Minute by minute through the office hours."""
    at, last = at.replace(second=0), at.date()
    while n > 0:
        d = at.date()
        if still.forever(d):
            return None
        if not works(d) or still.holds(d) or at.time() >= SESSIONS[-1][1]:
            at = datetime.combine(d + DAY, SESSIONS[0][0])
            continue
        if any(a <= at.time() < b for a, b in SESSIONS):
            n, last = n - 1, d
        at += timedelta(minutes=1)
    return last


def due(length, start, at, still):
    if length is None:
        return None
    unit, n = length
    if unit == "now":
        return start
    if unit == "wd":
        return due_days(start, n, still, works)
    if unit == "bh":
        return due_minutes(at, n, still)
    if unit == "mo":
        n = (add_months(start, n) - start).days
    return rolled(due_days(start, n, still, lambda d: True), still)


def used_days(start, end, still):
    return sum(works(start + DAY * i) and not still.holds(start + DAY * i) for i in range(1, (end - start).days + 1))


# --- The items, as far as time is concerned -----------------------------------------------------------------------------------------

def read_timers():
    """The lengths of the law's timers by id."""
    lengths = {}
    for path in glob.glob(f"{ROOT}/data/clocks/*.yaml"):
        with open(path, encoding="utf-8") as f:
            lengths.update((m[1], span(m[2])) for m in re.finditer(r"\{id: (\w+),[^{}\[\]]*?\blength: *(\w+)", f.read()))
    return lengths


TIMERS = read_timers()


def rough(length):
    """Working days, to see which of two is longer."""
    unit, n = length
    return {"wd": n, "cd": n * 5 // 7, "mo": n * 21}.get(unit, 1)


class Item:
    def __init__(self, text):
        def word(line, key):
            m = re.search(rf"\b{key}: *([^,}}]+)", line)
            return m[1].strip() if m else ""

        limits = re.search(r"^limits: \{(.*)\}", text, re.M)[1]
        self.statutory, self.commitment = span(word(limits, "statutory")), span(word(limits, "commitment"))
        self.extension, self.review = span(word(limits, "extension")), span(word(limits, "review"))
        clocks = re.search(r"^clocks: \{(.*)\}", text, re.M)
        self.review_law = TIMERS[clocks and word(clocks[1], "review") or "LIC1"]
        self.hard_stop = word(limits, "hard_stop")
        tolerance = re.search(r"^tolerance: \{(.*)\}", text, re.M)
        self.tolerance = span(word(tolerance[1], "max")) if tolerance else ("wd", 20)
        self.dept = re.search(r"^dept: (\w+)", text, re.M)[1]
        self.steps = {word(line, "key"): line for line in re.findall(r"^  - \{(key: .*act: .*|key: .*role: .*)\}", text, re.M)}
        self.limits = {key: span(word(line, "limit")) for key, line in self.steps.items()}
        self.suspends = {key for key, line in self.steps.items() if word(line, "suspends") == "true"}
        self.accepts = any(word(line, "act") == "accept" for line in self.steps.values())
        self.dual = "kind: dual_net" in text


def read_items():
    items = {}
    for path in glob.glob(f"{ROOT}/data/items/*.yaml"):
        with open(path, encoding="utf-8") as f:
            items[os.path.basename(path)[:-5]] = Item(f.read())
    return items


ITEMS = read_items()
ENDS = {"refuse": "refused", "not_needed": "not_needed", "withdraw": "withdrawn", "terminate": "terminated", "transfer": "transferred",
        "grant": "granted", "deny": "denied"}


# --- What the events say ---------------------------------------------------------------------------------------------------------------

class Clock:
    def __init__(self, key, at, event):
        self.key, self.at, self.event, self.told, self.ended = key, at, event, {}, None
        self.base = re.split(r"[#:]", key)[0]
        self.run = key.split(":", 1)[1] if ":" in key else ""


class Matter:
    def __init__(self, number):
        self.number, self.item, self.record = number, None, {}
        self.registered = self.receipt = self.accepted = self.finished = self.decided = None
        self.outside = None   # 一厅双网: the day of the decision outside, by which lateness is judged
        self.outcome = "open"
        self.printed = self.delivered = self.verified = None
        self.stands = []      # [key of the run or "", first day, last day, seq begun, seq ended]
        self.extended = []    # (day, span, seq)
        self.receipts = {}    # key: [fen, at, at which it was voided]
        self.charges = 0
        self.cards = {}       # key: (at, level, rule, key, dept); a cancelled card does not count
        self.clocks = {}
        self.seqs = []        # (seq, day) of all events

    def take(self, e):
        at, act, change = datetime.fromisoformat(e["at"]), e["act"], e.get("change", {})
        merge(self.record, change)
        self.seqs.append((e["seq"], at.date()))
        getattr(self, f"on_{act}", lambda *_: None)(e, at, change)
        if act in ENDS:
            self.end(ENDS[act], at.date())
        self.walk_steps(e, at, change)
        for c in change.get("receipts", []):
            kept = self.receipts.setdefault(c["key"], [c.get("fen"), at, None])
            if c.get("state") == "void":
                kept[2] = at
        self.charges += sum(c["fen"] for c in change.get("charges", []))
        for c in change.get("cards", []):
            if c.get("state") == "cancelled":
                self.cards.pop(c["key"])
            else:
                self.cards[c["key"]] = (datetime.fromisoformat(c["at"]), c["level"], c["rule"], c["key"], c["dept"])
        for c in change.get("clocks", []):
            clock = self.clocks.setdefault(c["key"], Clock(c["key"], at, e))
            clock.told.update(c)
            if c.get("state") == "ended":
                clock.ended = e["seq"]

    def end(self, outcome, day):
        self.outcome, self.finished = outcome, day
        if outcome in ("granted", "denied", "deemed_granted"):
            self.decided = day

    def on_register(self, e, at, change):
        self.registered, self.receipt, self.item = at, received(at), ITEMS[change["item"]]
        self.item_id = change["item"]
        if not self.item.accepts:
            self.accepted = self.receipt

    def on_resubmit(self, e, at, change):
        self.receipt = received(at)

    def on_accept(self, e, at, change):
        self.accepted = at.date()

    def on_clock(self, e, at, change):
        if change.get("accepted_deemed"):
            self.accepted = self.receipt  # 许可法32: from the day of receipt
        elif change.get("outcome") == "deemed_granted":
            self.end("deemed_granted", at.date())
        elif "outcome" in change:  # 容缺 papers that never came
            self.end(change["outcome"], at.date())

    def on_suspend(self, e, at, change):
        self.stands.append(["", at.date(), None, e["seq"], None])

    def on_resume(self, e, at, change):
        self.close_stand("", at, e)

    def close_stand(self, run, at, e):
        for s in self.stands:
            if s[0] == run and s[2] is None:
                s[2], s[4] = at.date(), e["seq"]

    def on_extend(self, e, at, change):
        self.extended.append((at.date(), self.item.extension, e["seq"]))

    def on_pass(self, e, at, change):
        values = {v["key"]: v["value"] for v in change.get("values", [])}
        if self.item.dual and "ext_accept" in values:
            self.accepted = date.fromisoformat(values["ext_accept"])
            self.outside = date.fromisoformat(values["ext_decide"])
        if self.item.dual and change.get("outcome") == "denied":
            self.end("denied", at.date())

    def on_print(self, e, at, change):
        self.printed = at

    def on_deliver(self, e, at, change):
        self.delivered = at

    def on_verify(self, e, at, change):
        self.verified = at

    def walk_steps(self, e, at, change):
        for r in change.get("steps", []):
            whole = next(x for x in self.record["steps"] if x["key"] == r["key"])
            step = whole["step"]
            if step in self.item.suspends and r.get("state") == "open":
                self.stands.append([r["key"], at.date(), None, e["seq"], None])
            if r.get("state") in ("done", "skipped", "sent_back"):
                self.close_stand(r["key"], at, e)
            # Proxy hops come first: the county has received it when its own step opens.
            if "act: accept" in self.item.steps[step] and r.get("state") == "open" and "key" in r and r.get("opened_at"):
                self.receipt = received(at)
        # Without a decision of its own a matter ends well when it reaches the door.
        if change.get("outcome") == "granted" and self.outcome == "open":
            self.end("granted", at.date())

    def still(self, seq, but=""):
        """Suspensions as known when event seq came (None: all events), but for the one a step brings on its own clock."""
        pairs = []
        for run, first, last, begun, ended in self.stands:
            if (seq is None or begun < seq) and (not but or run != but):
                pairs.append((first, last if ended and (seq is None or ended <= seq) else None))
        return Standstill(pairs)

    def longer(self, length, seq):
        if length is None:
            return None
        unit, n = length
        for _, more, begun in self.extended:
            if seq is not None and begun >= seq:
                continue
            if unit == "now" and more[0] == "wd":
                unit = "wd"
            n += more[1] if more[0] == unit else 0
        return unit, n

    def total_due(self, seq):
        """(commitment, statutory) due days as known when event seq came."""
        still = self.still(seq)
        limit = due(self.longer(self.item.statutory, seq), self.accepted, None, still)
        promised = due(self.longer(self.item.commitment or self.item.statutory, seq), self.accepted, None, still)
        return min(promised, limit) if promised and limit else promised, limit

    def has_total(self):
        return self.accepted is not None and bool(self.item.commitment or self.item.statutory)

    def end_seq(self, upto):
        """The first event after the end of a day, or the decision."""
        total = self.clocks.get("total")
        after = [seq for seq, day in self.seqs if day > upto] + ([total.ended] if total and total.ended else [])
        return min(after) if after else None

    def clock_due(self, clock):
        """(due, limit) of any clock of this matter, computed from the beginning."""
        seq, day = clock.ended, clock.at.date()
        still = self.still(seq, clock.run)
        if clock.base == "total":
            return self.total_due(seq)
        if clock.base == "review":
            length, law = self.item.review or self.item.review_law, self.item.review_law
            limit = length if rough(length) > rough(law) else law
            ends = [due(x, received(clock.at), clock.at, still) for x in (length, limit)]
            return min(ends) if all(ends) else ends[0], ends[1]
        if clock.base == "deliver":
            return due(("wd", 10), day, clock.at, still), None  # 许可法44
        if clock.base == "renewal":
            expiry = next(v["value"] for v in self.record["values"] if v["key"] == self.item.hard_stop)
            return date.fromisoformat(expiry), None
        if clock.base == "supplement":
            promised = due(self.longer(self.item.commitment, 0), self.accepted, None, Standstill([]))
            latest = previous_working(previous_working(previous_working(promised) - DAY) - DAY)
            n = used_days(day, max(latest, day), Standstill([]))
            return due(("wd", min(n, self.item.tolerance[1])), day, clock.at, still), None
        step = clock.run.split("#")[0]
        return due(self.item.limits[step], day, clock.at, still), None


def merge(into, change):
    for key, value in change.items():
        if not isinstance(value, list):
            into[key] = value
            continue
        kept = into.setdefault(key, [])
        for x in value:
            old = next((y for y in kept if y["key"] == x["key"]), None)
            if old is None:
                kept.append(old := {})
            merge(old, x)


def read_export(lines):
    matters = {}
    for line in lines:
        e = json.loads(line)
        if e["stream"].startswith("m"):
            m = matters.setdefault(e["stream"], Matter(e["stream"]))
            m.take(e)
    for m in matters.values():
        m.number = m.record["number"]
    return sorted(matters.values(), key=lambda m: m.number)


# --- Due dates compared ----------------------------------------------------------------------------------------------------------------

def compare_dues(matters):
    """Each clock of each matter; returns (how many were compared, the differences)."""
    compared, wrong = 0, []
    for m in matters:
        if m.has_total() != ("total" in m.clocks):
            wrong.append(f"{m.number} {m.item_id}: total clock {'missing' if m.has_total() else 'without a limit'}")
        for clock in m.clocks.values():
            mine, limit = (x.isoformat() if x else None for x in m.clock_due(clock))
            told, told_limit = clock.told.get("due_day"), clock.told.get("limit_day")
            compared += 1
            if told != mine or told_limit != limit:
                wrong.append(f"{m.number} {m.item_id} {clock.key}: office {told} limit {told_limit}, counted {mine} limit {limit}")
    return compared, wrong


def expected_cards(m, present):
    """M-T3, M-T4 of the decision limit: {key of the card: day on which it is due}."""
    promised, limit = m.total_due(m.clocks["total"].ended)
    if promised is None:
        return {}
    over = min(limit or promised, due(("wd", 3), promised, None, Standstill([])))
    cards = {} if limit and promised >= limit else {f"M-T3 yellow total {promised}": promised + DAY}
    cards[f"M-T4 red total {promised}"] = over + DAY
    return {key: day for key, day in cards.items() if day <= (m.finished or present)}


def compare_cards(matters):
    """Cards for decisions later than promised, and later than the law allows, each on its day; returns the differences."""
    present = max(day for m in matters for _, day in m.seqs)
    wrong = []
    for m in matters:
        mine = expected_cards(m, present) if m.has_total() else {}
        theirs = {key: at.date() for at, _, _, key, _ in m.cards.values() if re.fullmatch(r"M-T[34] (yellow|red) total [-0-9]+", key)}
        if mine != theirs:
            wrong.append(f"{m.number} {m.item_id}: cards {theirs}, counted {mine}")
    return wrong


# --- Figures ---------------------------------------------------------------------------------------------------------------------------

COUNTS = ("registered", "accepted", "finished", "granted", "open", "printed", "delivered", "verified", "fen", "on_time", "early", "instant",
          "late", "open_late", "used", "statutory", "judged", "notice", "yellow", "red")


def limit_in_working_days(item):
    """Of months and natural days the report takes 21 and 5/7 working days."""
    unit, n = item.statutory or item.commitment
    return {"wd": n, "mo": n * 21, "cd": n * 5 // 7}.get(unit, 1)


def measure(m, first, last):
    v = dict.fromkeys(COUNTS, 0)

    def within(x):
        return x is not None and first <= (x.date() if isinstance(x, datetime) else x) <= last

    v["registered"] += within(m.registered)
    v["accepted"] += within(m.accepted)
    v["printed"] += within(m.printed)
    v["delivered"] += within(m.delivered)
    v["verified"] += within(m.verified)
    for fen, at, void in m.receipts.values():
        v["fen"] += fen if within(at) and void is None else 0
    promised = m.total_due(m.end_seq(last))[0] if m.has_total() else None
    if within(m.finished):
        measure_finished(m, v, promised)
    if m.registered.date() <= last and (m.finished is None or m.finished > last):
        v["open"] += 1
        v["open_late"] += promised is not None and promised < last
    return v


def measure_finished(m, v, promised):
    v["finished"] += 1
    v["granted"] += m.outcome in ("granted", "deemed_granted")
    v["instant"] += m.accepted == m.finished
    judged = m.outside or m.finished
    late = promised is not None and judged > promised
    v["late"] += late
    v["on_time"] += not late
    if m.has_total():
        v["early"] += promised is not None and judged < promised
        v["used"] += used_days(m.accepted, judged, m.still(m.end_seq(m.finished)))
        v["statutory"] += limit_in_working_days(m.item)
        v["judged"] += 1


def ratio(a, b, scale):
    """Two decimals, half up."""
    if b == 0:
        return "—"
    hundredths = (2 * a * scale + b) // (2 * b)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02d}"


def columns(v):
    """The cells of a row of the report, by its column keys."""
    counts = {k: str(v[k]) for k in ("registered", "accepted", "finished", "granted", "open", "printed", "delivered", "verified")}
    counts["fees"] = yuan(v["fen"])
    rates = {"on_time": ratio(v["on_time"], v["finished"], 10000), "early": ratio(v["early"], v["finished"], 10000),
             "instant": ratio(v["instant"], v["finished"], 10000),
             "late": ratio(v["late"] + v["open_late"], v["finished"] + v["open_late"], 10000),
             "speed": ratio(v["statutory"] - v["used"], v["statutory"], 10000), "mean_used": ratio(v["used"], v["judged"], 100),
             "notices": str(v["notice"]), "yellows": str(v["yellow"]), "reds": str(v["red"])}
    return counts, rates


def figures(matters, first, last, by_item):
    rows = {"": dict.fromkeys(COUNTS, 0)}

    def row(key):
        return rows.setdefault(key, dict.fromkeys(COUNTS, 0))

    for m in matters:
        v = measure(m, first, last)
        for r in (row(m.item_id if by_item else m.item.dept), rows[""]):
            for k in COUNTS:
                r[k] += v[k]
        # A card falls to the department that held the matter.
        for at, level, _, _, dept in m.cards.values():
            if first <= at.date() <= last:
                row(m.item_id if by_item else dept)[level] += 1
                rows[""][level] += 1
    return {key: columns(v) for key, v in rows.items() if key == "" or any(v.values())}


# --- The closed loop, as it stood at the end of a day ------------------------------------------------------------------------------------

def loop(matters, last):
    n = dict.fromkeys(("registered", "verified", "returned", "withdrawn", "open", "printed", "cert_verified", "cert_waiting"), 0)
    receipts = charges = 0

    def by_then(x):
        return x is not None and (x.date() if isinstance(x, datetime) else x) <= last

    for m in matters:
        if not by_then(m.registered):
            continue
        n["registered"] += 1
        if by_then(m.verified):
            n["verified"] += 1
        elif by_then(m.finished) and m.outcome in ("refused", "not_needed", "transferred", "terminated"):
            n["returned"] += 1
        elif by_then(m.finished) and m.outcome == "withdrawn":
            n["withdrawn"] += 1
        else:
            n["open"] += 1
        n["printed"] += by_then(m.printed)
        n["cert_verified"] += by_then(m.printed) and by_then(m.verified)
        n["cert_waiting"] += by_then(m.printed) and not by_then(m.verified)
        paid = [fen for fen, at, void in m.receipts.values() if by_then(at) and void is None]
        receipts += sum(paid)
        charges += m.charges if paid else 0
    return n, receipts, charges


def loop_rows(matters, last):
    n, receipts, charges = loop(matters, last)
    return [(str(n["registered"]), [n["verified"], n["returned"], n["withdrawn"], n["open"]]),
            (str(n["printed"]), [n["cert_verified"], n["cert_waiting"]]), (yuan(receipts), [yuan(charges)])]


# --- Against a report ---------------------------------------------------------------------------------------------------------------------

def compare_figures(section, mine, which, wrong):
    theirs = {row["key"]: row for row in section["rows"]}
    compared = 0
    for key in sorted(set(theirs) | set(mine)):
        if key not in theirs or key not in mine:
            wrong.append(f"{section['key']} {key}: only in the {'count' if key in mine else 'report'}")
            continue
        for column, cell in mine[key][which].items():
            compared += 1
            if theirs[key][column] != cell:
                wrong.append(f"{section['key']} {key or 'all'} {column}: report {theirs[key][column]}, counted {cell}")
    return compared


def compare_loop(section, mine, wrong):
    for row, (total, parts) in zip(section["rows"], mine, strict=True):
        said = re.findall(r"\d[\d.]*", row["parts"])
        if row["total"] != total or said != [str(p) for p in parts]:
            wrong.append(f"loop {row['what']}: report {row['total']} = {row['parts']}, counted {total} = {parts}")
        if row["check"] not in ("OK", "相符", "一致"):
            wrong.append(f"loop {row['what']}: {row['check']}")
    return len(mine)


def compare_report(matters, report):
    """Returns (cells compared, differences)."""
    first, last = date.fromisoformat(report["from"]), date.fromisoformat(report["to"])
    by_dept, by_item = figures(matters, first, last, False), figures(matters, first, last, True)
    sections = {s["key"]: s for s in report["sections"]}
    wrong, n = [], 0
    for key, mine, which in (("counts_dept", by_dept, 0), ("rates_dept", by_dept, 1), ("counts_item", by_item, 0),
                             ("rates_item", by_item, 1)):
        n += compare_figures(sections[key], mine, which, wrong)
    return n + compare_loop(sections["loop"], loop_rows(matters, last), wrong), wrong


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as f:
        matters = read_export(f)
    compared, wrong = compare_dues(matters)
    wrong += compare_cards(matters)
    print(f"{len(matters)} matters, {compared} due dates compared")
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as f:
            n, differences = compare_report(matters, json.load(f))
        print(f"{path}: {n} figures compared")
        wrong += differences
    print("\n".join(wrong + [f"{len(wrong)} differences"]))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
