#!/usr/bin/env python3
"""Writes data/sample/day.jsonl: the sample hall's autumn of 2026, as lines for "yichuang apply".

Every matter is told by itself; teller.py puts all lines in the order of time.  Run it again after a change here.
The days: October 26 (Monday) to November 20 (Friday), all weeks of five working days; long matters begin earlier
(October 1-7 is holiday, Saturday October 10 is worked).
"""
from applicants import (Applicant, allowance, company, completion, credit_code, elder, estate, food, food_renewal, haulage, information,
                        job_agency, public_place, road, school, show, stall, start_up, table, tender, tobacco, woodland, works)
from teller import Matter, in_time, line, write

REMEDY = "可自收到本决定之日起六十日内申请行政复议，或者六个月内提起行政诉讼"
FINE = "材料齐全，符合法定形式"


# --- The twenty items, each from the door to the archive --------------------------------------------------------------------------

def a01():
    a = Applicant(0)
    m = Matter("a01", "A01", "10-26 08:40", "lixiaomei", a, company(a, "远航商贸"), materials="m1,m2,m4", shared="m3", channel="窗口")
    m.do("10-26 09:10", "heqian", "take").do("10-26 09:20", "heqian", "accept", opinion=FINE)
    m.do("10-26 11:05", "zhuhong", "grant", opinion="准予设立")
    m.print("10-26 11:30", cert_no=credit_code("91", 501)).deliver("10-26 11:40", to=a)
    m.verify("10-26 16:20").archive("10-26 16:25")


def a02():
    a = Applicant(1)
    m = Matter("a02", "A02", "10-26 08:50", "zhangmin", a, stall(a, "老李果蔬店"), materials="m1,m3", shared="m2")
    m.do("10-26 08:56", "zhangmin", "accept", opinion=FINE).do("10-26 09:02", "heqian", "grant", opinion="准予登记")
    m.print("10-26 09:10", cert_no=credit_code("92", 502)).deliver("10-26 09:12").verify("10-26 16:30").archive("10-26 16:31")


def a03():
    """Told once what is missing; corrected on the third day; sent back once by the section head."""
    a = Applicant(2)
    m = Matter("a03", "A03", "10-26 09:30", "lixiaomei", a, food(a, "宏盛小吃店"), materials="m1,m3", shared="m2")
    m.do("10-26 10:00", "zhangmin", "notice", remark="布局图须标明清洗消毒间")
    m.do("10-28 09:15", "zhangmin", "resubmit", materials="m3,m4,m5").do("10-28 09:30", "zhangmin", "accept", opinion=FINE)
    m.steps(("10-29 15:30", "xujianping", "现场符合要求", {"officers": "许建平,沈佳"}))
    m.do("10-30 09:20", "hanxuesong", "send_back", reason="照片缺清洗消毒间，补拍后再报")
    m.do("10-30 10:00", "xujianping", "take")
    m.steps(("10-30 14:40", "xujianping", "已补照片", {"officers": "许建平,沈佳"}), ("11-02 10:10", "hanxuesong", "同意"))
    m.do("11-03 14:00", "yangguoqing", "grant", opinion="准予")
    m.print("11-03 16:00").deliver("11-04 09:30").verify("11-04 15:00").archive("11-04 15:10")


def a04():
    """Decided in time: well before the old licence ends on December 2."""
    a = Applicant(3)
    m = Matter("a04", "A04", "10-27 09:00", "lixiaomei", a, food_renewal(a, "清和面馆", "JY23702990000081", "2026-12-02"),
               materials="m1", shared="m2", promised="m3")
    m.do("10-27 09:40", "zhangmin", "accept", opinion=FINE).steps(("10-28 10:00", "hanxuesong", "条件未变"))
    m.do("10-29 09:00", "zhuhong", "grant", opinion="准予延续")
    m.print("10-29 10:30", cert_no="JY23702990000081").deliver("10-30 09:00").verify("10-30 10:00").archive("10-30 10:05")


def a05():
    """Informed promise: decided at once, looked at afterwards."""
    a = Applicant(4)
    m = Matter("a05", "A05", "10-27 08:45", "zhangmin", a, public_place(a, "雅致美发店"), materials="m1,m2,m3")
    m.do("10-27 09:10", "zhangmin", "accept", opinion="已一次告知并签署承诺书")
    m.do("10-27 10:30", "yandong", "grant", opinion="当场准予")
    m.print("10-27 11:00").deliver("10-27 11:05").verify("10-27 16:00").archive("10-27 16:05")
    m.steps(("11-12 10:30", "youyong", "与承诺一致", {"officers": "尤勇,施雨"}))


def a06():
    a = Applicant(5)
    m = Matter("a06", "A06", "10-27 09:20", "lixiaomei", a, works(a, "建安置业", "云溪新居二期"), materials="m1,m4,m5,m6", shared="m2,m3",
               promised="m7")
    m.do("10-27 10:10", "liuyang", "accept", opinion=FINE)
    m.steps(("10-28 10:00", "weiqiang", "符合"), ("10-28 15:00", "qiwei", "同意"))
    m.do("10-29 10:20", "zouping", "grant", opinion="准予").print("10-29 14:00").deliver("10-30 10:00")
    m.verify("10-30 14:30").archive("10-30 14:35")


def a07():
    """31,797.00: 120.5 ㎡ for 30 days, and digging up 60 ㎡ of asphalt and 22.5 ㎡ of pavement."""
    a = Applicant(6)
    digs = table({"surface": "沥青混凝土", "sq": "60"}, {"surface": "人行道砖", "sq": "22.5"})
    m = Matter("a07", "A07", "10-28 08:50", "lixiaomei", a, road(a, "燃气公司", "挖掘", digs=digs), materials="m1,m2,m3,m4")
    m.do("10-28 09:25", "zhangmin", "accept", opinion=FINE)
    m.steps(("10-30 09:00", "shuiqing", "与交警现场勘验，可行", {"officers": "水清,窦刚"}))
    m.do("10-30 16:00", "yunfei", "grant", opinion="准予")
    m.do("11-02 09:00", "chenlihua", "charge").do("11-02 09:10", "chenlihua", "pay", channel="bank", amount="31797.00")
    m.print("11-02 10:00").deliver("11-02 10:20").verify("11-02 15:40", fee="31797.00").archive("11-02 15:45")


def a08():
    a = Applicant(7)
    m = Matter("a08", "A08", "10-28 09:00", "lixiaomei", a, job_agency(a, "聚才人力"), materials="m1,m2,m3,m4")
    m.do("10-28 10:30", "zhangmin", "accept", opinion=FINE)
    m.steps(("11-02 15:00", "panlei", "场所和人员相符", {"officers": "潘磊,葛辉"}), ("11-03 09:20", "fanwenjing", "同意"))
    m.do("11-04 10:00", "pengyong", "grant", opinion="准予").print("11-05 09:00").deliver("11-06 09:00").verify("11-06 16:00")
    m.archive("11-06 16:02")


def a09():
    """By the village's clerk, up over the town and down again."""
    a = Applicant(8)
    m = Matter("a09", "A09", "10-28 09:10", "yudeshui", a, haulage(a, "鲁B8K321"), materials="m1,m3,m4,m5", shared="m2", channel="村")
    m.steps(("10-28 10:00", "yudeshui", "收件齐全，上送"), ("10-28 15:30", "hanbing", "初核无误"))
    m.do("10-29 09:20", "liuyang", "accept", opinion=FINE).steps(("10-30 16:00", "lujian", "符合"))
    m.do("11-02 10:00", "miaomiao", "grant", opinion="准予").print("11-02 11:00")
    m.steps(("11-03 09:00", "hanbing", "证件已下送北崖村")).deliver("11-03 15:00", "yudeshui", way="visit")
    m.verify("11-04 10:00").archive("11-04 10:02")


def a10():
    a = Applicant(9)
    m = Matter("a10", "A10", "10-29 08:45", "zhangmin", a, show(a, "吕剧团", "2026-11-14"), materials="m1,m2,m3,m4")
    m.do("10-29 09:10", "zhangmin", "accept", opinion=FINE).steps(("10-29 15:20", "renzhong", "内容健康"))
    m.do("10-30 09:10", "liuqing", "grant", opinion="准予").print("10-30 09:40").deliver("10-30 10:10").verify("10-30 15:00")
    m.archive("10-30 15:05")


def a11():
    """A school: experts and a hearing stop the clock; three months by law, twenty working days by promise."""
    a = Applicant(10)
    m = Matter("a11", "A11", "08-03 09:00", "lixiaomei", a, school(a, "墨香"), materials="m1,m2,m3,m4,m5,m6")
    m.do("08-04 10:00", "zhangmin", "accept", opinion=FINE)
    m.steps(("08-10 10:00", "baochunlai", "材料符合"), ("08-27 16:00", "songwenbo", "专家评审通过", {"step": "experts"}))
    m.do("08-31 10:00", "baochunlai", "open_step", which="hearing")
    m.steps(("09-18 17:30", "feiming", "听证无异议", {"step": "hearing"}),
            ("09-21 16:00", "baochunlai", "场地面积达标", {"officers": "鲍春来,史册", "step": "site"}),
            ("09-23 10:00", "tangtian", "同意"))
    m.do("09-24 15:00", "feiming", "grant", opinion="局长办公会同意设立")
    m.print("09-28 09:30").deliver("09-29 10:00").verify("09-30 09:00").archive("09-30 09:05")


def a12():
    """One hall, two networks: decided in the tobacco bureau's own system, dates entered here."""
    a = Applicant(11)
    m = Matter("a12", "A12", "10-28 09:30", "lixiaomei", a, tobacco(a, "阳光便利店"), shared="m2", channel="部门大厅")
    m.do("11-06 09:00", "lixiaomei", "pass", result="granted", opinion="垂管系统已准予",
         form={"ext_no": "YC2026-0788", "ext_accept": "2026-10-28", "ext_decide": "2026-11-05", "ext_cert": "370290000788"})
    m.certificate = "370290000788"
    m.verify("11-06 10:00").archive("11-06 10:05")


def a13():
    """The county examines and sends up; the higher organ's weeks are not counted."""
    a = Applicant(12)
    m = Matter("a13", "A13", "09-21 09:00", "lixiaomei", a, woodland(a, "交通发展"), materials="m1,m2,m3,m4")
    m.do("09-21 10:00", "liuyang", "accept", opinion=FINE)
    m.steps(("09-23 16:00", "xuefeng", "四至相符", {"officers": "薛峰,雷鸣"}), ("10-09 10:00", "leiming", "公示无异议"),
            ("10-10 10:00", "henian", "初审同意"))
    m.do("10-12 09:30", "nihong", "grant", opinion="同意上报")
    m.steps(("10-12 15:00", "lianjie", "已上报市局"), ("11-05 10:00", "lianjie", "市局同意", {"result": "granted"}),
            ("11-05 15:00", "lianjie", "已电话告知"))
    m.certificate = "青林资许准〔2026〕88号"
    m.deliver("11-06 09:30", "lianjie").verify("11-06 15:00").archive("11-06 15:02")


def a14():
    """80.00 for a home, one certificate."""
    a = Applicant(13)
    m = Matter("a14", "A14", "10-29 08:40", "lixiaomei", a, estate(a), materials="m1,m3,m4,m5", shared="m2")
    m.do("10-29 09:00", "lianjie", "accept", opinion=FINE)
    m.steps(("10-29 10:20", "qixin", "税款已缴"), ("10-29 15:10", "xuefeng", "权属清楚"))
    m.do("10-30 08:50", "henian", "grant", opinion="准予登簿")
    m.do("10-30 09:05", "chenlihua", "charge").do("10-30 09:08", "chenlihua", "pay", channel="code", amount="80.00")
    m.print("10-30 10:40", "majun").deliver("10-30 10:45", "majun").verify("10-30 16:00", fee="80.00").archive("10-30 16:02")


def b01():
    """One matter, five departments, one day."""
    a = Applicant(14)
    m = Matter("b01", "B01", "10-29 08:35", "lixiaomei", a, start_up(a, "智创科技"), materials="m1,m2", promised="m3")
    m.do("10-29 08:50", "liuyang", "accept", opinion=FINE)
    m.steps(("10-29 10:30", "xujianping", "已登记"), ("10-29 11:00", "wuyue", "已备案"), ("10-29 11:20", "qixin", "已核定票种"),
            ("10-29 11:10", "panlei", "已参保"), ("10-29 11:25", "fengxue", "已推送银行"))
    m.do("10-29 13:40", "chengli", "grant", opinion="全部办结")
    m.print("10-29 14:00", cert_no=credit_code("91", 515)).deliver("10-29 14:20").verify("10-29 16:40").archive("10-29 16:41")


def b02():
    """Joint acceptance of a finished building: six parts, one round of rework that is not counted."""
    a = Applicant(15)
    m = Matter("b02", "B02", "10-26 10:00", "lixiaomei", a, completion(a, "建安置业一分公司", "3702992026000000101"),
               materials="m1,m2,m3,m4,m5,m6")
    m.do("10-26 14:00", "liuyang", "accept", opinion=FINE)
    m.steps(("10-29 10:00", "weiqiang", "联合踏勘完成", {"officers": "魏强,陶然,皮定", "step": "site"}),
            ("10-29 15:00", "yuanxiao", "档案齐全"), ("10-30 10:00", "xuefeng", "符合规划条件", {"result": "agree"}),
            ("10-30 11:00", "guquan", "准予备案"))
    m.do("10-30 14:00", "weiqiang", "open_step", which="rework")
    m.steps(("11-06 10:00", "taoran", "整改复验合格", {"step": "rework"}), ("11-06 15:00", "weiqiang", "质量监督报告已出", {"step": "p5"}),
            ("11-10 16:00", "piding", "消防验收合格"))
    m.do("11-11 10:00", "qiwei", "grant", opinion="通过联合验收").print("11-12 09:00").deliver("11-12 10:00")
    m.verify("11-12 15:00").archive("11-12 15:02")


def c01():
    """A family's allowance: village, town, visit by two, seven days on the village board, the county's word."""
    a, spouse = Applicant(16, "19680412"), Applicant(17, "19700518")
    m = Matter("c01", "C01", "10-12 09:00", "yudeshui", a, allowance(a, spouse), materials="m1,m3", shared="m2", promised="m4", channel="村")
    m.steps(("10-12 10:30", "yudeshui", "已协助填表"))
    m.do("10-13 09:00", "gaoxiulan", "accept", opinion=FINE)
    m.steps(("10-23 15:00", "hanbing", "家庭人均月收入612.50元", {"officers": "韩冰,曲波"}), ("11-02 09:00", "yudeshui", "公示七日无异议"),
            ("11-03 10:00", "gaoxiulan", "建议纳入"))
    m.do("11-05 15:00", "luoyun", "grant", opinion="确认，自次月起发放").print("11-06 09:00").deliver("11-06 15:00", "hanbing")
    m.verify("11-09 09:30").archive("11-09 09:32")


def c02():
    a = Applicant(18, "19540907")
    m = Matter("c02", "C02", "10-28 08:40", "jiangguilan", a, elder(a), materials="m2", shared="m1", channel="村")
    m.steps(("10-28 09:00", "jiangguilan", "代收"))
    m.do("10-28 10:30", "qubo", "accept", opinion=FINE).do("10-28 14:30", "qubo", "grant", opinion="准予")
    m.print("10-28 15:20").deliver("10-29 15:00", "jiangguilan", way="visit").verify("10-30 16:20").archive("10-30 16:22")


def d01():
    """A tender in eighteen steps: 20 days at least between papers and opening, three days of publication."""
    a = Applicant(19)
    m = Matter("d01", "D01", "09-01 09:00", "pingan", a, tender(a, "云溪路改造工程"), materials="m1,m2,m3,m4,m5")
    m.do("09-01 15:00", "pingan", "accept", opinion=FINE)
    told = (("09-02 10:00", "huanghe", "plan", "方案与核准一致"), ("09-07 10:00", "pingan", "papers", "已备案"),
            ("09-08 09:00", "huanghe", "announce", "省公共资源交易平台公告"), ("09-08 10:00", "huanghe", "ceiling", "2550万元"),
            ("09-14 17:00", "pingan", "issue", "发售五日"), ("09-15 10:00", "huanghe", "enrol", "九家登记"),
            ("09-16 15:00", "huanghe", "visit", "统一答疑"), ("09-17 10:00", "huanghe", "clarify", "澄清一号"),
            ("10-08 17:00", "huanghe", "bonds", "九家到账"), ("10-09 08:40", "pingan", "draw", "抽取五人"),
            ("10-09 09:00", "pingan", "bids", "九家递交"), ("10-09 09:30", "huanghe", "open", "开标记录签字"),
            ("10-09 15:00", "songwenbo", "judge", "推荐三名"), ("10-09 16:30", "luchengzhi", "report", "评标报告已交"),
            ("10-15 09:00", "pingan", "publish", "公示三日无异议"))
    for at, as_, step, opinion in told:
        m.do(at, as_, "pass", step=step, opinion=opinion)
    m.do("10-16 10:00", "huanghe", "grant", opinion="确定第一名中标").print("10-16 15:00").deliver("10-16 15:20")
    m.steps(("11-09 10:00", "pingan", "合同已签订备案", {"step": "contract"})).verify("11-09 16:00").archive("11-09 16:05")


def e01():
    """A third party is asked; its fifteen days are not counted."""
    a = Applicant(20)
    m = Matter("e01", "E01", "10-26 10:30", "zhangmin", a, information(a, "云溪路改造工程拆迁补偿方案"), materials="m1,m2")
    m.do("10-26 10:45", "zhangmin", "accept", opinion="登记")
    m.do("10-27 09:30", "wuhong", "open_step", which="third")
    m.steps(("11-06 10:00", "wuhong", "第三方同意公开", {"step": "third"}),
            ("11-10 10:00", "wuhong", "已检索到文件", {"step": "fetch", "form": {"result": "予以公开"}}),
            ("11-11 10:00", "letian", "不涉密"), ("11-12 09:30", "changqing", "合法"))
    m.do("11-12 16:00", "yuqianyi", "grant", opinion="同意公开").print("11-12 16:20").deliver("11-12 16:40", "zhangmin")
    m.verify("11-13 15:00").archive("11-13 15:02")


def twenty():
    for told in (a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, b01, b02, c01, c02, d01, e01):
        told()


# --- Other ends ---------------------------------------------------------------------------------------------------------------------

def close_negative(m, deliver, verify, result, by="zhaoying"):
    m.deliver(deliver, by).verify(verify, result).archive(verify)


def refused():
    a = Applicant(21)
    m = Matter("refused", "A06", "10-26 14:10", "lixiaomei", a, works(a, "临海建设", "临海路公厕"), materials="m1")
    m.do("10-26 15:00", "liuyang", "refuse", reason="工程位于邻县", organ="临海县住房和城乡建设局", remedies=REMEDY)
    close_negative(m, "10-26 15:20", "10-26 16:40", "refused")


def not_needed():
    a = Applicant(22)
    m = Matter("not_needed", "A02", "10-27 10:00", "lixiaomei", a, stall(a, "自产白菜摊", "销售自产农副产品"), materials="m1")
    m.do("10-27 10:20", "zhangmin", "not_needed", reason="在集市销售自产农副产品无需登记")
    close_negative(m, "10-27 10:30", "10-27 16:10", "not_needed")


def withdrawn():
    a = Applicant(23)
    m = Matter("withdrawn", "A08", "10-29 09:20", "lixiaomei", a, job_agency(a, "同城人力"), materials="m1,m2,m3,m4")
    m.do("10-29 10:00", "zhangmin", "accept", opinion=FINE)
    m.do("11-03 09:40", "zhangmin", "withdraw", reason="申请人另择场所，书面撤回")
    close_negative(m, "11-03 10:00", "11-03 16:00", "withdrawn")


def denied():
    a = Applicant(24)
    m = Matter("denied", "A03", "10-27 14:00", "lixiaomei", a, food(a, "夜市烧烤店"), materials="m1,m3,m4,m5", shared="m2")
    m.do("10-27 14:30", "zhangmin", "accept", opinion=FINE)
    m.steps(("10-29 10:30", "shenjia", "无清洗消毒条件", {"officers": "沈佳,许建平"}), ("10-29 16:00", "hanxuesong", "建议不予许可"))
    m.do("10-30 10:30", "yangguoqing", "deny", reason="经营场所不具备清洗消毒条件（食品安全法第三十三条）", remedies=REMEDY)
    close_negative(m, "11-02 09:20", "11-02 15:00", "denied")


def transferred():
    a = Applicant(25)
    m = Matter("transferred", "E01", "10-30 09:00", "zhangmin", a, information(a, "2019年户籍人口分村统计"), materials="m1,m2", channel="邮寄")
    m.do("10-30 09:20", "zhangmin", "accept", opinion="登记")
    m.do("11-03 10:20", "yuqianyi", "transfer", organ="青溪县公安局", reason="所需信息由公安局制作保存")
    close_negative(m, "11-03 10:40", "11-04 15:20", "transferred", "zhangmin")


def terminated():
    a = Applicant(26)
    m = Matter("terminated", "A07", "10-30 09:40", "lixiaomei", a, road(a, "广告公司"), materials="m1,m2,m4")
    m.do("10-30 10:20", "zhangmin", "accept", opinion=FINE)
    m.do("11-04 09:00", "yunfei", "terminate", reason="申请单位已注销")
    close_negative(m, "11-04 10:00", "11-04 15:40", "terminated")


# --- Twists ----------------------------------------------------------------------------------------------------------------------------

def tolerated_supplemented():
    """Health papers missing: taken nevertheless, brought two days later; the certificate had to wait for them."""
    a = Applicant(27)
    m = Matter("supplemented", "A03", "11-02 08:50", "lixiaomei", a, food(a, "渔家菜馆", "9"), materials="m1,m3,m4", shared="m2")
    m.do("11-02 09:20", "zhangmin", "accept", opinion="容缺受理", tolerate="m5")
    m.do("11-04 10:00", "zhangmin", "supplement", materials="m5")
    m.steps(("11-04 15:30", "xujianping", "符合", {"officers": "许建平,沈佳"}), ("11-05 10:00", "hanxuesong", "同意"))
    m.do("11-06 10:00", "yangguoqing", "grant", opinion="准予").print("11-06 14:00").deliver("11-09 09:00").verify("11-09 15:00")
    m.archive("11-09 15:01")


def tolerated_lapsed():
    """The promised papers never came: taken as withdrawn."""
    a = Applicant(28)
    m = Matter("lapsed", "A08", "10-30 08:50", "lixiaomei", a, job_agency(a, "速聘人力"), materials="m1,m3,m4")
    m.do("10-30 09:50", "zhangmin", "accept", opinion="容缺受理", tolerate="m2")
    m.steps(("11-04 15:00", "gehui", "人员相符", {"officers": "葛辉,潘磊"}))
    close_negative(m, "11-10 09:00", "11-10 15:00", "withdrawn")


def deemed_accepted():
    """Five working days of silence: accepted from the day of receipt, and the promised days are nearly gone."""
    a = Applicant(29)
    m = Matter("deemed", "A08", "10-27 15:00", "lixiaomei", a, job_agency(a, "海纳人力"), materials="m1,m2,m3,m4")
    m.steps(("11-04 15:30", "panlei", "相符", {"officers": "潘磊,葛辉"}), ("11-05 09:10", "fanwenjing", "同意"))
    m.do("11-05 16:00", "pengyong", "grant", opinion="准予").print("11-06 10:00").deliver("11-06 10:30").verify("11-09 09:00")
    m.archive("11-09 09:05")


def deemed_renewed():
    """Nobody decided before the old licence ended on November 10: renewed by law (许可法50)."""
    a = Applicant(30)
    m = Matter("renewed", "A04", "11-05 09:00", "lixiaomei", a, food_renewal(a, "晨光早点", "JY23702990000097", "2026-11-10"),
               materials="m1,m3", shared="m2")
    m.do("11-05 09:30", "zhangmin", "accept", opinion=FINE)
    m.print("11-11 09:00", cert_no="JY23702990000097").deliver("11-11 10:00").verify("11-11 15:00", "deemed_granted").archive("11-11 15:01")


def suspended():
    """A laboratory test was announced for three days and took five: a reminder, and the clock goes on the day after."""
    a = Applicant(31)
    m = Matter("suspended", "A03", "10-28 14:00", "lixiaomei", a, food(a, "中央厨房", "26"), materials="m1,m3,m4,m5", shared="m2")
    m.do("10-28 14:40", "zhangmin", "accept", opinion=FINE)
    m.do("10-29 09:00", "shenjia", "suspend", kind="检验", planned="3", evidence="抽样单2026-311", approved_by="yangguoqing")
    m.do("11-05 15:00", "shenjia", "resume", evidence="检验报告2026-311")
    m.steps(("11-06 10:00", "shenjia", "检验合格，现场符合", {"officers": "沈佳,许建平"}), ("11-09 10:00", "hanxuesong", "同意"))
    m.do("11-10 15:00", "yangguoqing", "grant", opinion="准予").print("11-10 16:00").deliver("11-11 09:20").verify("11-11 15:30")
    m.archive("11-11 15:31")


def extended():
    a = Applicant(32)
    m = Matter("extended", "A03", "11-02 14:00", "lixiaomei", a, food(a, "集体配餐中心", "40"), materials="m1,m3,m4,m5", shared="m2")
    m.do("11-02 15:00", "zhangmin", "accept", opinion=FINE)
    m.do("11-06 10:20", "yangguoqing", "extend", reason="需会同街道核实排污许可")
    m.steps(("11-10 15:00", "xujianping", "核实完毕", {"officers": "许建平,沈佳"}), ("11-11 14:00", "hanxuesong", "同意"))
    m.do("11-12 10:00", "yangguoqing", "grant", opinion="准予").print("11-12 14:00").deliver("11-13 09:00").verify("11-13 10:00")
    m.archive("11-13 10:01")


def receipt_voided():
    """The receipt was made out for a card payment that the bank took back: voided, paid again in cash."""
    a = Applicant(33)
    m = Matter("voided", "A14", "11-03 08:40", "lixiaomei", a, estate(a, "非住宅", "3"), materials="m1,m3,m4,m5", shared="m2")
    m.do("11-03 09:00", "cenling", "accept", opinion=FINE)
    m.steps(("11-03 10:30", "kangning", "税款已缴"), ("11-03 15:10", "leiming", "权属清楚"))
    m.do("11-04 09:00", "henian", "grant", opinion="准予登簿")
    m.do("11-04 09:10", "chenlihua", "charge").do("11-04 09:15", "chenlihua", "pay", channel="card", amount="570.00")
    m.do("11-04 09:40", "chenlihua", "void_receipt", reason="银行冲正")
    m.do("11-05 09:00", "chenlihua", "pay", channel="cash", amount="570.00")
    m.print("11-05 09:40").deliver("11-05 09:50").verify("11-05 16:00", fee="570.00").archive("11-05 16:01")


def stand_in():
    """The chief representative is away: his B decides, both names stay on the record."""
    a = Applicant(34)
    m = Matter("stand_in", "A01", "11-04 08:40", "lixiaomei", a, company(a, "北崖渔具", "50"), materials="m1,m2", shared="m3")
    line("11-04 08:45", "sunjing", "absent", person="zhuhong", absent="true")
    m.do("11-04 09:00", "lvpeng", "accept", opinion="容缺受理", tolerate="m4").do("11-04 09:50", "lvpeng", "supplement", materials="m4")
    m.do("11-04 10:40", "yangguoqing", "grant", opinion="B角代办，准予设立")
    m.print("11-04 11:00", cert_no=credit_code("91", 534)).deliver("11-04 11:10").verify("11-04 16:00").archive("11-04 16:01")
    line("11-05 08:35", "sunjing", "absent", person="zhuhong", absent="false")


def late():
    """Past the promise of three days, inside the seven of the law: a yellow card."""
    a = Applicant(35)
    m = Matter("late", "A06", "11-02 10:00", "lixiaomei", a, works(a, "恒基地产", "恒基大厦"), materials="m1,m4,m5,m6", shared="m2,m3",
               promised="m7")
    m.do("11-02 10:40", "liuyang", "accept", opinion=FINE)
    m.steps(("11-04 10:00", "taoran", "符合"), ("11-05 16:00", "qiwei", "同意"))
    m.do("11-06 15:00", "zouping", "grant", opinion="准予").print("11-06 16:00").deliver("11-10 09:00").verify("11-10 16:00")
    m.archive("11-10 16:01")


def overdue():
    """Past the three days of the law: a red card; delivered late as well."""
    a = Applicant(36)
    m = Matter("overdue", "A10", "11-02 09:20", "zhangmin", a, show(a, "杂技团", "2026-11-28"), materials="m1,m2,m3,m4")
    m.do("11-02 09:50", "zhangmin", "accept", opinion=FINE).steps(("11-05 16:30", "renzhong", "内容健康"))
    m.do("11-06 11:00", "liuqing", "grant", opinion="准予").print("11-06 14:30").deliver("11-11 09:00").verify("11-11 10:00")
    m.archive("11-11 10:01")


def second_notice():
    """A second notice names what lay there the first time: a card for the window."""
    a = Applicant(37)
    m = Matter("second_notice", "A07", "11-03 09:00", "lixiaomei", a, road(a, "电信公司"), materials="m1,m2")
    m.do("11-03 09:30", "zhangmin", "notice").do("11-04 09:00", "zhangmin", "resubmit", materials="m4")
    m.do("11-04 09:20", "zhangmin", "notice", reject="m2", remark="平面图比例不符")
    m.do("11-05 09:00", "zhangmin", "resubmit", materials="m2").do("11-05 09:10", "zhangmin", "accept", opinion=FINE)
    m.steps(("11-06 15:00", "dougang", "可行", {"officers": "窦刚,水清"}))
    m.do("11-09 10:00", "yunfei", "grant", opinion="准予")
    m.do("11-09 10:30", "chenlihua", "charge").do("11-09 10:32", "chenlihua", "pay", channel="bank", amount="1084.50")
    m.print("11-09 14:00").deliver("11-09 14:10").verify("11-10 09:30", fee="1084.50").archive("11-10 09:31")


def from_the_net():
    """Sent in on a Saturday: received on Monday."""
    a = Applicant(38)
    m = Matter("net", "A14", "10-31 20:15", "xuzhigang", a, estate(a, books="2"), materials="m1,m3,m4,m5", shared="m2", channel="外网")
    m.do("11-02 08:40", "lianjie", "correct_on_spot", form={"price": "880000"})
    m.do("11-02 08:50", "lianjie", "accept", opinion=FINE)
    m.steps(("11-02 10:20", "kangning", "税款已缴"), ("11-02 15:10", "xuefeng", "权属清楚"))
    m.do("11-03 08:50", "henian", "grant", opinion="准予登簿")
    m.do("11-03 09:05", "chenlihua", "charge").do("11-03 09:08", "chenlihua", "pay", channel="code", amount="90.00")
    m.print("11-03 10:40").deliver("11-03 16:00", way="post").verify("11-04 16:30", fee="90.00").archive("11-04 16:31")


def outside_denied():
    """The other system said no; accepted there before it was registered here (M-P6)."""
    a = Applicant(39)
    m = Matter("outside_denied", "A12", "11-03 09:40", "lixiaomei", a, tobacco(a, "校门口小卖部"), shared="m2", channel="部门大厅")
    m.do("11-10 09:00", "lixiaomei", "pass", result="denied", opinion="距学校不足五十米",
         form={"ext_no": "YC2026-0791", "ext_accept": "2026-11-02", "ext_decide": "2026-11-09", "school_dist": "30"})
    m.verify("11-10 10:00", "denied").archive("11-10 10:01")


def twists():
    for told in (tolerated_supplemented, tolerated_lapsed, deemed_accepted, deemed_renewed, suspended, extended, receipt_voided, stand_in,
                 late, overdue, second_notice, from_the_net, outside_denied):
        told()


# --- The last day, November 20: work in every tab --------------------------------------------------------------------------------------

def open_accept():
    for n, at in ((40, "11-20 09:10"), (41, "11-20 14:30")):
        a = Applicant(n)
        Matter(f"open_accept{n}", "A03", at, "lixiaomei", a, food(a, f"海味{n}号店"), materials="m1,m3,m4", shared="m2")
    a = Applicant(42)
    Matter("open_village", "A09", "11-20 10:40", "yudeshui", a, haulage(a, "鲁B9Y770"), materials="m1,m3,m4,m5", shared="m2", channel="村")


def open_correct():
    a = Applicant(43)
    m = Matter("open_correct", "A08", "11-18 09:00", "lixiaomei", a, job_agency(a, "信达人力"), materials="m1,m3")
    m.do("11-19 09:00", "zhangmin", "notice")


def open_pass():
    a = Applicant(44)
    m = Matter("open_pass", "A03", "11-17 09:00", "lixiaomei", a, food(a, "老街酱菜"), materials="m1,m3,m4,m5", shared="m2")
    m.do("11-17 09:40", "zhangmin", "accept", opinion=FINE).do("11-18 09:00", "xujianping", "take")
    b = Applicant(45)
    m = Matter("open_joint", "B02", "11-16 09:00", "lixiaomei", b, completion(b, "鼎盛地产", "3702992025000031801"),
               materials="m1,m2,m3,m4,m5,m6")
    m.do("11-16 10:00", "liuyang", "accept", opinion=FINE)
    m.steps(("11-18 10:00", "taoran", "踏勘完成", {"officers": "陶然,魏强", "step": "site"}), ("11-18 15:00", "buyifan", "齐全"))


def open_suspended():
    a = Applicant(46)
    m = Matter("open_suspended", "A03", "11-12 09:30", "lixiaomei", a, food(a, "净菜加工坊", "12"), materials="m1,m3,m4,m5", shared="m2")
    m.do("11-12 10:00", "zhangmin", "accept", opinion=FINE)
    m.do("11-13 09:00", "xujianping", "suspend", kind="检测", planned="5", evidence="委托检测单2026-402", approved_by="yangguoqing")


def open_decide():
    a = Applicant(47)
    m = Matter("open_decide", "A10", "11-18 14:00", "zhangmin", a, show(a, "青年话剧社", "2026-12-05"), materials="m1,m2,m3,m4")
    m.do("11-18 14:30", "zhangmin", "accept", opinion=FINE).steps(("11-19 10:00", "renzhong", "内容健康"))


def open_late():
    """Nobody has moved it: past its promise on the 17th, and a red card on the last day."""
    a = Applicant(48)
    m = Matter("open_late", "A06", "11-11 09:00", "lixiaomei", a, works(a, "安居置业", "安居小区锅炉房"), materials="m1,m4,m5,m6",
               shared="m2,m3", promised="m7")
    m.do("11-11 09:50", "liuyang", "accept", opinion=FINE)


def home_sale(let, n, at, **more):
    """An estate matter of one morning up to the decision."""
    a = Applicant(n)
    m = Matter(let, "A14", f"{at} 08:40", "lixiaomei", a, estate(a, **more), materials="m1,m3,m4,m5", shared="m2")
    m.do(f"{at} 08:55", "cenling", "accept", opinion=FINE)
    m.steps((f"{at} 09:20", "qixin", "税款已缴"), (f"{at} 09:50", "leiming", "权属清楚"))
    return m.do(f"{at} 10:20", "henian", "grant", opinion="准予登簿")


def paid(m, at, amount, channel="cash"):
    return m.do(f"{at} 10:40", "chenlihua", "charge").do(f"{at} 10:42", "chenlihua", "pay", channel=channel, amount=amount)


def open_closing():
    home_sale("open_pay", 49, "11-20")
    home_sale("open_charged", 50, "11-20", books="4").do("11-20 10:44", "chenlihua", "charge")
    paid(home_sale("open_print", 51, "11-20"), "11-20", "80.00")
    paid(home_sale("open_deliver", 52, "11-20"), "11-20", "80.00", "code").print("11-20 11:10")
    m = paid(home_sale("open_verify", 53, "11-19", house="非住宅"), "11-19", "550.00", "bank")
    m.print("11-19 11:10").deliver("11-19 11:20")
    m = paid(home_sale("open_archive", 54, "11-18"), "11-18", "80.00", "code")
    m.print("11-18 11:10").deliver("11-18 11:20").verify("11-20 09:00", fee="80.00")


def open_outside():
    a = Applicant(55)
    Matter("open_outside", "A12", "11-16 09:30", "lixiaomei", a, tobacco(a, "港湾超市"), shared="m2", channel="部门大厅")


def ended_unverified():
    """Refused and withdrawn today: told, not yet verified."""
    a = Applicant(56)
    m = Matter("open_refused", "A10", "11-20 09:40", "lixiaomei", a, show(a, "外地马戏团", "2026-12-12"), materials="m1,m2")
    m.do("11-20 10:10", "zhangmin", "refuse", reason="演出地在邻县", organ="临海县文化和旅游局", remedies=REMEDY)
    b = Applicant(57)
    m = Matter("open_withdrawn", "A03", "11-18 10:00", "lixiaomei", b, food(b, "船歌海鲜"), materials="m1,m3,m4,m5", shared="m2")
    m.do("11-18 10:30", "zhangmin", "accept", opinion=FINE)
    m.do("11-20 11:00", "zhangmin", "withdraw", reason="股东变更，另行申请").deliver("11-20 11:10")


def decided_today():
    """What makes up the figures of the last day."""
    a = Applicant(58)
    m = Matter("today_stall", "A02", "11-20 08:45", "zhangmin", a, stall(a, "福来茶叶店"), materials="m1,m3", shared="m2")
    m.do("11-20 08:52", "zhangmin", "accept", opinion=FINE).do("11-20 09:00", "lvpeng", "grant", opinion="准予登记")
    m.print("11-20 09:06", cert_no=credit_code("92", 558)).deliver("11-20 09:10").verify("11-20 14:10").archive("11-20 14:11")
    b = Applicant(59)
    m = Matter("today_company", "A01", "11-19 14:00", "lixiaomei", b, company(b, "拾光文创"), materials="m1,m2,m4", shared="m3")
    m.do("11-19 14:30", "lvpeng", "accept", opinion=FINE).do("11-20 09:20", "zhuhong", "grant", opinion="准予设立")
    m.print("11-20 09:50", cert_no=credit_code("91", 559)).deliver("11-20 10:00").verify("11-20 14:20").archive("11-20 14:21")
    c = Applicant(60)
    m = Matter("today_works", "A06", "11-17 09:10", "lixiaomei", c, works(c, "安泰置业", "云溪新居三期"), materials="m1,m4,m5,m6",
               shared="m2,m3", promised="m7")
    m.do("11-17 09:50", "liuyang", "accept", opinion=FINE)
    m.steps(("11-18 09:30", "weiqiang", "符合"), ("11-18 11:00", "qiwei", "同意"))
    m.do("11-20 08:50", "zouping", "grant", opinion="准予").print("11-20 10:30").deliver("11-20 14:00").verify("11-20 16:20")
    m.archive("11-20 16:21")
    d = Applicant(61)
    m = Matter("today_food", "A03", "11-12 14:00", "lixiaomei", d, food(d, "麦香烘焙"), materials="m1,m3,m4,m5", shared="m2")
    m.do("11-12 14:40", "zhangmin", "accept", opinion=FINE)
    m.steps(("11-16 15:00", "shenjia", "符合", {"officers": "沈佳,许建平"}), ("11-17 10:00", "hanxuesong", "同意"))
    m.do("11-20 15:30", "yangguoqing", "deny", reason="法定代表人在禁业期内（食品安全法第一百三十五条）", remedies=REMEDY)


def last_day():
    for told in (ended_unverified, decided_today, open_accept, open_correct, open_pass, open_suspended, open_decide, open_late, open_closing, open_outside):
        told()


def people():
    for at in ("10-26 08:28", "11-20 08:28"):
        for who, desk in (("lixiaomei", "d01"), ("wangshufen", "d02"), ("zhangmin", "d03"), ("liuyang", "d04"), ("chenlihua", "d09"),
                          ("zhaoying", "d10")):
            line(at, who, "sign_in", desk=desk)
    line("10-26 17:05", "zhangmin", "sign_out", desk="d03")
    line("10-29 10:00", "zhoumingyuan", "note", number="a03", text="主任巡查：补正告知规范")


if __name__ == "__main__":
    twenty()
    for told in (refused, not_needed, withdrawn, denied, transferred, terminated):
        told()
    twists()
    last_day()
    people()
    write("day", in_time())
