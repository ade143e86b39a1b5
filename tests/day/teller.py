"""What the sample days are told with: lines in the order of time, and the numbers that stand on printed papers."""
import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


# --- The history --------------------------------------------------------------------------------------------------------------

LINES = []


def line(at, as_, act, number=None, let=None, desk=None, form=None, **with_):
    at = f"2026-{at.replace(' ', 'T')}"
    record = {"act": act, "as": as_, "at": at}
    if desk:
        record["desk"] = desk
    if let:
        record["let"] = let
    if number:
        record["number"] = "$" + number
    if form:
        with_["form"] = form
    if with_:
        record["with"] = with_
    LINES.append(record)


DESKS = {"zhangmin": "d03", "liuyang": "d04", "heqian": "d05", "lvpeng": "d05", "qinlan": "d06", "jinxin": "d07", "lianjie": "d08",
         "cenling": "d08", "chenlihua": "d09", "zhaoying": "d10", "majun": "d10", "lixiaomei": "d01", "wangshufen": "d02",
         "pingan": "d11", "huanghe": "d11", "heqi": "d11", "gaoxiulan": "d12", "hanbing": "d12", "qubo": "d12",
         "yudeshui": "d13", "jiangguilan": "d13"}


class Matter:
    """One matter; each call is one line.  Times are "MM-DD HH:MM" of 2026."""

    def __init__(self, let, item, at, as_, who, form, **with_):
        self.let, self.item, self.who, self.certificate = let, item, who, None
        line(at, as_, "register", let=let, desk=DESKS.get(as_), form=form, item=item, **with_)

    def do(self, at, as_, act, form=None, **with_):
        line(at, as_, act, number=self.let, desk=DESKS.get(as_), form=form, **with_)
        return self

    def steps(self, *steps):
        """(at, as, opinion) or (at, as, opinion, more): each passes the open step."""
        for at, as_, opinion, *more in steps:
            self.do(at, as_, "pass", opinion=opinion, **(more[0] if more else {}))
        return self

    def print(self, at, as_="zhaoying", **with_):
        self.do(at, as_, "print", **with_)
        self.certificate = with_.get("cert_no", True)
        return self

    def deliver(self, at, as_="zhaoying", to=None, **with_):
        to = to or self.who
        return self.do(at, as_, "deliver", recipient=to.name, recipient_id=to.id_no, **with_)

    def verify(self, at, result="granted", as_="wangshufen", **with_):
        if self.certificate:
            with_["cert_no"] = self.certificate if self.certificate is not True else {"of": self.let}
        return self.do(at, as_, "verify", result=result, **with_)

    def archive(self, at, as_="wangshufen"):
        return self.do(at, as_, "archive")


def number_rules():
    rules = {}
    for name in os.listdir(f"{ROOT}/data/items"):
        with open(f"{ROOT}/data/items/{name}", encoding="utf-8") as f:
            found = re.search(r'^outcome:.*\bnumber: "([^"]*)"', f.read(), re.M)
        rules[name[:-5]] = found and found.group(1)
    return rules


def fill_certificates(lines):
    """What stands on the printed paper is the n-th number of the item's pattern in this year."""
    rules, used, item, made = number_rules(), {}, {}, {}
    for x in lines:
        with_ = x.get("with", {})
        if "expect" in x:
            continue
        if "let" in x:
            item[x["let"]] = with_["item"]
        if x["act"] == "print" and "cert_no" not in with_:
            it = item[x["number"][1:]]
            used[it] = used.get(it, 0) + 1
            digits = lambda m, n=used[it]: str(n).zfill(int(m[1] or 1))
            made[x["number"][1:]] = re.sub(r"\{N(?::(\d+))?\}", digits, rules[it].replace("{YYYY}", "2026"))
        if isinstance(with_.get("cert_no"), dict):
            with_["cert_no"] = made[with_["cert_no"]["of"]]


def in_time():
    return sorted(LINES, key=lambda x: x["at"])  # stable: what was told first at one minute is done first


def write(name, lines):
    """To data/sample, or to the file named on the command line."""
    fill_certificates(lines)
    with open(sys.argv[1] if len(sys.argv) > 1 else f"{ROOT}/data/sample/{name}.jsonl", "w", encoding="utf-8") as f:
        for x in lines:
            f.write(json.dumps(x, ensure_ascii=False) + "\n")
