"""An office in a folder of its own, and the programs of BUILD working on it."""
import json
import os
import shutil
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("BUILD", os.path.join(ROOT, "build"))
YICHUANG = os.path.join(BUILD, "bin", "yichuang")

FORM = {"org_name": "宏盛食品店", "uscc": "91370299MA3F000146", "legal_rep": "李宏盛", "legal_rep_id": "370299198801150010",
        "contact": "李宏盛", "contact_phone": "13800000000", "premises_addr": "青溪县北京路12号", "premises_area": 56.5,
        "biz_type": "餐饮服务经营者", "projects": ["热食类食品制售"], "staff": 4, "online": False}


def registration(**more):
    """A complete food licence as a line of apply."""
    return {"act": "register", "as": "zhangmin", "with": {"item": "A03", "materials": ["m1", "m2", "m3", "m4", "m5"], "form": FORM}, **more}


class Home:
    def __init__(self, *init):
        self.folder = tempfile.mkdtemp(prefix="yc-home-")
        self.path = os.path.join(self.folder, "home")
        self.run("init", *(init or ("--sample",)))

    def close(self):
        self.run("stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, *words):
        return [YICHUANG, "--home", self.path, "--lang", "en", *words]

    def run(self, *words, text="", status=0):
        """What it says on stdout; fails when it ends otherwise (status None: done or refused)."""
        p = subprocess.run(self.command(*words), input=text, capture_output=True, text=True, cwd=ROOT)
        assert p.returncode == status or (status is None and p.returncode in (0, 1)), f"{words}: status {p.returncode}\n{p.stdout}{p.stderr}"
        self.errors = p.stderr
        return p.stdout

    def apply(self, *lines, words=(), status=0):
        """Lines are objects, or texts sent as they are; the answers as objects."""
        text = "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines)
        return [json.loads(line) for line in self.run("apply", *words, text=text, status=status).splitlines()]
