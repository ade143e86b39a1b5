#!/usr/bin/env python3
"""What a clerk sees and keeps while the office is away: the data process killed and held down, the supervisor killed, and his own
program killed at the two points of src/base/killpoint.h where it writes a draft."""
import os
import re
import signal
import struct
import unittest

from hall import ROOT, Hall, Seat, home
from applicants import Applicant

HALL = None
AWAY = "正在恢复"


def setUpModule():
    global HALL
    HALL = Hall()
    unittest.addModuleCleanup(HALL.close)


def stall(n):
    a = Applicant(n)
    return [("申请人姓名", f"{a.name}<Enter>"), ("证件号码", a.id_no), ("手机号码", a.phone), ("联系地址", f"文昌路{n}号<Enter>"),
            ("经营场所地址", f"北京路{n}号<Enter>"), ("面积(㎡)", "28<Enter>"), ("经营范围", "零售水果<Enter>"), ("材料", "1223")]


def parent_of(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as f:
        return int(f.read().rsplit(")", 1)[1].split()[1])


class Away(unittest.TestCase):
    def held_down(self):
        """The data process is killed, and nobody starts another before he is woken; the one who holds it down."""
        data = HALL.data_process()
        supervisor = parent_of(data)
        os.kill(supervisor, signal.SIGSTOP)
        self.addCleanup(os.kill, supervisor, signal.SIGCONT)
        os.kill(data, signal.SIGKILL)
        return supervisor

    def seat(self, person="zhangmin"):
        clerk = Seat(HALL, person)
        self.addCleanup(clerk.close)
        return clerk

    def lines(self, clerk):
        return [row for row in range(clerk.screen.rows) if AWAY in clerk.row(row)]

    def test_typing_goes_on(self):
        clerk = self.seat()
        clerk.new_form("A02")
        fields = stall(60)
        clerk.fill(*fields[:2])
        before = [clerk.row(r) for r in range(1, clerk.screen.rows - 2)]
        supervisor = self.held_down()
        clerk.wait(AWAY)
        self.assertEqual(self.lines(clerk), [clerk.screen.rows - 2])  # one line, where messages stand
        self.assertEqual([clerk.row(r) for r in range(1, clerk.screen.rows - 2)], before)  # and nothing else has moved
        clerk.fill(*fields[2:])  # asks for each field by its label, and sees the cursor move
        self.assertTrue(clerk.shows(Applicant(60).phone) and clerk.shows("零售水果"), clerk.picture())
        self.assertEqual(self.lines(clerk), [clerk.screen.rows - 2])
        os.kill(supervisor, signal.SIGCONT)
        clerk.wait_gone(AWAY)
        self.assertTrue(clerk.shows(Applicant(60).phone) and clerk.shows("零售水果"), clerk.picture())
        clerk.type("<F2>").said("已登记")
        self.assertEqual(len(HALL.found(Applicant(60).id_no)), 1)

    def test_saved_while_it_is_away(self):
        clerk = self.seat()
        clerk.new_form("A02")
        clerk.fill(*stall(61))
        supervisor = self.held_down()
        clerk.type("<F2>").wait(AWAY)
        self.assertEqual(self.lines(clerk), [clerk.screen.rows - 2])
        self.assertTrue(clerk.shows(Applicant(61).phone), clerk.picture())
        clerk.settle(1)
        os.kill(supervisor, signal.SIGCONT)
        clerk.said("已登记", 10)
        self.assertEqual(len(HALL.found(Applicant(61).id_no)), 1)
        self.assertEqual(self.lines(clerk), [])

    def test_supervisor_killed(self):
        """Whoever sits there idle has the service started again, without a key."""
        clerk = self.seat()
        clerk.new_form("A02")
        clerk.fill(*stall(62)[:3])
        data = HALL.data_process()
        os.kill(parent_of(data), signal.SIGKILL)
        clerk.until(lambda: self.another_than(data), "another service", 10)
        clerk.wait_gone(AWAY)
        self.assertTrue(clerk.shows(Applicant(62).phone), clerk.picture())
        clerk.fill(*stall(62)[3:]).type("<F2>").said("已登记")
        self.assertEqual(len(HALL.found(Applicant(62).id_no)), 1)

    def another_than(self, pid):
        try:
            return HALL.data_process() != pid
        except StopIteration:
            return False


class Drafts(unittest.TestCase):
    """The clerk's own program dies while it writes the draft of the second field."""

    def die(self, point, n):
        with open(f"{ROOT}/src/base/killpoint.h", encoding="utf-8") as f:
            names = re.findall(r"^    X\((\w+), ", f.read(), re.M)
        drafts = f"{HALL.folder}/lvpeng/yichuang/drafts"  # a terminal opens nothing outside of it
        os.makedirs(drafts, 0o700, exist_ok=True)
        table = f"{drafts}/{point}"
        with open(table, "wb") as f:
            f.write(struct.pack("3i", names.index(point), n, 0) + bytes(4 * len(names)))
        usual, home.YICHUANG = home.YICHUANG, f"{os.path.dirname(os.path.dirname(home.YICHUANG))}/points/yichuang"
        try:
            clerk = Seat(HALL, "lvpeng", YC_KILLPOINTS=table)
        finally:
            home.YICHUANG = usual
        clerk.new_form("A02")
        for label, keys in stall(63)[:2]:
            if clerk.ended():
                break
            clerk.fill((label, keys))
            clerk.settle(0.3)
        clerk.until(clerk.ended, f"died at {point}", 6)
        with open(table, "rb") as f:
            self.assertEqual(struct.unpack("3i", f.read(12))[2], clerk.pid)
        clerk.close()

    def offered(self):
        clerk = Seat(HALL, "lvpeng")
        self.addCleanup(clerk.close)
        clerk.type("<F2>A02<Enter>").wait("未完成的草稿")
        clerk.type("<Enter>").said("草稿已恢复")
        text = clerk.text()
        clerk.type("<F2>").settle(0.3)
        return text

    def test_before_the_new_one_has_its_name(self):
        self.die("DRAFT_WRITTEN", 2)
        self.assertIn(Applicant(63).name, self.offered())

    def test_after(self):
        self.die("DRAFT_NAMED", 2)
        text = self.offered()
        self.assertIn(Applicant(63).name, text)


if __name__ == "__main__":
    unittest.main()
