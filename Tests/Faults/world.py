"""The world that is broken around a verb: the shim and its control, a folder that the verb works in, and what it makes there.

Everything that a verb reads and writes is below `root`, its scratch files too: the shim looks at these paths alone, and what a
verb leaves anywhere is seen."""
import hashlib, os, pathlib, shutil, struct, subprocess, sys

HERE = pathlib.Path(__file__).resolve().parent
KINDS = ["write", "fsync", "rename", "open", "mmap", "mkdir", "link", "read", "unlink", "opendir", "readdir", "stat"]
ONCE, FROM_THEN_ON, HALF, KILL, WAIT = range(5)
CONTROL = "=iiiiqqi512s256s"
COUNTS_AT = 808  # in struct control of shim.c
quarry = work = root = None
references = {}  # of the verbs, as they were measured


def prepare(program, folder):
    """The shim, and a copy of /etc that preloads it: workers get a clean environment."""
    global quarry, work, root
    quarry, work, root = program, pathlib.Path(folder), pathlib.Path(folder) / "root"
    root.mkdir()
    control()
    if obstacle():
        return
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", f'-DCONTROL="{work}/control"', str(HERE / "shim.c"), "-o",
                    str(work / "shim.so"), "-ldl"], check=True)
    shutil.copytree("/etc", work / "etc", symlinks=True, ignore_dangling_symlinks=True,
                    ignore=lambda folder, names: [n for n in names if not os.access(os.path.join(folder, n), os.R_OK)])
    (work / "etc/ld.so.preload").write_text(f"{work}/shim.so\n")


def obstacle():
    """Why no call can be made to fail here; None when it can."""
    if not shutil.which("cc"):
        return "there is no C compiler (cc)"
    if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode != 0:
        return "this machine gives no mount namespace"
    return None


def control(kinds=(), at=0, error=0, manner=ONCE):
    bits = sum(1 << KINDS.index(kind) for kind in kinds)
    data = struct.pack(CONTROL, bool(kinds), bits, error, manner, at, 0, 0, f"{root}/".encode(), b"")
    (work / "control").write_bytes(data.ljust(4096, b"\0"))


def release():
    """Lets a process go on that waits; the file stays what others have mapped."""
    with open(work / "control", "r+b") as file:
        file.write(bytes(4))


def state():
    """How often the call due was made to fail, and which it was."""
    fields = struct.unpack_from(CONTROL, (work / "control").read_bytes())
    return fields[6], fields[8].split(b"\0")[0].decode(errors="replace").replace(f"{root}/", "")


def counts():
    return dict(zip(KINDS, struct.unpack_from(f"={len(KINDS)}q", (work / "control").read_bytes(), COUNTS_AT)))


def fresh(verb):
    """Empties `root` and brings what the verb reads."""
    for path in root.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (root / "tmp").mkdir()
    for name, source in verb.brings.items():
        shutil.copytree(source, root / name) if source.is_dir() else shutil.copy(source, root / name)


def start(verb, broken=False):
    command = [quarry] + verb.arguments
    if broken:
        command = ["unshare", "-m", "sh", "-c", 'mount --bind "$0" /etc && exec "$@"', f"{work}/etc"] + command
    answer = root / "answer" if verb.answers else work / "answer"
    with open(answer, "wb") as out, open(work / "errors", "wb") as errors:
        return subprocess.Popen(command, stdout=out, stderr=errors, stdin=subprocess.DEVNULL, cwd=root,
                                env=dict(os.environ, TMPDIR=f"{root}/tmp"))


def call(verb, broken=False, seconds=120):
    """The verb's exit code and what it said."""
    process = start(verb, broken)
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return 124, f"no end within {seconds} s"
    said = ["errors"] if verb.answers else ["answer", "errors"]
    return code, "".join((work / name).read_text(errors="replace") for name in said).strip()


def made(folder=None):
    """All there is below `root`: files by their digests, folders by their names; of a run's work only what must not stay."""
    folder, found = str(folder or root), {}
    for path, folders, names in os.walk(folder):
        here = os.path.relpath(path, folder)
        if "work" in folders and os.path.exists(path + "/work/plan.json"):
            folders.remove("work")
            found.update({f"{here}/work/tmp/{name}": "left" for name in os.listdir(path + "/work/tmp")})
        found.update({f"{here}/{name}/": "folder" for name in folders})
        for name in names:
            with open(os.path.join(path, name), "rb") as file:
                # A lock says who held it last.
                found[f"{here}/{name}"] = "lock" if name == "lock" else hashlib.sha256(file.read()).hexdigest()
    return found


def unlike(good, spared=frozenset()):
    """What differs from what should be there, in words; None when nothing does. The paths of `spared` may be there too."""
    now = made()
    paths = sorted(path for path in (now.keys() | good.keys()) - spared if now.get(path) != good.get(path))
    told = [("other " if path in now and path in good else "left " if path in now else "lost ") + path for path in paths]
    return None if not paths else f"{len(paths)} differ: {', '.join(told[:4])}"


def reference(verb, note):
    """How often an undisturbed verb makes calls of each kind, and what it makes: twice, and the same."""
    if verb.name not in references:
        for turn in range(2):
            fresh(verb)
            control(KINDS)
            code, said = call(verb, broken=True)
            if code != 0:
                sys.exit(f"{verb.name} fails without a fault: {said}")
            if turn == 0:
                references[verb.name] = counts(), made()
        control()
        note(f"twice {verb.name}", "undisturbed", unlike(references[verb.name][1]))
    return references[verb.name]


def mends(verb, good, spared=frozenset()):
    """What is wrong after the same command has been given again, undisturbed; None when nothing is."""
    control()
    code, said = call(verb)
    if code == 2 and "already there" in said:  # an export has no rest to go on from: it is whole, or is not there
        code = 0
    difference = unlike(good, spared)
    return None if code == 0 and not difference else f"then exit {code}, {difference or 'the same bytes'}: {said[-200:]}"
