"""Made-up applicants and the forms they fill in, item by item."""
import json


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


# --- Forms: what the applicant of each item fills in ---------------------------------------------------------------------------

def company(a, name, capital="100"):
    return {**a.person(), "corp_name": f"青溪{name}有限公司", "industry": "F5213", "capital": capital, "paid_by": "2031-10-20",
            "domicile": f"青溪县北京路{a.n + 1}号",
            "shareholders": table({"sh_name": a.name, "sh_id": a.id_no, "sh_share": capital})}


def stall(a, name, scope="零售水果、蔬菜"):
    return {**a.person(), **premises(a.n, "28"), "trade_name": name, "scope": scope}


def food(a, name, staff="4"):
    return {**a.org(name), **premises(a.n, "56.5"), "biz_type": "餐饮服务经营者", "projects": "热食类食品制售|自制饮品制售",
            "staff": staff, "online": "false"}


def food_renewal(a, name, old_no, expiry):
    return {**a.org(name), "old_no": old_no, "expiry_date": expiry, "unchanged": "true"}


def public_place(a, name):
    return {**a.org(name), **premises(a.n, "86"), "place_type": "理发美容店", "staff": "5", "health_cert": "5"}


def works(a, name, project):
    return {**a.org(name), "proj_code": f"2606-370299-04-01-{a.n:06d}", "proj_name": project, "area": "12680.5",
            "price": "38600000", "begin": "2026-11-20", "end": "2028-03-31", "builder_uscc": credit_code("91", 900 + a.n),
            "pm_id": a.id_no}


def road(a, name, mode="占用", area="120.5", days="30", digs=None):
    form = {**a.org(name), "mode": mode, "road": "北京路", "built": "2019-06-30", "area": area, "from": "2026-11-25", "days": days}
    return {**form, "digs": digs} if digs else form


def job_agency(a, name):
    return {**a.org(name), **premises(a.n, "80"), "staff": "4", "fund": "20", "biz": "职业指导|组织招聘会"}


def haulage(a, plate):
    return {**a.person(), "plate": plate, "load": "18000", "village": "370299101203"}


def show(a, name, date):
    return {**a.org(name), "show_date": date, "seats": "800", "foreign": "false"}


def school(a, name):
    return {**a.org(name), **premises(a.n, "420"), "school": f"青溪{name}培训学校", "kind2": "文化艺术类", "profit": "true",
            "fund": "50", "per_area": "4.5"}


def tobacco(a, name):
    return {**a.org(name, "92"), **premises(a.n, "35"), "school_dist": "180"}


def woodland(a, name):
    return {**a.org(name), "proj_name": "青溪至云溪公路改建", "area_ha": "2.3150", "use": "永久"}


def estate(a, house="住宅", books="1"):
    return {**a.person(), "unit_no": f"370299001002GB{a.n:05d}F00010001", "house": house, "price": "860000", "books": books,
            "buyers": table({"b_name": a.name, "b_id": a.id_no, "b_pct": "100"})}


def start_up(a, name):
    return {**a.person(), "corp_name": f"青溪{name}有限公司", "seals": "公章|财务专用章", "staff": "6", "invoice": "true"}


def completion(a, name, permit):
    return {**a.org(name), "permit_no": permit, "area": "12680.5", "done": "2026-10-15"}


def allowance(a, spouse, income="600"):
    return {**a.person(), "account": luhn(f"62284802{a.n:010d}"), "standard": "1035",
            "members": table({"m_name": a.name, "m_id": a.id_no, "rel": "本人", "income": income},
                             {"m_name": spouse.name, "m_id": spouse.id_no, "rel": "配偶", "income": "625"})}


def elder(a):
    return {**a.person(), "village": "370299101203"}


def tender(a, project):
    return {**a.org("城建投资"), "proj_name": project, "budget": "26000000", "ceiling": "25500000", "mode": "公开招标",
            "qualify": "资格后审", "bond": "400000", "agent_uscc": credit_code("91", 990), "experts": "7"}


def information(a, what):
    return {**a.person(), "what": what, "form": "纸质"}
