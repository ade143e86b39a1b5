"""In what is written, pasted, sent and left lying about: bytes that would like to be more than data."""
import os
import re
import subprocess
import time

import wire
from attack import attack, expect
from attacks_door import FORM, works
from hall_under_sshd import SERVICE, ZHANG, ZHOU

EVIL = ["\x1b[2J\x1b[H", "\x1b]0;owned\x07", "\x1b]52;c;cm0=\x07", "\x1b[6n", "\x1bP$q\"p\x1b\\", "\x1b[5i", "\x9b31m", "\u0085x", "\u009d0;x\u009c",
        "\r受理 370299", "\x00", "\x08\x08\x08", "\x7f", "\u202e", "\u2066x\u2069", "\u061c", "\u200b\u200d\ufeff", "\x0e\x0f", "\u2028", "\ud7ff\U000e0041"]
# What must never come out as itself: controls but line ends and tabs, marks that turn the line around.
NEVER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TERMINAL_NEVER = re.compile(r"\x1b[\]P_^X]|\x1b\[[0-9;]*[inc]|[\u0080-\u009f\u061c\u202a-\u202e\u2066-\u2069]")


def service(hall, *words, text="", seconds=20):
    """A command of the service's own account."""
    return subprocess.run(["setpriv", *hall.account(SERVICE), hall.program, "--home", hall.home, *words], input=text,
                          capture_output=True, text=True, errors="surrogateescape", timeout=seconds, cwd="/")


def registered(hall, **more):
    door = wire.Door(hall.home, ZHANG)
    r = door.ask("register", person="zhangmin", **{**FORM, **more})
    door.close()
    return r


def noted(hall, number, text):
    door = wire.Door(hall.home, ZHANG)
    r = door.ask("note", person="zhangmin", number=number, text=text)
    door.close()
    return r


@attack("escape sequences, C1, bidi marks, line ends and NUL in a name, 20 of them")
def evil_names(hall):
    for evil in EVIL:
        r = registered(hall, form__org_name=f"宏盛{evil}食品店")
        expect(r is None or (not r.ok and r.code == "field"), (evil, r))
    return "refused: field (NUL: line closed)"


@attack("the same in an opinion, a reason, a request id, a desk and a parameter's name")
def evil_texts(hall):
    number = registered(hall).number
    for evil in EVIL:
        r = noted(hall, number, f"看过{evil}了")
        expect(r is None or r.code == "parameter", (evil, r))
        for name, more in (("note", {"desk": f"d{evil}", "text": "x"}), ("note", {"id": evil.encode(), f"t{evil}": "x"}), (f"note{evil}", {})):
            door = wire.Door(hall.home, ZHANG)
            r = door.ask(name, person="zhangmin", number=number, **more)
            door.close()
            expect(r is None or not r.ok, (evil, name, r))
    for words in (("show", number), ("find", number[:14]), ("export", "--why", "x"), ("export",), ("report", "day")):
        p = service(hall, *words)
        found = NEVER.search(p.stdout.replace("\n", "").replace("\t", ""))
        expect(not found, (words, found))
    return "refused: parameter; none in what show, find, export and report say"


@attack("the same on a clerk's screen")
def evil_screen(hall):
    number = registered(hall).number
    for evil in EVIL:
        noted(hall, number, f"看过{evil}了")
    with hall.office("zhangmin", options=("-o", "SetEnv=LC_ALL=C.UTF-8")) as t:
        begin(t)
        before = len(t.heard)  # it asks a terminal for its widths when it begins
        t.type(f"<F3>{number[7:21]}<Enter>")
        t.settle(0.6)
        t.type("<PgDn><PgDn>")
        t.settle(0.5)
        expect(not TERMINAL_NEVER.search(t.heard[before:]), TERMINAL_NEVER.search(t.heard[before:]))
    return "nothing but our own drawing reaches the terminal"


def begin(t):
    """Through the questions of signing in to the inbox."""
    for _ in range(6):
        t.settle(0.2)
        if "F2" in t.row(t.screen.rows - 1):
            return
        t.type("张敏<Enter>" if t.shows("您是谁") else "<Enter>")
    raise AssertionError(t.picture())


@attack("a paste that ends its own bracket and goes on typing F8")
def paste_out(hall):
    with hall.office("zhangmin") as t:
        begin(t)
        before = len(t.heard)
        t.type("<F2>A03<Enter>")
        t.settle(0.5)
        t.send("\x1b[200~宏盛\x1b[201~\x1b[19~\x1b]0;x\x07\x1b[6n店\x1b[201~")
        t.settle(0.5)
        expect(not TERMINAL_NEVER.search(t.heard[before:]), TERMINAL_NEVER.search(t.heard[before:]))
        expect("受理号" not in t.row(t.screen.rows - 2), t.picture())
    works(hall)
    return "text in one field, or keys; nothing is answered to the terminal"


@attack("lines forged in the service's log")
def forged_log(hall):
    door = wire.Door(hall.home, ZHANG)
    door.ask("note\n2026-01-01T00:00:00 yichuang[1] error: forged", person="x\n2026-01-01T00:00:00 yichuang[1] error: forged", number="1")
    door.send(b"\xff\n2026-01-01T00:00:00 yichuang[1] error: forged\n")
    door.close()
    time.sleep(0.2)
    expect(not re.search("^2026-01-01", hall.log(), re.M), hall.log()[-300:])
    return "not possible: the log has no words of callers"


@attack("JSON lines: 100,000 brackets deep, 1e999, bad UTF-8, NUL, a key twice, half a pair")
def evil_json(hall):
    lines = ["[" * 100000, '{"a":' * 50000, '{"act":"note","as":"zhangmin","number":1e999}', '{"act":"note","act":"publish"}', '{"act":"\ud800"}',
             '{"act":"no\\u0000te"}', "\x00", '{"act":"note","with":{"text":{"deep":[[[1]]]}}}', '{"act":"note","version":-1}', "{}"]
    text = "\n".join(lines).encode("utf-8", "surrogatepass") + b'\n{"act":"\xff\xfe"}\n'
    p = subprocess.run(["setpriv", *hall.account(SERVICE), hall.program, "--home", hall.home, "apply"], input=text,
                       capture_output=True, timeout=20, cwd="/")
    answers = p.stdout.decode().splitlines()
    expect(len(answers) == len(lines) + 1 and all('"ok":false' in a for a in answers), answers)
    works(hall)
    return "each line refused alone, in order"


@attack("numbers past every bound: amounts, dates, areas, counts")
def numbers(hall):
    for value in ("1e400", "99999999999999999999", "NaN", "inf", "0x10", "1,000", "12.345678901234567890", "--1"):
        r = registered(hall, form__staff=value, form__premises_area=value)
        expect(not r.ok and r.code == "field", (value, r))
    for value in ("2026-02-30", "99999-01-01", "0000-00-00", "2026-1-1x"):
        r = registered(hall, form__no_such_date=value)
        expect(not r.ok, r)
    kept = registered(hall, form__staff="-1")
    door = wire.Door(hall.home, ZHANG)
    r = door.ask("accept", person="zhangmin", number=kept.number)
    door.close()
    expect(kept.ok and not r.ok, r)  # what the applicant brought is registered; it cannot be accepted
    return "refused: field; out of range: registered, but not accepted"


@attack("a name of 20,000 characters, and one of 3,000 combining marks")
def long_names(hall):
    for name in ("店" * 20000, "e" + "\u0301" * 3000, "a" * 4001):
        r = registered(hall, form__org_name=name)
        expect(r is None or not r.ok, r)
    works(hall)
    return "refused: field"


@attack("Latin, Greek and Cyrillic letters in a Chinese name; an ID number in full-width digits")
def lookalikes(hall):
    r = registered(hall, form__legal_rep_id="３７０２９９１９８８０１１５００１０")
    expect(not r.ok or "３" not in str(r.raw), r)
    r = registered(hall, form__uscc="91370299МА3F000146")  # МА is Cyrillic
    expect(not r.ok and r.code == "field", r)
    return "refused: field"


def lint_text(hall, path, text):
    folder = f"{hall.folder}/lint"
    subprocess.run(["rm", "-rf", folder], check=True)
    subprocess.run(["cp", "-r", f"{hall.folder}/usr/share/yichuang", folder], check=True)
    with open(f"{folder}/{path}", "wb") as f:
        f.write(text)
    os.chmod(folder, 0o755)
    p = subprocess.run([hall.program, "lint", folder], capture_output=True, text=True, errors="replace", timeout=30, cwd="/")
    expect(p.returncode == 1 and f"{path.rsplit('/', 1)[1]}" in p.stdout + p.stderr, (p.returncode, (p.stdout + p.stderr)[-300:]))
    expect(not NEVER.search((p.stdout + p.stderr).replace("\n", "")), p)


@attack("YAML bombs: aliases of aliases, 100,000 levels, tags, 30 MB, NUL, escapes in a key")
def yaml_bombs(hall):
    bomb = b"a: &a [x,x,x]\n" + b"".join(b"%c: &%c [*%c,*%c,*%c,*%c]\n" % (c + 1, c + 1, c, c, c, c) for c in range(97, 120))
    for text in (bomb, b"[" * 100000, b"x: !!python/object:os.system [id]\n", b"a: b\n" * 6000000, b"a: \x00b\n", b"\x1b[2Jkey: 1\n", b"\xff\xfe",
                 b"? " * 50000, b"key: \"" + b"x" * 2000000):
        lint_text(hall, "forms/A03.yaml", text)
    return "a finding with file and line, in bounded time"


@attack("a form whose rule is 50,000 brackets deep, or compares a text with itself a million times")
def evil_rules(hall):
    form = open(f"{hall.folder}/usr/share/yichuang/forms/A03.yaml", "rb").read()
    for rule in (b"(" * 50000 + b"1" + b")" * 50000 + b" == 1", b"!" * 100000 + b"true", b"org_name" + b" + org_name" * 30000 + b" == ''",
                 b"org_name.matches('(a*)*b')", b"org_name.matches('" + b"(" * 3000 + b"')"):
        lint_text(hall, "forms/A03.yaml", form + b"\nchecks:\n  - {rule: \"" + rule + b"\", message: x}\n")
    return "a finding with file and line, in bounded time"


@attack("paths out of the definitions: publish of ../../etc/x, /etc/x, data/../x")
def publish_paths(hall):
    for path in ("../../etc/x", "/etc/x", "data/../../x", "forms/../../x.yaml", "forms/a\x00.yaml", "forms/" + "a" * 5000 + ".yaml", ""):
        door = wire.Door(hall.home, ZHOU)
        r = door.ask("publish", person="zhoumingyuan", **{f"file.{path}": "id: X\n"})
        door.close()
        expect(r is None or (not r.ok and r.code == "parameter"), (path, r))
    return "refused: parameter"


@attack("a report named ../../pin.key, or /etc/passwd")
def report_paths(hall):
    door = wire.Door(hall.home, ZHANG)
    for name in ("../../pin.key", "/etc/passwd", "..", "day.txt/../../../pin.key", "."):
        for date in ("2026-11-24", "..", "../..", "/etc"):
            r = door.ask("report_text", person="zhangmin", date=date, file=name)
            expect(not r.ok, (name, date, r))
    door.close()
    return "refused: no such file"


@attack("drafts folder filled with a FIFO, links to /etc/shadow and the database, folders, 20 MB of bytes")
def evil_drafts(hall):
    place = f"{hall.folder}/{ZHANG}/.local/state/yichuang/drafts"
    os.makedirs(place, exist_ok=True)
    names = ["zhangmin.A03.draft", "zhangmin.habits", "zhangmin.macros", "zhangmin.A04.draft", "zhangmin.A02.draft", "zhangmin.columns"]
    for name in names:
        if os.path.lexists(f"{place}/{name}"):
            os.unlink(f"{place}/{name}")
    os.mkfifo(f"{place}/{names[0]}")
    os.symlink("/etc/shadow", f"{place}/{names[1]}")
    os.symlink(f"{hall.home}/data/matter.db", f"{place}/{names[2]}")
    os.mkdir(f"{place}/{names[3]}")
    open(f"{place}/{names[4]}", "wb").write(os.urandom(1 << 20) * 20)
    open(f"{place}/{names[5]}", "wb").write(b"\x1b[2J\xff\x00" * 1000)
    hall.own(f"{hall.folder}/{ZHANG}/.local", ZHANG)
    with hall.office("zhangmin") as t:
        begin(t)
        for item in ("A03", "A02", "A04"):
            t.type(f"<F2>{item}<Enter>")
            t.settle(0.5)
            t.type("<Esc>")
            t.settle(0.2)
            t.type("<Esc>")
            t.settle(0.2)
        t.until(lambda: "一窗" in t.row(0), "back in the inbox")
        expect("root:" not in t.text(), t.picture())
        subprocess.run(["rm", "-rf", place], check=True)
    return "neither followed nor waited for: the office opens, forms are empty"


@attack("a keymap or language named ../../etc/passwd, a charset of the dangerous kind")
def option_paths(hall):
    for words in (["--keymap", "../../../etc/passwd"], ["--lang", "../../../tmp"], ["--charset", "ISO-2022-CN-EXT"], ["--charset", "UTF-16"],
                  ["--charset", "/tmp/x"], ["--keymap", "%n%n"]):
        p = service(hall, *words, "find", "x")
        expect(p.returncode in (0, 1, 2) and "root:" not in p.stdout + p.stderr, p)
    t = hall.terminal("zhangmin", "--keymap ../../../etc/passwd --charset ISO-2022-CN-EXT")
    try:
        t.settle(1)
        expect("root:" not in t.text(), t.picture())
    finally:
        t.close()
    return "refused, or the default is taken"


@attack("search words that are patterns, paths, quotes, 10,000 characters")
def search(hall):
    door = wire.Door(hall.home, ZHANG)
    for words in ("%", "*", "' OR 1=1 --", "../..", "\\", "x" * 10000, "(a+)+$", "🙂" * 500):
        r = door.ask("find", person="zhangmin", words=words)
        expect(r is not None and r.rows < 50, (words, r))
    door.close()
    return "taken literally"


@attack("half past eight: everybody logs in at once")
def morning(hall):
    """LOGINS=346 is the whole hall."""
    began, people, many = time.monotonic(), [], int(os.environ.get("LOGINS", "40"))
    for _ in range(many):
        people.append(hall.terminal("zhangmin"))
    try:
        for t in people:
            t.wait("一窗", 60)
        return "all in"
    finally:
        print(f"      ({many} logins in {time.monotonic() - began:.1f} s)")
        for t in people:
            t.close()


@attack("after all this: verify")
def verify(hall):
    p = service(hall, "verify", seconds=120)
    expect(p.returncode == 0, p)
    return "OK"
