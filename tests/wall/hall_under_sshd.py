"""A hall as doc/operator.md sets it up, on this machine: the programs installed in a folder of their own, a service under an
account of its own, clerks with accounts of theirs, and a real sshd on a port of the loopback with the settings we ship.

Needs root (accounts are made, and removed again)."""
import contextlib
import grp
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("BUILD", os.path.join(ROOT, "build"))
sys.path[:0] = [f"{ROOT}/tests/screen"]

from terminal import Terminal  # noqa: E402

OURS = f"ycw{os.getpid()}"  # another run on this machine has accounts of its own
SERVICE, GROUP = f"{OURS}-office", f"{OURS}-clerks"
ZHANG, HE, ZHOU = f"{OURS}-zhang", f"{OURS}-he", f"{OURS}-zhou"
CLERKS = {"zhangmin": ZHANG, "heqian": HE, "zhoumingyuan": ZHOU}


def run(*words, ok=True, **more):
    p = subprocess.run(words, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, **more)
    assert p.returncode == 0 or not ok, f"{words}: status {p.returncode}\n{p.stdout}{p.stderr}"
    return p


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Hall:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="ycw-", dir="/var/lib")  # sshd trusts no path through /tmp
        os.chmod(self.folder, 0o755)
        self.home, self.keys = f"{self.folder}/home", f"{self.folder}/keys"
        self.port = free_port()
        self.children = []
        self.remove_accounts()
        self.install()
        self.make_accounts()
        self.make_home()
        self.start_service()
        self.start_sshd()

    @staticmethod
    def own(path, login):
        """Gives what lies at or below path to an account."""
        p = pwd.getpwnam(login)
        for folder, folders, files in os.walk(path):
            for name in (folder, *(f"{folder}/{n}" for n in folders + files)):
                os.lchown(name, p.pw_uid, p.pw_gid)

    # --- Setting up -----------------------------------------------------------------------------------

    def install(self):
        run("make", "-C", ROOT, f"BUILD={BUILD}", f"DESTDIR={self.folder}", "install", env={**os.environ, "MAKEFLAGS": ""})
        self.program = f"{self.folder}/usr/bin/yichuang"

    def make_accounts(self):
        run("groupadd", "-f", GROUP)
        run("useradd", "--system", "--gid", GROUP, "--home-dir", self.folder, "--shell", "/usr/sbin/nologin", SERVICE)
        os.mkdir(self.keys, 0o755)
        for login in CLERKS.values():
            place = f"{self.folder}/{login}"
            run("useradd", "--gid", GROUP, "--home-dir", place, "--create-home", "--shell", self.program, "--password", "*", login)
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{self.folder}/{login}.key")
            shutil.copy(f"{self.folder}/{login}.key.pub", f"{self.keys}/{login}")

    def make_home(self):
        source = f"{self.folder}/usr/share/yichuang"
        people, hall = f"{source}/data/hall/people.yaml", f"{source}/data/hall/hall.yaml"
        text = open(people, encoding="utf-8").read()
        for key, login in CLERKS.items():
            text, n = re.subn(rf"(\{{key: {key}, )", rf"\1login: {login}, ", text)
            assert n == 1
        open(people, "w", encoding="utf-8").write(text)
        text = open(hall, encoding="utf-8").read().replace("choose_person: true", "choose_person: false")
        open(hall, "w", encoding="utf-8").write(text)
        os.mkdir(self.home, 0o710)
        shutil.chown(self.home, SERVICE, GROUP)
        os.rmdir(self.home)
        os.chmod(self.folder, 0o777)  # the service makes its home itself
        run("setpriv", *self.account(SERVICE), self.program, "--home", self.home, "init")
        os.chmod(self.folder, 0o755)
        os.chmod(self.home, 0o710)

    @staticmethod
    def account(login):
        p = pwd.getpwnam(login)
        return "--reuid", str(p.pw_uid), "--regid", str(p.pw_gid), "--clear-groups"

    def start_service(self):
        log = open(f"{self.folder}/service.log", "w")
        self.children.append(subprocess.Popen(
            ["setpriv", *self.account(SERVICE), f"{self.program}d", "--home", self.home, "--foreground"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log))
        self.wait(lambda: os.path.exists(f"{self.home}/door.sock"), "the door")

    def start_sshd(self):
        """The shipped settings with this run's paths, and nothing else but what a second sshd needs."""
        shipped = open(f"{ROOT}/doc/system/sshd_yichuang.conf").read()
        shipped = (shipped.replace("/usr/bin/yichuang", self.program)
                   .replace("/etc/yichuang/keys", self.keys).replace("yc-clerks", GROUP))
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{self.folder}/host.key")
        conf = f"{self.folder}/sshd.conf"
        with open(conf, "w") as f:
            f.write(f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.folder}/host.key\nPidFile none\n"
                    f"StrictModes yes\nUsePAM yes\nAcceptEnv LANG LC_*\nSubsystem sftp internal-sftp\n{shipped}    SetEnv YICHUANG_HOME={self.home}\n")
        os.makedirs("/run/sshd", exist_ok=True)
        run("/usr/sbin/sshd", "-t", "-f", conf)
        log = open(f"{self.folder}/sshd.log", "w")
        self.children.append(subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", conf], stdin=subprocess.DEVNULL, stdout=log, stderr=log))
        self.wait(self.answers, "sshd")

    def answers(self):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    @staticmethod
    def wait(there, what, seconds=10):
        until = time.monotonic() + seconds
        while not there():
            assert time.monotonic() < until, f"{what}: not there after {seconds} s"
            time.sleep(0.02)

    # --- Coming in ------------------------------------------------------------------------------------

    def ssh(self, person, *options, program="ssh"):
        login = CLERKS[person]
        port = "-p" if program == "ssh" else "-P"
        words = [f"/usr/bin/{program}", "-F", "none", port, str(self.port), "-i", f"{self.folder}/{login}.key", "-o", "IdentitiesOnly=yes", "-o",
                 "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
                 *options]
        return words, f"{login}@127.0.0.1"

    def command(self, person, *words, options=(), seconds=5, **more):
        """What `ssh host WORDS` says, without a terminal."""
        argv, host = self.ssh(person, *options)
        try:
            return subprocess.run([*argv, host, *words], capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL,
                                  timeout=seconds, **more)
        except subprocess.TimeoutExpired as e:
            return subprocess.CompletedProcess(e.cmd, 124, str(e.stdout), str(e.stderr))

    def terminal(self, person, *words, options=(), **env):
        argv, host = self.ssh(person, "-t", "-t", *options)
        place = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TERM": "xterm-256color", "LANG": "C.UTF-8", **env}
        return Terminal([*argv, host, *words], place, 24, 80)

    @contextlib.contextmanager
    def office(self, person, *words, options=(), **env):
        """A terminal the office has opened on; whatever was sent along, it must be this hall's."""
        t = self.terminal(person, *words, options=options, **env)
        try:
            t.wait("青溪县")
            yield t
        finally:
            t.close()

    def processes(self, login):
        """(pid, command) of what runs under an account."""
        uid, found = str(pwd.getpwnam(login).pw_uid), []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                status = open(f"/proc/{pid}/status").read()
                if re.search(r"^Uid:\s(\d+)", status, re.M)[1] == uid:
                    found.append((int(pid), open(f"/proc/{pid}/cmdline").read().replace("\0", " ").strip()))
            except OSError:
                continue
        return found

    def environments(self, login):
        """What the office's programs of an account were given as their environment; those that have just left, left out."""
        found = []
        for pid, command in self.processes(login):
            try:
                if "yichuang" in command:
                    found.append(open(f"/proc/{pid}/environ", errors="replace").read())
            except OSError:
                continue
        assert found, f"nothing of {login} runs"
        return found

    def log(self):
        return open(f"{self.folder}/service.log", errors="replace").read()

    # --- Leaving --------------------------------------------------------------------------------------

    @staticmethod
    def remove_accounts():
        """Ours, and those a killed run has left."""
        def over(name):
            m = re.match(r"ycw(\d+)-", name)
            return m and (name.startswith(f"{OURS}-") or not os.path.exists(f"/proc/{m[1]}"))
        for p in filter(lambda p: over(p.pw_name), pwd.getpwall()):
            run("userdel", p.pw_name, ok=False)
        for g in filter(lambda g: over(g.gr_name), grp.getgrall()):
            run("groupdel", g.gr_name, ok=False)

    def close(self):
        for child in reversed(self.children):
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
        for login in CLERKS.values():
            for pid, _ in self.processes(login):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)
        self.remove_accounts()
        shutil.rmtree(self.folder, ignore_errors=True)


def possible():
    """Why it cannot be set up here; "" it can."""
    if os.geteuid() != 0:
        return "needs root, for accounts of its own"
    if not os.path.exists("/usr/sbin/sshd") or not shutil.which("ssh"):
        return "needs openssh-server and openssh-client"
    return ""

