"""Does anything grow that should not? A server that answers thousands of requests, and a run of many units beside one of few:
memory, descriptors and threads stay within their bounds, and no scratch file is left."""
import collections, copy, os, pathlib, re, socket, subprocess, time, urllib.error, urllib.request

import crawl, world

MEMORY = 16 << 10  # KiB that a heap may settle by
THREADS = os.cpu_count()  # a pool grows to so many
MERGED = 4 * 128 + 64  # files that a run's merges hold at most, however many units it has


def held(pid):
    """Memory (KiB), descriptors and threads of a process; None when it has ended."""
    folder = pathlib.Path(f"/proc/{pid}")
    try:
        facts = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
        return int(facts["VmRSS"].split()[0]), len(list((folder / "fd").iterdir())), int(facts["Threads"])
    except (OSError, KeyError):
        return None


def grown(before, after, descriptors=0):
    names = ("KiB of memory", "descriptors", "threads")
    bounds = (before[0] + MEMORY, max(before[1], descriptors), before[2] + THREADS)
    told = [f"{name} {one} and then {two}" for name, one, two, bound in zip(names, before, after, bounds) if two > bound]
    return ", ".join(told) or None


def answer(address):
    try:
        with urllib.request.urlopen(address, timeout=30) as page:
            return page.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.read().decode(errors="replace")


def linked(base, count):
    """Up to so many addresses of the server, found by going on from its first page."""
    waiting, known = collections.deque(["/"]), ["/"]
    while waiting and len(known) < count:
        for link in re.findall(r'(?:href|src)="(/[^"]*)"', answer(base + waiting.popleft())):
            link = link.replace("&amp;", "&")
            if link not in known and "/export" not in link:
                known.append(link)
                waiting.append(link)
    return known + ["/no-such-page", "/search?q=%FF%00"]


def serves(note, requests):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([world.quarry, "serve", f"{world.work}/corpus", "--port", str(port)], cwd=world.root,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while server.poll() is None and socket.socket().connect_ex(("127.0.0.1", port)):
            time.sleep(0.05)
        base, seen = f"http://127.0.0.1:{port}", []
        addresses = linked(base, 60)
        for turn in range(2):
            for number in range(requests):
                answer(base + addresses[number % len(addresses)])
            time.sleep(1)  # closed connections are let go of
            seen.append(held(server.pid) or (0, 0, 0))
        note("soak serve", f"{2 * requests} requests of {len(addresses)} pages", grown(*seen) if seen[1][2] else "it has ended")
    finally:
        server.terminate()
        server.wait()


def peak(verb):
    """The most that a verb held, what it left in its folder of scratch files, and its exit code."""
    world.control()
    world.fresh(verb)
    process, most = world.start(verb), (0, 0, 0)
    while process.poll() is None:
        most = tuple(map(max, most, held(process.pid) or most))
        time.sleep(0.002)
    return most, os.listdir(world.root / "tmp"), process.returncode


def runs(note, verb, units):
    """A run of 4 units, and one of `units`: its supervisor holds as much."""
    crawl.write(world.work / "long.warc.gz", pages=2 * units)
    few, many = copy.deepcopy(verb), copy.deepcopy(verb)
    size = (world.work / "long.warc.gz").stat().st_size
    for one, count in ((few, 4), (many, units)):
        one.brings = {"crawl.warc.gz": world.work / "long.warc.gz"}
        one.arguments = [f"input.range-bytes={size // count}" if part.startswith("input.range-bytes") else part
                         for part in verb.arguments]
    (before, _, _), (after, left, code) = peak(few), peak(many)
    problem = grown(before, after, MERGED) or (f"left {left[:3]}" if left else None) or (f"exit {code}" if code else None)
    note("soak run", f"{units} units", problem)


def campaign(note, asked, sample, random):
    serves(note, 1000 if sample else 20_000)
    for verb in asked:
        if verb.name == "run":
            runs(note, verb, 40 if sample else 400)
