"""What write_day.py tells its stories with: applicants, lines in the order of time, the numbers on printed papers."""
import json
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


# --- Made-up people and companies whose check digits are right (GB 11643, GB 32100, GB 11714) -----------------------------

def citizen(birth, serial, region="370299"):
    body = f"{region}{birth}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]


def credit_code(head, serial):
    org = f"MA3F{serial:04d}"
    total = sum((int(c) if c.isdigit() else ord(c) - 55) * w for c, w in zip(org, (3, 7, 9, 10, 5, 8, 4, 2)))
    body = head + "370299" + org + {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return body + alphabet[-sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31]


def luhn(body):
    total = sum(sum(divmod(int(c) * (2 if i % 2 == 0 else 1), 10)) for i, c in enumerate(reversed(body)))
    return body + str(-total % 10)


SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
GIVEN = ("建国", "秀英", "志强", "丽萍", "海涛", "桂花", "文斌", "晓燕", "德福", "玉兰", "振华", "春梅", "永康", "雪莲", "立新", "素琴")


class Applicant:
    """The n-th made-up person; also the legal representative of the n-th company."""

    def __init__(self, n, birth=None):
        self.name = SURNAMES[n % len(SURNAMES)] + GIVEN[n % len(GIVEN)]
        self.id_no = citizen(birth or f"{1960 + n % 40}{1 + n % 12:02d}{1 + n % 28:02d}", 100 + n)
        self.phone = f"138053200{n:02d}"
        self.n = n

    def person(self):
        return {"name": self.name, "id_type": "居民身份证", "id_no": self.id_no, "phone": self.phone,
                "address": f"青溪县云溪镇文昌路{self.n + 1}号"}

    def org(self, brief, head="91"):
        return {"org_name": f"青溪{brief}", "uscc": credit_code(head, self.n + 1), "legal_rep": self.name,
                "legal_rep_id": self.id_no, "contact": self.name, "contact_phone": self.phone}


def premises(n, area):
    return {"premises_addr": f"青溪县北京路{n + 1}号", "premises_area": area}


def table(*rows):
    return json.dumps(list(rows), ensure_ascii=False, separators=(",", ":"))


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
        if x["act"] == "register":
            item[x["let"]] = with_["item"]
        if x["act"] == "print" and "cert_no" not in with_:
            it = item[x["number"][1:]]
            used[it] = used.get(it, 0) + 1
            digits = lambda m, n=used[it]: str(n).zfill(int(m[1] or 1))
            made[x["number"][1:]] = re.sub(r"\{N(?::(\d+))?\}", digits, rules[it].replace("{YYYY}", "2026"))
        if isinstance(with_.get("cert_no"), dict):
            with_["cert_no"] = made[with_["cert_no"]["of"]]


def write(path):
    LINES.sort(key=lambda x: x["at"])  # stable: what was told first at one minute is done first
    fill_certificates(LINES)
    with open(path, "w", encoding="utf-8") as f:
        for x in LINES:
            f.write(json.dumps(x, ensure_ascii=False) + "\n")
