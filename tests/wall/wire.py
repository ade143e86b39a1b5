"""A door of one's own: what a clerk with a program he brought along could send to door.sock (src/model/door.proto)."""
import os
import pwd
import socket


def varint(n):
    out = bytearray()
    while True:
        out.append(n & 0x7F | (0x80 if n > 0x7F else 0))
        n >>= 7
        if not n:
            return bytes(out)


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value & 0xFFFFFFFFFFFFFFFF)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def request(name, id=None, person=None, post=None, desk=None, number=None, version=None, at=None, **pairs):
    out = field(1, id or os.urandom(16)) + field(2, name)
    for n, value in ((3, person), (4, post), (5, desk), (6, number), (7, version), (8, at)):
        if value is not None:
            out += field(n, value)
    for key, value in pairs.items():
        out += field(9, field(1, key.replace("__", ".")) + field(2, value))
    return out


def fields(data):
    """number -> values, the messages in it still packed."""
    found, at = {}, 0

    def number():
        nonlocal at
        n = shift = 0
        while True:
            b = data[at]
            at += 1
            n |= (b & 0x7F) << shift
            shift += 7
            if b < 0x80:
                return n
    while at < len(data):
        tag = number()
        if tag & 7 == 0:
            value = number()
        else:
            n = number()
            value = data[at:at + n]
            at += n
        found.setdefault(tag >> 3, []).append(value)
    return found


class Reply:
    def __init__(self, data):
        f = fields(data)
        text = lambda n: f.get(n, [b""])[0].decode()  # noqa: E731
        self.ok, self.code, self.msgid, self.number = bool(f.get(2, [0])[0]), text(3), text(4), text(6)
        self.id = f.get(1, [b""])[0]
        self.rows = len(f.get(9 + 1, []))
        self.given = {p[1][0].decode(): p[2][0].decode() for p in map(fields, f.get(8, []))}
        self.raw = data

    def __repr__(self):
        return "done" if self.ok else f"refused: {self.code}"


class Door:
    """A line to the door as another account; None: as we are."""

    def __init__(self, home, login=None):
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.line.settimeout(10)
        before = os.geteuid(), os.getegid(), os.getgroups()
        try:
            if login:
                p = pwd.getpwnam(login)
                os.setgroups([])
                os.setegid(p.pw_gid)
                os.seteuid(p.pw_uid)  # the kernel notes at connect who calls
            self.line.connect(f"{home}/door.sock")
        finally:
            os.seteuid(before[0])
            os.setegid(before[1])
            os.setgroups(before[2])

    def send(self, data):
        self.line.send(data)

    def hear(self):
        data = self.line.recv(1 << 20)
        return Reply(data) if data else None

    def ask(self, *name, **more):
        self.send(request(*name, **more))
        return self.hear()

    def close(self):
        self.line.close()
