"""At the door: a clerk's account with a program of its own that speaks the door's language."""
import errno
import os
import pwd
import random
import socket
import time

import wire
from attack import attack, expect
from hall_under_sshd import HE, SERVICE, ZHANG, run

FORM = {"form__org_name": "宏盛食品店", "form__uscc": "91370299MA3F000146", "form__legal_rep": "李宏盛",
        "form__legal_rep_id": "370299198801150010", "form__contact": "李宏盛", "form__contact_phone": "13800000000",
        "form__premises_addr": "青溪县北京路12号", "form__premises_area": "56.5", "form__biz_type": "餐饮服务经营者",
        "form__projects": "热食类食品制售", "form__staff": "4", "form__online": "false", "item": "A03", "materials": "m1,m2,m3,m4,m5"}


def refused(hall, *codes, login=ZHANG, **more):
    """What the door says to one request of an account; codes: one of these."""
    door = wire.Door(hall.home, login)
    r = door.ask(**more)
    door.close()
    expect(r and not r.ok and r.code in codes, r)
    return f"refused: {r.code}"


def works(hall):
    """The office answers somebody else as ever."""
    door = wire.Door(hall.home, HE)
    r = door.ask("inbox", person="heqian")
    door.close()
    expect(r and r.ok, r)


@attack("act as somebody else: \"as\" the director")
def as_another(hall):
    return refused(hall, "identity", name="note", person="zhoumingyuan", text="x")


@attack("act as \"system\", the office itself")
def as_system(hall):
    return refused(hall, "identity", name="clock", person="system", number="1")


@attack("ask from an account that belongs to nobody in the hall")
def stranger(hall):
    return refused(hall, "identity", login=None, name="register", person="zhangmin", **FORM)


@attack("claim a post one does not hold")
def claimed_post(hall):
    return refused(hall, "role", name="publish", person="zhangmin", post="centre/director", file__x="y")


@attack("publish definitions as a clerk")
def publish(hall):
    return refused(hall, "role", name="publish", person="zhangmin", file__x="y")


@attack("send the time along, to register before a deadline")
def own_time(hall):
    return refused(hall, "at", "simulation", "parameter", name="register", person="zhangmin", at=1700000000, **FORM)


@attack("start the night batch as a clerk")
def night(hall):
    return refused(hall, "role", name="hall_night", date="2026-01-01")


@attack("have the office copied to a place of one's own")
def backup(hall):
    result = refused(hall, "role", name="backup", dir="/tmp/ycw-copy")
    expect(not os.path.exists("/tmp/ycw-copy"), "copied")
    return result


@attack("an act only the office itself does: clock, judged, rejudge")
def system_acts(hall):
    for name in ("clock", "rejudge", "judged"):
        result = refused(hall, "role", "identity", "number", "parameter", name=name, person="zhangmin")
    return result


def register(hall, door, **more):
    return door.ask("register", person="zhangmin", **{**FORM, **more})


@attack("the same request id with other contents")
def reused_id(hall):
    door, id = wire.Door(hall.home, ZHANG), os.urandom(16)
    first = register(hall, door, id=id)
    expect(first.ok, first)
    again = register(hall, door, id=id, form__staff="5")
    door.close()
    expect(not again.ok and again.code == "id-reused", again)
    return f"refused: {again.code}"


@attack("a colleague's request id, to read his reply")
def stolen_id(hall):
    door, id = wire.Door(hall.home, ZHANG), os.urandom(16)
    first = register(hall, door, id=id)
    door.close()
    door = wire.Door(hall.home, HE)
    r = door.ask("sign_in", person="heqian", id=id)
    door.close()
    expect(first.ok and first.number not in (r.number, r.given.get("number")), r)
    return "answered as his own request: ids are bound to persons"


@attack("a matter's version made up")
def made_up_version(hall):
    door = wire.Door(hall.home, ZHANG)
    first = register(hall, door)
    r = door.ask("accept", person="zhangmin", number=first.number, version=99)
    door.close()
    expect(not r.ok and r.code == "version", r)
    return f"refused: {r.code}"


@attack("accept, then decide the same matter oneself")
def both_duties(hall):
    door = wire.Door(hall.home, ZHANG)
    number = register(hall, door).number
    expect(door.ask("accept", person="zhangmin", number=number).ok, number)
    r = door.ask("grant", person="zhangmin", number=number)
    door.close()
    expect(not r.ok and r.code in ("role", "duty", "state", "step"), r)
    return f"refused: {r.code}"


@attack("matter numbers tried at random, 500 of them")
def guessed_numbers(hall):
    door, dice = wire.Door(hall.home, HE), random.Random(1)
    for _ in range(500):
        r = door.ask("matter", person="heqian", number="".join(dice.choice("0123456789") for _ in range(21)))
        expect(not r.ok, r)
    door.close()
    return "refused: number (check digit, or no such matter)"


@attack("2,000 packets of random bytes")
def garbage(hall):
    dice = random.Random(2)
    for _ in range(200):
        door = wire.Door(hall.home, ZHANG)
        for _ in range(10):
            try:
                door.send(dice.randbytes(dice.randrange(1, 400)))
            except OSError:
                break
        door.close()
    works(hall)
    return "line closed; the others are served"


@attack("1,000 true requests with bytes changed, cut and repeated")
def mutated(hall):
    dice = random.Random(3)
    for _ in range(1000):
        data = bytearray(wire.request("register", person="zhangmin", **FORM))
        for _ in range(dice.randrange(1, 6)):
            at = dice.randrange(len(data))
            if dice.random() < 0.3:
                del data[at:at + dice.randrange(30)]
            elif dice.random() < 0.5:
                data[at:at] = data[at:at + 20]
            else:
                data[at] = dice.randrange(256)
            data = data or bytearray(b"x")
        door = wire.Door(hall.home, ZHANG)
        try:
            door.send(bytes(data))
            door.hear()
        except OSError:
            pass
        door.close()
    works(hall)
    return "refused or the line closed; the others are served"


@attack("a message longer than a message may be")
def too_long(hall):
    door = wire.Door(hall.home, ZHANG)
    seen = None
    try:
        door.send(wire.request("note", person="zhangmin", number="1", text="x" * 190000))
        seen = door.hear()
    except OSError:
        pass
    door.close()
    expect(seen is None or not seen.ok, seen)
    works(hall)
    return "line closed"


@attack("10,000 parameters in one request")
def many_parameters(hall):
    door = wire.Door(hall.home, ZHANG)
    door.send(wire.request("register", person="zhangmin", item="A03", **{f"form__f{i}": "1" for i in range(6000)}))
    r = door.hear()
    door.close()
    expect(r is None or not r.ok, r)
    works(hall)
    return "refused, in bounded time"


@attack("a thousand lines held open")
def many_lines(hall):
    held = []
    try:
        for _ in range(900):
            held.append(wire.Door(hall.home, ZHANG))
    except OSError:
        pass
    works(hall)
    for door in held:
        door.close()
    return "others are served as long as lines are left (1,000)"


@attack("500 requests sent and no reply read, by a stalled client")
def stalled(hall):
    door = wire.Door(hall.home, ZHANG)
    door.line.setblocking(False)
    sent = 0
    try:
        for _ in range(500):
            door.send(wire.request("inbox", person="zhangmin"))
            sent += 1
    except OSError as e:
        expect(e.errno in (errno.EAGAIN, errno.ENOBUFS), e)
    works(hall)
    door.close()
    return "one request at a time is taken from a line; the others are served"


def as_account(login, function):
    """errno of what an account tried in a process of its own; 0: it went well."""
    pid = os.fork()
    if pid == 0:
        p = pwd.getpwnam(login)
        os.setgroups([])
        os.setgid(p.pw_gid)
        os.setuid(p.pw_uid)
        try:
            function()
        except OSError as e:
            os._exit(e.errno or 255)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def denied(login, *functions):
    for function in functions:
        error = as_account(login, function)
        expect(error in (errno.EACCES, errno.EPERM), os.strerror(error))
    return "refused by the kernel"


@attack("read or write the database, log, archive and keys in the home")
def open_home(hall):
    door = wire.Door(hall.home, HE)
    expect(door.ask("set_pin", person="heqian", pin="271828").ok, "no PIN could be set")
    door.close()
    return denied(ZHANG, lambda: open(f"{hall.home}/pin.key", "rb"), lambda: os.listdir(hall.home), lambda: os.listdir(f"{hall.home}/data"), lambda: os.listdir(f"{hall.home}/log"),
                  lambda: open(f"{hall.home}/data/matter.db", "rb"),
                  lambda: open(f"{hall.home}/x", "w"))


@attack("read the shared memory of the database")
def shared_memory(hall):
    region = open(f"{hall.home}/region").read()
    expect(os.path.isdir(region), region)
    return denied(ZHANG, lambda: os.listdir(region), lambda: open(f"{region}/__db.001", "rb"))


@attack("put a socket of one's own in the place of door.sock")
def false_door(hall):
    def replace():
        os.unlink(f"{hall.home}/door.sock")
    return denied(ZHANG, replace, lambda: os.rename(f"{hall.home}/door.sock", f"{hall.home}/old"))


@attack("kill, stop or look into the service")
def signal_service(hall):
    pid = hall.children[0].pid
    return denied(ZHANG, lambda: os.kill(pid, 9), lambda: os.kill(pid, 19), lambda: open(f"/proc/{pid}/mem", "rb"),
                  lambda: open(f"/proc/{pid}/environ", "rb"))


@attack("the region's name in /dev/shm taken before the service starts")
def taken_name(hall):
    home = f"{hall.folder}/second"
    os.chmod(hall.folder, 0o777)
    run("setpriv", *hall.account(SERVICE), hall.program, "--home", home, "init")
    os.chmod(hall.folder, 0o755)
    hash = 0xCBF29CE484222325
    for b in os.path.realpath(home).encode():
        hash = (hash ^ b) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    name = f"/dev/shm/yichuang-{pwd.getpwnam(SERVICE).pw_uid}-{hash:016x}"
    expect(as_account(ZHANG, lambda: os.mkdir(name, 0o777)) == 0, "no such folder could be made")
    p = run("setpriv", *hall.account(SERVICE), f"{hall.program}d", "--home", home, "--foreground", ok=False, timeout=20)
    os.rmdir(name)
    expect(p.returncode != 0 and "/dev/shm" in p.stdout + p.stderr, p)
    return "the service does not start, and says why"


@attack("who is there is asked of the kernel also when a line is handed on")
def handed_on(hall):
    """Connected as one account and used by another: the caller is who connected."""
    door = wire.Door(hall.home, HE)
    result = as_account(ZHANG, lambda: door.send(wire.request("sign_in", person="zhangmin")))
    expect(result == 0, result)
    r = door.hear()
    door.close()
    expect(not r.ok and r.code == "identity", r)
    return f"refused: {r.code}"


@attack("lines opened and dropped 3,000 times in a row")
def churn(hall):
    began = time.monotonic()
    for _ in range(3000):
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as s:
            s.connect(f"{hall.home}/door.sock")
    works(hall)
    expect(time.monotonic() - began < 60, "slow")
    return "the others are served"
