#!/usr/bin/env python3
"""The sealed journal from outside: seal, export, proofs, the openssl command, and yichuang-witness against forgers.

The forger below writes protobuf and rehashes by himself (hashlib); he knows everything but the key.
SEAL_FORGERIES=N tries N forgeries (400), SEAL_SEED=N others.
"""
import base64
import copy
import hashlib
import json
import os
import random
import re
import signal
import subprocess
import tempfile
import time
import unittest

from home import BUILD, Home, registration

WITNESS = os.path.join(BUILD, "bin", "yichuang-witness")
FORGERIES = int(os.environ.get("SEAL_FORGERIES", "400"))
CHIEF = "zhoumingyuan"


def witness(data, *options):
    """(status, what it said) about a copy or a proof given as bytes."""
    p = subprocess.run([WITNESS, "--lang", "en", *options, "-"], input=data, capture_output=True)
    return p.returncode, p.stdout.decode()


def read(path):
    with open(path, encoding="ascii") as f:
        return f.read()


# --- The forger's tools: an event as [(field number, wire type, value)] ---

def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def unpack(data):
    def number():
        nonlocal at
        n = shift = 0
        while True:
            c = data[at]
            at += 1
            n |= (c & 127) << shift
            shift += 7
            if c < 128:
                return n
    at, fields = 0, []
    while at < len(data):
        tag = number()
        v = number()
        if tag & 7 == 2:
            v, at = data[at:at + v], at + v
        fields.append((tag >> 3, tag & 7, v))
    return fields


def pack(fields):
    return b"".join(varint(n << 3 | t) + (varint(len(v)) + v if t == 2 else varint(v)) for n, t, v in fields)


def put(data, number, value):
    """The event with one field set to another value, in its place."""
    done, out = False, []
    for n, t, v in unpack(data):
        if n == number and not done:
            v, done = value, True
        elif n > number and not done:
            out.append((number, 2 if isinstance(value, bytes) else 0, value))
            done = True
        out.append((n, t, v))
    return pack(out if done else out + [(number, 2 if isinstance(value, bytes) else 0, value)])


def get(data, number):
    return next((v for n, t, v in unpack(data) if n == number), None)


def leaf_hash(data):
    return hashlib.new("sm3", b"\0" + data).hexdigest()


class Copy:
    """An exported copy, line by line; leaves as dicts with bytes, everything else as it is."""

    def __init__(self, text):
        self.lines = [dict(json.loads(line), raw=line) for line in text.splitlines()]
        for line in self.lines:
            if "leaf" in line:
                line["bytes"] = base64.b64decode(line["data"])

    def fresh(self):
        c = Copy.__new__(Copy)
        c.lines = list(self.lines)
        return c

    def own(self, i):
        """A line that may be changed: the others still have the text they came with."""
        line = self.lines[i] = copy.deepcopy(self.lines[i])
        line.pop("raw", None)
        return line

    def text(self):
        out = []
        for line in self.lines:
            if "raw" in line:
                out.append(line["raw"])
                continue
            if "leaf" in line:
                line = {"leaf": line["leaf"], "hash": line["hash"], "data": base64.b64encode(line["bytes"]).decode(),
                        "event": line["event"]}
            out.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        return ("\n".join(out) + "\n").encode()

    def leaves(self):
        return [i for i, line in enumerate(self.lines) if "leaf" in line]

    def heads(self):
        return [i for i, line in enumerate(self.lines) if "head" in line]

    def stream(self, i):
        """Places of the events of the same stream that come after line i."""
        name = self.lines[i]["event"]["stream"]
        return [k for k in self.leaves() if k > i and self.lines[k]["event"]["stream"] == name]

    def set(self, i, number, value):
        """A field of an event, with everything that hangs on the event alone put right."""
        line = self.own(i)
        line["bytes"] = put(line["bytes"], number, value)
        line["hash"] = leaf_hash(line["bytes"])
        event = dict(line["event"])
        name = {3: "act", 6: "actor", 12: "note", 10: "prev"}.get(number)
        if name:
            event[name] = value.hex() if number == 10 else value.decode()
        else:
            event[{4: "at", 5: "recorded"}[number]] = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(value + 8 * 3600))
        order = ["stream", "seq", "act", "at", "recorded", "actor", "post", "desk", "request", "prev", "note", "taken", "papers"]
        line["event"] = {k: event[k] for k in order if k in event}

    def rechain(self, i):
        for k in self.stream(i):
            self.set(k, 10, hashlib.sha256(self.lines[i]["bytes"]).digest())
            i = k

    def renumber(self):
        for n, i in enumerate(self.leaves()):
            if self.lines[i]["leaf"] != n:
                self.own(i)["leaf"] = n
        self.own(-1)["leaves"] = len(self.leaves())


def escaped(text):
    """JSON in which nothing a terminal obeys stands as itself."""
    out = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]",
                  lambda m: "".join("\\u%04X" % int.from_bytes(m.group().encode("utf-16-be")[k:k + 2], "big")
                                    for k in range(0, len(m.group().encode("utf-16-be")), 2)), out)


def by_the_book(name, size, folder):
    def node(data):
        return hashlib.new(name, data).digest()
    notes = ["同意", "a\tb\nc\"\\d/e", "\u202etxt\u2069", "\x7f\x85\x9b31m", "\U000e0041𠮷", ""]
    lines, last, tree = ['{"sealed":"yichuang 1","hash":"%s"}' % name], {}, []
    for n in range(size):
        stream, at, note = "m%d" % (20261124000001 + n % 11), 1795500000 + n, notes[n % 6]
        fields = [(1, 2, stream.encode()), (2, 0, n // 11 + 1), (3, 2, b"pass"), (4, 0, at), (5, 0, at), (6, 2, b"zhangmin"),
                  (10, 2, last.get(stream, b"")), (11, 2, bytes(n % 256 for n in range(n))), (12, 2, note.encode()),
                  (13, 2, pack([(1, 2, b"s"), (2, 0, n)])), (13, 2, pack([(1, 2, b"t")])), (14, 2, pack([(1, 2, b"k"), (6, 2, b"x")]))]
        data = pack(fields)
        when = json.dumps(time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at + 8 * 3600)))
        lines.append('{"leaf":%d,"hash":"%s","data":"%s","event":{"stream":"%s","seq":%d,"act":"pass","at":%s,"recorded":%s,"actor":"zhangmin",'
                     '"prev":"%s","note":%s,"taken":[{"series":"s","value":%d},{"series":"t"}],"papers":[{"key":"k","text":"x"}]}}' % (
                         n, node(b"\0" + data).hex(), base64.b64encode(data).decode(), stream, n // 11 + 1, when, when,
                         fields[6][2].hex(), escaped(note), n))
        last[stream] = hashlib.sha256(data).digest()
        tree.append((1, node(b"\0" + data)))
        while len(tree) > 1 and tree[-1][0] == tree[-2][0]:
            tree[-2:] = [(tree[-1][0] * 2, node(b"\1" + tree[-2][1] + tree[-1][1]))]
    root = tree[-1][1]
    for _, part in reversed(tree[:-1]):
        root = node(b"\1" + part + root)
    text = "yichuang-seal 1\nnumber 1\nsize %d\nhash %s\nroot %s\nat 2026-11-24T23:59:59+08:00\nprev -\n" % (size, name, root.hex())
    with open(os.path.join(folder, "text"), "w", encoding="ascii") as f:
        f.write(text)
    for command in ("genpkey -algorithm SM2 -out key", "dgst -sm3 -sign key -sigopt distid:1234567812345678 -out sig text",
                    "pkey -in key -pubout -outform DER -out pub"):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    signature, key = (base64.b64encode(open(os.path.join(folder, n), "rb").read()).decode() for n in ("sig", "pub"))
    head = {"head": {"text": text, "signature": signature, "key": key}}
    lines += [json.dumps(head, separators=(",", ":")), '{"leaves":%d,"heads":1}' % size]
    return ("\n".join(lines) + "\n").encode()


# --- Forgeries: each changes a Copy and returns (leaf number, event "stream/seq") that must be named ---

def named(line):
    return line["leaf"], "%s/%d" % (line["event"]["stream"], line["event"]["seq"])


def flip(c, r):
    line = c.own(r.choice(c.leaves()))
    data = bytearray(line["bytes"])
    data[r.randrange(len(data))] ^= 1 << r.randrange(8)
    line["bytes"] = bytes(data)
    return named(line)


def retell(c, r):
    """The text beside the bytes says something else."""
    line = c.own(r.choice(c.leaves()))
    key = r.choice([k for k in line["event"] if isinstance(line["event"][k], str) and k != "stream"])
    line["event"][key] = line["event"][key] + "x"
    return named(line)


def forge(c, r):
    i = r.choice(c.leaves())
    what = named(c.lines[i])
    c.set(i, r.choice([6, 12]), r.choice([b"wangfang", b"sunjing", "另有其人".encode()]) + b"%d" % r.randrange(1000))
    return what


def forge_chain(c, r):
    i = r.choice(c.leaves())
    what = named(c.lines[i])
    c.set(i, 12, b"forged %d" % r.randrange(1000))
    c.rechain(i)
    return what


def remove(c, r):
    return named(c.lines.pop(r.choice(c.leaves())))


def remove_quietly(c, r):
    what = remove(c, r)
    c.renumber()
    return what


def swap(c, r):
    i, k = sorted(r.sample(c.leaves(), 2))
    c.lines[i], c.lines[k] = c.lines[k], c.lines[i]
    return named(c.lines[k])


def swap_quietly(c, r):
    i, k = sorted(r.sample(c.leaves(), 2))
    c.lines[i], c.lines[k] = c.lines[k], c.lines[i]
    c.renumber()
    return named(c.lines[i])


def twice(c, r):
    i = r.choice(c.leaves())
    c.lines.insert(r.randrange(i, len(c.lines) - 1) + 1, copy.deepcopy(c.lines[i]))
    return named(c.lines[i])


def insert(c, r):
    """An event that never was, at the end of its chain, before the last head."""
    last = {}
    for i in c.leaves():
        last[c.lines[i]["event"]["stream"]] = i
    i = r.choice([v for v in last.values()])
    line = copy.deepcopy(c.lines[i])
    del line["raw"]
    line["bytes"] = put(line["bytes"], 2, get(line["bytes"], 2) + 1)
    line["event"]["seq"] += 1
    at = r.choice([k for k in c.leaves() + c.heads() if k > i])
    c.lines.insert(at, line)
    c.set(at, 10, hashlib.sha256(c.lines[i]["bytes"]).digest())
    c.renumber()
    return named(c.lines[at])


def back_date(c, r):
    """A day earlier, chain and all put right."""
    i = r.choice([k for k in c.leaves() if c.lines[k]["event"]["seq"] > 1])
    what = named(c.lines[i])
    for field in (4, 5):
        c.set(i, field, get(c.lines[i]["bytes"], field) - 86400)
    c.rechain(i)
    return what


def post_date(c, r):
    i = r.choice(c.leaves())
    what = named(c.lines[i])
    c.set(i, 5, get(c.lines[i]["bytes"], 5) + 86400)
    c.rechain(i)
    return what


def cut(c, r):
    """Shortened to an old copy: only the head on paper knows better."""
    i = r.choice(c.heads()[:-1])
    leaves = sum("leaf" in line for line in c.lines[:i])
    heads = sum("head" in line for line in c.lines[:i + 1])
    c.lines[i + 1:] = [{"leaves": leaves, "heads": heads}]
    return "older", None


def head_text(c, r):
    i = r.choice(c.heads())
    head = c.own(i)["head"]
    number = re.search(r"number (\d+)", head["text"]).group(1)
    letters = [k for k, ch in enumerate(head["text"]) if ch.isalnum() or ch == "\n"]
    k = r.choice(letters)
    new = r.choice([ch for ch in "0123456789abcdef\n" if ch != head["text"][k]])
    head["text"] = head["text"][:k] + new + head["text"][k + 1:]
    return "head", number


def head_signature(c, r):
    i = r.choice(c.heads())
    number = re.search(r"number (\d+)", c.lines[i]["head"]["text"]).group(1)
    head = c.own(i)["head"]
    if r.randrange(3) == 0:
        head["signature"] = head["key"] = ""
    else:
        data = bytearray(base64.b64decode(head["signature"]))
        data[r.randrange(len(data))] ^= 1 << r.randrange(8)
        head["signature"] = base64.b64encode(bytes(data)).decode()
    return "head", number


def head_gone(c, r):
    i = r.choice(c.heads())
    number = re.search(r"number (\d+)", c.lines[i]["head"]["text"]).group(1)
    if r.randrange(2):
        c.own(-1)["heads"] -= 1
    del c.lines[i]
    return "head", str(int(number) + 1) if i < c.heads()[-1] else None


FORGERS = [flip, retell, forge, forge_chain, remove, remove_quietly, swap, swap_quietly, twice, insert, back_date, post_date, cut,
           head_text, head_signature, head_gone]


def names(said, what):
    """2: the finding names the event itself, 1: as one of the few under one head, 0: neither."""
    leaf, event = what
    if leaf == "older":
        return 2 * said.startswith("older")
    if leaf == "head":
        return 2 * (event is None or re.search(rf"head {event}\b|line \d+: a head", said) is not None)
    stream, seq = event.rsplit("/", 1)
    spans = [(a, b) for s, a, b in re.findall(r"event (\S+)/(\d+) to (\d+)", said) if s == stream]
    if re.search(rf"leaf {leaf}[,:]", said) or re.search(rf"{re.escape(event)}\b", said) or any(
            int(a) <= int(seq) <= int(b) for a, b in spans + re.findall(r"leaf (\d+) to (\d+): not in", said)):
        return 2
    if any(int(a) <= leaf <= int(b) for a, b in re.findall(r"among leaf (\d+) to (\d+)", said)):
        return 1
    return any(int(a) <= leaf for a in re.findall(r"events between leaf (\d+)", said))


class Sealed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = Home("--sample")
        cls.numbers = []
        for _ in range(3):
            answers = cls.home.apply(
                registration(let="a"), {"act": "accept", "as": "zhangmin", "number": "$a", "with": {"opinion": "齐全"}},
                {"act": "note", "as": "zhangmin", "number": "$a", "with": {"text": "备注 \"引号\" \\"}},
                registration(let="b"), {"act": "withdraw", "as": "zhangmin", "number": "$b", "with": {"reason": "不办了"}})
            cls.numbers += [a["number"] for a in answers if a.get("number")]
            assert all(a["ok"] for a in answers), answers
            cls.home.run("seal", "--as", CHIEF)
        cls.text = cls.home.run("export", "--sealed")
        cls.key = os.path.join(cls.home.path, "seal", "pub.pem")
        head = json.loads([line for line in cls.text.splitlines() if line.startswith('{"head"')][-1])["head"]["text"]
        cls.paper = "%s %s" % (re.search(r"size (\d+)", head).group(1), re.search(r"root (\w+)", head).group(1))

    @classmethod
    def tearDownClass(cls):
        cls.home.close()

    def state(self):
        return self.home.apply({"act": "seal_state"})[0]["with"]

    def test_whole_copy(self):
        status, said = witness(self.text.encode(), "--key", self.key, "--head", self.paper)
        self.assertEqual((status, said.splitlines()[0][:3]), (0, "OK:"), said)
        mine = Copy(self.text)
        for i in range(len(mine.lines)):
            mine.own(i)
        self.assertEqual(mine.text(), self.text.encode(), "the forger's hand can be told from the office's")

    def test_paper(self):
        size, root = self.paper.split()
        grouped = " ".join(root[i:i + 4] for i in range(0, 64, 4))
        self.assertEqual(witness(self.text.encode(), "--head", f"{size} {grouped}")[0], 0)
        self.assertIn("paper", witness(self.text.encode(), "--head", f"{size} {grouped[:-1]}{'0' if root[-1] != '0' else '1'}")[1])
        self.assertIn("older", witness(self.text.encode(), "--head", f"{int(size) + 1} {grouped}")[1])
        report = self.home.run("report", "day")
        self.assertIn(grouped[:39], report)
        self.assertIn(grouped[40:], report)

    def test_other_key(self):
        with tempfile.TemporaryDirectory() as folder:
            key, pub = os.path.join(folder, "k"), os.path.join(folder, "p")
            subprocess.run(["openssl", "genpkey", "-algorithm", "SM2", "-out", key], check=True, capture_output=True)
            subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-out", pub], check=True, capture_output=True)
            status, said = witness(self.text.encode(), "--key", pub)
            self.assertEqual((status, said.split()[0]), (1, "signature"))
            self.assertEqual(witness(self.text.encode(), "--key", pub, "--key", self.key)[0], 0)

    def test_openssl_agrees(self):
        for line in self.text.splitlines():
            if not line.startswith('{"head"'):
                continue
            head = json.loads(line)["head"]
            with tempfile.TemporaryDirectory() as folder:
                for name, data in (("text", head["text"].encode()), ("sig", base64.b64decode(head["signature"]))):
                    with open(os.path.join(folder, name), "wb") as f:
                        f.write(data)
                for pub in (self.key, None):
                    if pub is None:
                        pub = os.path.join(folder, "pub")
                        with open(pub, "w", encoding="ascii") as f:
                            f.write("-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n" % head["key"])
                    p = subprocess.run(["openssl", "dgst", "-sm3", "-verify", pub, "-sigopt", "distid:1234567812345678", "-signature",
                                        "sig", "text"], cwd=folder, capture_output=True, text=True)
                    self.assertEqual(p.stdout, "Verified OK\n", p.stderr)

    def test_by_the_book(self):
        """A copy and its key made by nothing but doc/formats.md, in both hashes, with texts that try terminals."""
        for name in ("sm3", "sha256"):
            with tempfile.TemporaryDirectory() as folder:
                text = by_the_book(name, 777, folder)
                status, said = witness(text)
                self.assertEqual((status, said[:3]), (0, "OK:"), said)
                lines = text.splitlines()
                i = 400
                lines[i] = lines[i].replace(b"zhangmin", b"zhangmi\xc2\x9b")
                status, said = witness(b"\n".join(lines) + b"\n")
                self.assertEqual(status, 1)
                self.assertNotIn("\x9b", said)

    def test_forgeries(self):
        r = random.Random(int(os.environ.get("SEAL_SEED", "5")))
        tried, exactly = {}, 0
        whole = Copy(self.text)
        for n in range(FORGERIES):
            forger = FORGERS[n % len(FORGERS)]
            c = whole.fresh()
            what = forger(c, r)
            text = c.text()
            if text == self.text.encode():
                continue
            status, said = witness(text, "--key", self.key, "--head", self.paper)
            self.assertEqual(status, 1, f"{forger.__name__} {what} was not found ({n})")
            self.assertTrue(names(said, what), f"{forger.__name__} {what} is not named ({n}):\n{said}")
            exactly += names(said, what) == 2
            tried[forger.__name__] = tried.get(forger.__name__, 0) + 1
        print(sum(tried.values()), "forgeries found,", exactly, "named exactly, the others among those under one head:", tried)

    def test_proofs(self):
        number = self.numbers[0]
        proof = self.home.run("seal", "prove", number)
        status, said = witness(proof.encode(), "--key", self.key, "--head", self.paper)
        self.assertEqual(status, 0, said)
        self.assertIn("register", said)
        self.assertEqual(said.splitlines()[-1][:13], "OK: 3 events ")
        lines = proof.splitlines()
        r = random.Random(7)
        for n in range(150):
            bad = list(lines)
            i = r.choice([k for k, line in enumerate(bad) if not line.startswith("yichuang")])
            k = r.choice([k for k, ch in enumerate(bad[i]) if ch.isalnum()])
            bad[i] = bad[i][:k] + r.choice([ch for ch in "0123456789abcdefXYZ" if ch != bad[i][k]]) + bad[i][k + 1:]
            self.assertNotEqual(witness("\n".join(bad).encode() + b"\n", "--key", self.key)[0], 0, "\n".join(bad))
        old = self.home.run("seal", "prove", number, "--head", "1")
        self.assertIn("under head 1", witness(old.encode())[1])

    def test_heads_extend(self):
        proof = self.home.run("seal", "prove", "--from", "1", "--head", "3")
        status, said = witness(proof.encode(), "--key", self.key)
        self.assertEqual(status, 0, said)
        lines = proof.splitlines()
        bad = lines[:-1] + [lines[-1][:-1] + ("0" if lines[-1][-1] != "0" else "1")]
        self.assertIn("heads", witness("\n".join(bad).encode() + b"\n")[1])
        self.home.run("seal", "prove", "--from", "3", "--head", "1", status=1)
        self.home.run("seal", "prove", "--from", "99", status=1)

    def test_who_may(self):
        self.assertEqual(self.home.apply({"act": "seal", "as": "zhangmin"})[0]["code"], "role")
        self.assertEqual(self.home.apply({"act": "sealed", "as": CHIEF, "with": {"head": "1", "signature": "x", "key": "y"}})[0]["code"],
                         "role")

    def test_verify(self):
        self.assertIn("OK", self.home.run("verify"))

    def pids(self):
        stat = self.home.apply({"act": "hall_stat"})[0]["with"]
        supervisor = int(stat["supervisor"])
        children = read(f"/proc/{supervisor}/task/{supervisor}/children").split()
        return stat, [int(p) for p in children if read(f"/proc/{p}/comm") == "yichuang-signer\n"]

    def test_signer_alone(self):
        """It holds no file of the office but its own, and its end is nobody's business."""
        stat, (signer,) = self.pids()
        status = read(f"/proc/{signer}/status")
        self.assertRegex(status, r"NoNewPrivs:\s1")
        self.assertRegex(status, r"Seccomp:\s2")
        try:
            fds = [os.readlink(f"/proc/{signer}/fd/{fd}") for fd in os.listdir(f"/proc/{signer}/fd")]
        except PermissionError:  # not dumpable: only root may look
            fds = []
        allowed = {"/dev/null", os.path.join(self.home.path, "yichuangd.log"), os.path.join(self.home.path, "seal", "last")}
        self.assertEqual({fd for fd in fds if not fd.startswith("socket:")} - allowed, set())
        self.assertLessEqual(sum(fd.startswith("socket:") for fd in fds), 1)
        os.kill(signer, signal.SIGKILL)
        until = time.time() + 20
        while time.time() < until and self.pids()[1] in ([], [signer]):
            time.sleep(0.1)
        after, again = self.pids()
        self.assertEqual((len(again), after["pid"], after["restarts"]), (1, stat["pid"], stat["restarts"]))
        self.home.apply(registration())
        self.home.run("seal", "--as", CHIEF)
        self.assertEqual((self.state()["seal_signed"], self.state()["seal_signer"]), ("true", "ok"))


if __name__ == "__main__":
    unittest.main()
