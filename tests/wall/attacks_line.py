"""By the line: what somebody with a clerk's key tries with his SSH client."""
import contextlib
import os
import re
import signal
import socket
import subprocess
import time

from attack import attack, expect
from hall_under_sshd import HE, ZHANG, free_port

SHELL_SIGNS = re.compile(r"uid=\d|root:|pwned|GNU bash|\$ $", re.M)


def no_shell(p):
    expect(not SHELL_SIGNS.search(p.stdout + p.stderr), p)
    return p


def office_only(hall, *words, **more):
    """Without a terminal the office says that it needs one, whatever was asked."""
    p = no_shell(hall.command("zhangmin", *words, **more))
    expect(p.returncode == 2 and "终端" in p.stderr, p)
    return "the office answers, not a shell"


@attack("ssh host id")
def command(hall):
    return office_only(hall, "id")


@attack("ssh host '/bin/sh -c id', with ;, &&, `` and $() around it")
def command_tricks(hall):
    for text in ("/bin/sh -c id", "yichuang; id", "yichuang && id", "`id`", "$(id)", "yichuang\nid", "x -c id", "exec /bin/sh"):
        office_only(hall, text)
    return "the office answers, not a shell"


@attack("ssh -t host /bin/sh")
def shell_on_terminal(hall):
    with hall.office("zhangmin", "/bin/sh") as t:
        t.type("id<Enter>")
        t.settle(0.3)
        expect("uid=" not in t.text(), t.picture())
    return "the office opens"


@attack("Shellshock in SSH_ORIGINAL_COMMAND")
def shellshock(hall):
    return office_only(hall, "() { :;}; echo pwned")


@attack("yichuang apply, publish, export, backup as a command")
def subcommands(hall):
    for text in ("yichuang apply", "apply", "publish /tmp", "export", "backup /tmp/x", "stop"):
        office_only(hall, text)
    return "the office answers; commands are not taken from a line"


@attack("--home DIR sent along, to meet an office of one's own")
def own_home(hall):
    with hall.office("zhangmin", "x --home /tmp/evil"):
        pass
    return "the hall's own office opens"


@attack("sftp")
def sftp(hall):
    argv, host = hall.ssh("zhangmin", program="sftp")
    p = subprocess.run([*argv, host], input="ls /\n", capture_output=True, text=True, timeout=8)
    expect(p.returncode != 0 and "etc" not in p.stdout, p)
    return "refused: no subsystem but the office"


@attack("scp, in both its protocols, out and in")
def scp(hall):
    argv, host = hall.ssh("zhangmin", program="scp")
    for old in ([], ["-O"]):
        p = subprocess.run([*argv, *old, f"{host}:/etc/passwd", f"{hall.folder}/got"], capture_output=True, text=True, timeout=8)
        expect(p.returncode != 0 and not os.path.exists(f"{hall.folder}/got"), p)
        p = subprocess.run([*argv, *old, "/etc/hostname", f"{host}:/tmp/ycw-put"], capture_output=True, text=True, timeout=8)
        expect(p.returncode != 0 and not os.path.exists("/tmp/ycw-put"), p)
    return "refused: nothing copied"


@contextlib.contextmanager
def forwarding(hall, *options):
    """A client that asks for a way through and nothing else."""
    argv, host = hall.ssh("zhangmin", "-N", "-o", "ExitOnForwardFailure=yes", *options)
    p = subprocess.Popen([*argv, host], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    time.sleep(0.8)
    try:
        yield p
    finally:
        p.kill()
        p.wait()


def heard_through(hall, options, address, *words):
    """What comes back at this end of a way through, after the last of these words; b"": there is no way."""
    got = b""
    with forwarding(hall, *options), socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as s:
        s.settimeout(2)
        try:
            s.connect(address)
            for word in words:
                got = b""
                s.sendall(word)
                got = s.recv(20)
        except OSError:
            pass
    return got


@attack("-L: a way through to another port of the machine")
def local_forward(hall):
    port = free_port()
    got = heard_through(hall, ("-L", f"{port}:127.0.0.1:{hall.port}"), ("127.0.0.1", port), b"\r\n")
    expect(not got, got)
    return "refused: administratively prohibited"


@attack("-L to door.sock itself")
def socket_forward(hall):
    local = f"{hall.folder}/stolen.sock"
    got = heard_through(hall, ("-L", f"{local}:{hall.home}/door.sock"), local, b"x")
    expect(not got, got)
    return "refused: administratively prohibited"


@attack("-R: a port of the machine that leads to the clerk")
def remote_forward(hall):
    with forwarding(hall, "-R", f"{free_port()}:127.0.0.1:22") as p:
        expect(p.poll() not in (None, 0), p.poll())
    return "refused: remote forwarding failed"


@attack("-D: a proxy")
def dynamic_forward(hall):
    port = free_port()
    ask = b"\x05\x01\x00\x01\x7f\x00\x00\x01" + hall.port.to_bytes(2, "big")
    got = heard_through(hall, ("-D", str(port)), ("127.0.0.1", port), b"\x05\x01\x00", ask)
    expect(got[1:2] != b"\x00", got)  # SOCKS 5: granted
    return "refused: administratively prohibited"


@attack("-W: standard input and output to a port")
def stdio_forward(hall):
    argv, host = hall.ssh("zhangmin", "-W", f"127.0.0.1:{hall.port}")
    p = subprocess.run([*argv, host], input="", capture_output=True, text=True, timeout=8)
    expect("SSH-2.0" not in p.stdout, p)
    return "refused: administratively prohibited"


@attack("-A and -X: the agent and a display brought along")
def agent_and_display(hall):
    with hall.office("zhangmin", options=("-A", "-X"), DISPLAY=":9", SSH_AUTH_SOCK="/nonexistent") as t:
        for environment in hall.environments(ZHANG):
            expect("SSH_AUTH_SOCK" not in environment and "DISPLAY" not in environment, environment)
    return "not forwarded"


@attack("SendEnv of LD_PRELOAD, LD_LIBRARY_PATH, GCONV_PATH, LOCPATH, TERMINFO, BASH_ENV, YICHUANG_HOME")
def environment(hall):
    names = "LD_PRELOAD LD_LIBRARY_PATH GCONV_PATH LOCPATH TERMINFO BASH_ENV YICHUANG_HOME NCURSES_TRACE".split()
    evil = {name: "/tmp/ycw-evil" for name in names}
    with hall.office("zhangmin", options=[o for name in evil for o in ("-o", f"SendEnv={name}")], **evil) as t:
        for there in hall.environments(ZHANG):
            expect("/tmp/ycw-evil" not in there, there)
    return "not taken: AcceptEnv has none of them"


@attack("TERM of 12 kinds made up to mislead: paths, formats, escapes, 4,000 letters")
def strange_terms(hall):
    for term in ("../../../../etc/passwd", "/tmp/x", "%s%n%s", "\x1b[6n", "x" * 4000, "", "-", "xterm\nroot", "xterm;id", "$(id)", "dumb",
                 "xterm-256color/../../x"):
        with hall.office("zhangmin", TERM=term):
            pass
    return "taken for a VT100: the office opens"


@attack("~/.ssh/rc, ~/.ssh/environment and ~/.ssh/authorized_keys of one's own")
def own_ssh_files(hall):
    place = f"{hall.folder}/{ZHANG}/.ssh"
    os.makedirs(place, exist_ok=True)
    open(f"{place}/rc", "w").write(f"touch {hall.folder}/{ZHANG}/pwned\n")
    open(f"{place}/environment", "w").write("LD_PRELOAD=/tmp/x.so\n")
    # The key of another, put where sshd looks by default.
    open(f"{place}/authorized_keys", "w").write(open(f"{hall.folder}/{HE}.key.pub").read())
    hall.own(place, ZHANG)
    office_only(hall, "id")
    expect(not os.path.exists(f"{hall.folder}/{ZHANG}/pwned"), "rc was run")
    argv, _ = hall.ssh("heqian")
    p = subprocess.run([*argv, f"{ZHANG}@127.0.0.1", "id"], capture_output=True, text=True, timeout=8)
    expect(p.returncode == 255 and "Permission denied" in p.stderr, p)
    return "not read: keys are root's files, rc and environment are off"


@attack("~/.terminfo of one's own")
def own_terminfo(hall):
    place = f"{hall.folder}/{ZHANG}/.terminfo/e"
    os.makedirs(place, exist_ok=True)
    open(f"{place}/evil", "wb").write(b"\x1a\x01" + os.urandom(400))
    hall.own(f"{hall.folder}/{ZHANG}/.terminfo", ZHANG)
    with hall.office("zhangmin", TERM="evil"):
        pass
    return "out of reach: the office opens as on a VT100"


@attack("a second session on one connection")
def second_session(hall):
    control = f"{hall.folder}/mux"
    argv, host = hall.ssh("zhangmin", "-M", "-S", control)
    first = subprocess.Popen([*argv, "-tt", host], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    hall.wait(lambda: os.path.exists(control), "the shared connection")
    time.sleep(0.3)
    argv, host = hall.ssh("zhangmin", "-S", control)
    p = subprocess.run([*argv, host, "id"], capture_output=True, text=True, timeout=8)
    first.kill()
    first.wait()
    expect(p.returncode == 255 or "终端" in p.stderr, p)
    no_shell(p)
    return "refused: MaxSessions 1"


@attack("login by password, keyboard and nothing")
def passwords(hall):
    _, host = hall.ssh("zhangmin")
    for method in ("password", "keyboard-interactive", "none"):
        p = subprocess.run(["/usr/bin/ssh", "-F", "none", "-p", str(hall.port), "-o", f"PreferredAuthentications={method}", "-o",
                            "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "NumberOfPasswordPrompts=1",
                            host, "id"], capture_output=True, text=True, timeout=8, stdin=subprocess.DEVNULL, start_new_session=True)
        expect(p.returncode == 255 and "Permission denied (publickey)" in p.stderr, p)
    return "refused: only keys"


@attack("the line cut in the middle of work, 5 times")
def cut_line(hall):
    for _ in range(5):
        t = hall.terminal("zhangmin")
        t.wait("一窗")
        os.kill(t.pid, signal.SIGKILL)
        t.close()
        hall.wait(lambda: not [p for p in hall.processes(ZHANG) if "yichuang" in p[1]], "the office has left", 5)
    return "gone within seconds, nothing left running"


@attack("Ctrl-Z, Ctrl-C, Ctrl-\\, Ctrl-], ! and : at every turn")
def escapes_by_key(hall):
    with hall.office("zhangmin") as t:
        for key in ("<Ctrl-Z>", "<Ctrl-C>", "<Ctrl-\\>", "<Ctrl-]>", "!", ":!id<Enter>", "|id<Enter>", "<Ctrl-V>", "<Ctrl-S>", "<Ctrl-Q>"):
            t.type(key)
            t.settle(0.05)
        expect("uid=" not in t.text(), t.picture())
        expect([p for p in hall.processes(ZHANG) if "yichuang" in p[1]], "it ended")
    return "keys like others: there is no shell to go to"
