#!/usr/bin/env python3
"""Writes data/sample/refused.jsonl: lines each of which must be refused with the code in "expect", after a few that set the stage.

A refused line comes at the minute of the line before it, so that nothing falls due on the way: the journal afterwards must be what the
set-up lines alone would have left.  Run it again after a change here.
"""
from applicants import Applicant, company, estate, food, food_renewal, haulage, road, show, stall, woodland
from teller import LINES, Matter, line, write

AT = {"now": ""}


def setup(at):
    AT["now"] = at


def no(expect, as_, act, number=None, extra=None, form=None, **with_):
    """A line that must be refused.  extra: members of the line itself."""
    line(AT["now"], as_, act, number=number, form=form, **with_)
    LINES[-1].update(extra or {})
    LINES[-1]["expect"] = expect


def registering():
    a = Applicant(0)
    good = food(a, "宏盛小吃店")
    given = {"item": "A03", "materials": "m1,m3", "shared": "m2"}
    setup("10-26 08:30")
    line(AT["now"], "lixiaomei", "sign_in")
    no("unknown", "lixiaomei", "approve")
    no("parameter", "lixiaomei", "register", form=good)
    no("item", "lixiaomei", "register", form=good, item="A99")
    no("parameter", "lixiaomei", "register", form=good, colour="red", **given)
    no("role", "xujianping", "register", form=good, **given)                                 # an examiner
    no("role", "qinlan", "register", form=good, **given)                                     # another department's clerk
    no("role", "liuyang", "register", form=good, extra={"desk": "d04"}, **given)             # not on this desk's list
    no("identity", "nobody", "register", form=good, **given)
    no("field", "lixiaomei", "register", **given)                                            # no applicant
    no("field", "lixiaomei", "register", form={**good, "legal_rep_id": "110105194912310020"}, **given)  # X
    no("field", "lixiaomei", "register", form={**good, "uscc": "92370203MA3TWD8Q1D"}, **given)
    no("field", "lixiaomei", "register", form={**good, "premises_area": "宽敞"}, **given)
    no("field", "lixiaomei", "register", form={**good, "biz_type": "流动摊贩"}, **given)
    no("field", "lixiaomei", "register", form={**good, "favour": "tea"}, **given)
    no("material", "lixiaomei", "register", form=good, item="A03", materials="m1,m9")        # not in the published list (M-A5)
    no("material", "lixiaomei", "register", form=good, item="A03", shared="m3")
    no("material", "lixiaomei", "register", form=good, item="A03", promised="m1")
    no("json", "lixiaomei", "register", form=good, extra={"at": "yesterday"}, **given)
    no("json", "lixiaomei", "register", form=good, extra={"version": "three"}, **given)
    no("json", "lixiaomei", "register", form=good, extra={"urgent": True}, **given)
    no("at", "lixiaomei", "register", form=good, extra={"at": "2026-10-25T17:00"}, **given)  # the simulation is past that
    no("number", "zhangmin", "accept", extra={"number": "370299202610260000018"})            # check digit
    no("number", "zhangmin", "accept", extra={"number": "370299202610260000017"})            # none such
    no("let", "zhangmin", "accept", number="nothing")


def reviewing():
    a, b, c = Applicant(1), Applicant(2), Applicant(3)
    setup("10-26 09:00")
    m = Matter("food", "A03", AT["now"], "lixiaomei", a, food(a, "海韵小厨"), materials="m1,m3", shared="m2")
    thin = food(b, "缺项小店")
    del thin["staff"]
    Matter("thin", "A03", AT["now"], "lixiaomei", b, thin, materials="m1,m3,m4,m5", shared="m2")
    Matter("soon", "A10", AT["now"], "lixiaomei", c, show(c, "吕剧团", "2026-10-27"), materials="m1,m2,m3,m4")
    light = Applicant(4)
    form = {**haulage(light, "鲁B8K321"), "load": "4200"}
    m2 = Matter("light", "A09", AT["now"], "yudeshui", light, form, materials="m1,m3,m4,m5", shared="m2", channel="村")
    m2.steps((AT["now"], "yudeshui", "收件"), (AT["now"], "hanbing", "初核"))
    whole, past = Applicant(11), Applicant(5)
    Matter("whole", "A02", AT["now"], "lixiaomei", whole, stall(whole, "老李果蔬店"), materials="m1,m3", shared="m2")
    Matter("past", "A07", AT["now"], "lixiaomei", past, {**road(past, "自来水公司"), "from": "2026-10-20"}, materials="m1,m2,m4")
    no("state", "yangguoqing", "grant", number="food")
    no("role", "xujianping", "accept", number="food")
    no("material", "zhangmin", "accept", number="food", opinion="同意")
    no("material", "zhangmin", "accept", number="food", tolerate="m3,m4,m5", materials="m9")
    no("material", "zhangmin", "accept", number="thin", tolerate="m1")
    no("field", "zhangmin", "accept", number="thin")                                         # staff is missing
    no("field", "zhangmin", "accept", number="soon")                                         # three working days before the show
    no("field", "liuyang", "accept", number="light")                                         # up to 4.5 t needs no licence
    no("field", "zhangmin", "accept", number="past")                                         # occupies the road before it asks
    no("material", "zhangmin", "notice", number="food", reject="m7")
    no("gaps", "heqian", "notice", number="whole")                                           # nothing is missing
    no("parameter", "zhangmin", "refuse", number="food", reason="不属本机关职权")             # no remedies named
    no("parameter", "zhangmin", "not_needed", number="food")
    no("state", "zhangmin", "resubmit", number="food", materials="m4")
    no("state", "zhangmin", "supplement", number="food", materials="m4")
    no("version", "zhangmin", "correct_on_spot", number="food", extra={"version": 7}, materials="m4")
    no("role", "lixiaomei", "clock", number="food", clock="review", stage="warn")            # the office itself does that
    no("role", "sunjing", "accept", number="food")                                           # a supervisor only looks
    m.do(AT["now"], "zhangmin", "notice")
    no("state", "zhangmin", "accept", number="food")
    no("material", "zhangmin", "resubmit", number="food", materials="m4")                    # m5 was asked for too
    m.do(AT["now"], "zhangmin", "resubmit", materials="m4,m5")
    no("gaps", "zhangmin", "notice", number="food")
    m.do(AT["now"], "zhangmin", "accept")
    return m


def handling(m):
    no("role", "zhangmin", "pass", number="food", officers="许建平,沈佳")
    no("role", "youyong", "pass", number="food", officers="尤勇,施雨")                        # an examiner of another department
    no("officers", "xujianping", "pass", number="food")
    no("officers", "xujianping", "pass", number="food", officers="许建平")                    # 许可法34: two at least
    no("step", "yangguoqing", "grant", number="food")
    no("step", "xujianping", "pass", number="food", step="review", officers="许建平,沈佳")
    no("step", "xujianping", "open_step", number="food", which="review")
    m.do(AT["now"], "xujianping", "take")
    no("held", "shenjia", "pass", number="food", officers="沈佳,许建平")
    no("held", "shenjia", "release", number="food")
    no("special", "xujianping", "suspend", number="food", kind="等领导", planned="3", approved_by="yangguoqing")
    no("planned", "xujianping", "suspend", number="food", kind="检验", planned="0", approved_by="yangguoqing")
    no("parameter", "xujianping", "suspend", number="food", kind="检验", planned="几天", approved_by="yangguoqing")
    no("approval", "xujianping", "suspend", number="food", kind="检验", planned="3")
    no("approval", "xujianping", "suspend", number="food", kind="检验", planned="3", approved_by="caoweidong")
    no("suspended", "xujianping", "resume", number="food")
    m.do(AT["now"], "xujianping", "suspend", kind="检验", planned="3", approved_by="yangguoqing")
    no("suspended", "xujianping", "suspend", number="food", kind="检测", planned="3", approved_by="yangguoqing")
    no("suspended", "xujianping", "pass", number="food", officers="许建平,沈佳")
    m.do(AT["now"], "xujianping", "resume").do(AT["now"], "yangguoqing", "extend", reason="需检验")
    no("extension", "yangguoqing", "extend", number="food", reason="再延")                    # 许可法42: once
    m.do(AT["now"], "xujianping", "pass", officers="许建平,沈佳")
    no("step", "hanxuesong", "send_back", number="food", to="accept", reason="退回受理")
    no("step", "hanxuesong", "send_back", number="food", to="decide", reason="退回")
    m.do(AT["now"], "hanxuesong", "pass")
    no("parameter", "yangguoqing", "deny", number="food", reason="不符合条件")                # 许可法38: remedies
    no("state", "zhaoying", "print", number="food")
    no("parameter", "zhangmin", "withdraw", number="food")


def duties():
    a, b = Applicant(6), Applicant(7)
    m = Matter("company", "A01", AT["now"], "lixiaomei", a, company(a, "同行商贸"), materials="m1,m2", shared="m3")
    m.do(AT["now"], "heqian", "accept", tolerate="m4")
    no("role", "yangguoqing", "grant", number="company")                                     # B acts only while A is absent
    m.do(AT["now"], "zhuhong", "grant")
    no("material", "zhaoying", "print", number="company", cert_no="91370299MA3F000146")      # tolerated, not yet there
    m.do(AT["now"], "heqian", "supplement", materials="m4")
    no("cert_no", "zhaoying", "print", number="company")                                     # given by the registration system
    m.print(AT["now"], cert_no="91370299MA3F000146")
    no("step", "majun", "print", number="company", cert_no="91370299MA3F000146")             # once is enough
    no("parameter", "zhaoying", "deliver", number="company", recipient="路人")
    m.deliver(AT["now"])
    no("duty", "lixiaomei", "verify", number="company", result="granted", cert_no="91370299MA3F000146")
    no("differs", "wangshufen", "verify", number="company", result="denied", cert_no="91370299MA3F000146")
    no("differs", "wangshufen", "verify", number="company", result="granted", cert_no="91370299MA3F000147")
    no("differs", "wangshufen", "verify", number="company", result="granted", cert_no="91370299MA3F000146", fee="80.00")
    no("state", "wangshufen", "archive", number="company")
    m.verify(AT["now"]).archive(AT["now"])
    no("state", "zhangmin", "withdraw", number="company", reason="反悔")
    no("state", "wangshufen", "archive", number="company")
    w = Matter("woodland", "A13", AT["now"], "lixiaomei", b, woodland(b, "交通发展"), materials="m1,m2,m3,m4")
    w.do(AT["now"], "liuyang", "accept").steps((AT["now"], "xuefeng", "相符", {"officers": "薛峰,雷鸣"}))
    no("duty", "xuefeng", "pass", number="woodland")                                         # two steps in a row
    no("extension", "nihong", "extend", number="woodland", reason="人手不足")                 # this item knows none


def money():
    a = Applicant(8)
    m = Matter("estate", "A14", AT["now"], "lixiaomei", a, estate(a), materials="m1,m3,m4,m5", shared="m2")
    m.do(AT["now"], "lianjie", "accept")
    m.steps((AT["now"], "qixin", "税款已缴"), (AT["now"], "xuefeng", "清楚"))
    no("step", "chenlihua", "charge", number="estate")                                       # not decided yet
    m.do(AT["now"], "henian", "grant")
    no("charged", "chenlihua", "pay", number="estate", channel="cash", amount="80.00")
    no("role", "lianjie", "charge", number="estate")                                         # money is the fee desk's alone
    m.do(AT["now"], "chenlihua", "charge")
    no("charged", "chenlihua", "charge", number="estate")
    no("amount", "chenlihua", "pay", number="estate", channel="cash", amount="100.00")
    no("parameter", "chenlihua", "pay", number="estate", channel="cash", amount="八十")
    no("receipt", "chenlihua", "void_receipt", number="estate", reason="试试")
    no("step", "zhaoying", "print", number="estate")                                         # not paid
    line(AT["now"], "sunjing", "absent", person="chenlihua", absent="true")
    m.do(AT["now"], "zhaoying", "pay", channel="cash", amount="80.00")
    line(AT["now"], "sunjing", "absent", person="chenlihua", absent="false")
    no("duty", "zhaoying", "print", number="estate")                                         # who took the money does not print
    m.print(AT["now"], "majun")
    no("printed", "chenlihua", "void_receipt", number="estate", reason="退款")


def people():
    no("role", "zhangmin", "sign_in", post="scj/head")
    no("role", "zhangmin", "absent", person="liuyang")
    no("identity", "sunjing", "absent", person="nobody")
    no("notice", "sunjing", "read_notice", number="food", notice="n99")
    no("role", "zhangmin", "publish", extra={"with": {"file": {"data/hall/hall.yaml": "name: 我的大厅\n"}}})
    line(AT["now"], "zhangmin", "note", number="food", text="电话告知进度")
    LINES[-1]["id"] = "note-1"
    no("id-reused", "zhangmin", "note", number="food", extra={"id": "note-1"}, text="另一件事")


def too_late():
    """Weeks later: the limit is over, and what silence has decided stays so."""
    a, b = Applicant(9), Applicant(10)
    setup("10-26 10:00")
    m = Matter("late", "A03", AT["now"], "lixiaomei", a, food(a, "慢半拍餐馆"), materials="m1,m3,m4,m5", shared="m2")
    m.do(AT["now"], "zhangmin", "accept")
    r = Matter("renewal", "A04", AT["now"], "lixiaomei", b, food_renewal(b, "老街面馆", "JY23702990000099", "2026-11-02"),
               materials="m1,m3", shared="m2")
    r.do(AT["now"], "zhangmin", "accept")
    setup("11-10 09:00")
    line(AT["now"], "zhangmin", "sign_in")
    no("extension", "yangguoqing", "extend", number="late", reason="来不及")                  # 10 working days ended on November 9
    no("state", "zhuhong", "deny", number="renewal", reason="不符", remedies="复议")          # renewed by law since November 3
    no("at", "zhangmin", "note", number="late", extra={"at": "2026-11-09T17:00"}, text="补记昨天")


if __name__ == "__main__":
    registering()
    handling(reviewing())
    duties()
    money()
    people()
    too_late()
    write("refused", LINES)
