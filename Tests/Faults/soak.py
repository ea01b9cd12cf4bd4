"""Does anything grow that should not? A server that answers thousands of requests, a run of many units beside one of few, a long
list of addresses of which one in twenty fails: memory, descriptors and threads stay within their bounds, no scratch file is left,
and every line of the list ends as its address does."""
import collections, contextlib, copy, itertools, json, os, pathlib, re, subprocess, sys, time, urllib.error, urllib.request

import crawl, pictures, verbs, world

MEMORY = 16 << 10  # KiB that a heap may settle by
THREADS = os.cpu_count()  # a pool grows to so many
MERGED = 4 * 128 + 64  # files that a run's merges hold at most, however many units it has
CONNECTIONS = 256  # of a worker of fetch
WORKERS = 16  # of the fetch of a list: while some wait for servers that say nothing, others go on
UNIT = 64 << 10  # KiB that the records of one unit of it, 20,000 addresses, may take
RECORD = 0.25  # KiB that the fetch of a list may hold for an address when it writes its records
Sample = collections.namedtuple("Sample", "phase seconds supervisor worker descriptors threads temporary")


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
    server = subprocess.Popen([world.quarry, "serve", f"{world.work}/corpus", "--port", "0"], cwd=world.root, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        base, seen = server.stdout.readline().strip().rstrip("/"), []
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


def family(pid):
    """A process and all that came of it."""
    found = [pid]
    for one in found:
        for thread in entries(f"/proc/{one}/task"):
            with contextlib.suppress(OSError):
                found += map(int, pathlib.Path(f"/proc/{one}/task/{thread}/children").read_text().split())
    return found


def is_worker(pid):
    """Whether a process is one already: until its program begins it is a copy of its supervisor, with all of its memory."""
    with contextlib.suppress(OSError):
        return b"\0work\0" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def entries(folder):
    """The names in a folder, which may be gone."""
    with contextlib.suppress(OSError):
        return os.listdir(folder)
    return []


def sample(pid, began):
    """What a fetch of a list holds: its supervisor's memory and its largest worker's (KiB), the rest of all of them together."""
    out = world.root / "out"
    work = out / "work"
    waiting = [name for name in ("fetch", "measure") if not (work / f"{name}.committed").exists()]
    phase = waiting[0] if waiting and not (out / "records.jsonl").exists() else "publish"
    seen = {one: facts for one in family(pid) if (facts := held(one))}
    workers = max((facts[0] for one, facts in seen.items() if is_worker(one)), default=0)
    temporary = len(entries(world.root / "tmp")) + len(entries(work / "tmp"))
    return Sample(phase, round(time.time() - began, 1), seen.get(pid, (0,))[0], workers,
                  sum(facts[1] for facts in seen.values()), sum(facts[2] for facts in seen.values()), temporary)


def watched(process, began, table):
    """A sample every second (more often in the first minute) until the process ends; they are written to `table` as they come."""
    with open(table, "w", buffering=1) as out:
        print(*Sample._fields, sep="\t", file=out)
        while process.poll() is None:
            one = sample(process.pid, began)
            if one.supervisor:
                print(*one, sep="\t", file=out)
                yield one
            time.sleep(1 if time.time() - began > 60 else 0.1)


def growing(samples, urls):
    """What a phase held more of in its second half than in its first; None when of nothing. Records are written at the end, all
    at once: so much memory for each."""
    for phase, group in itertools.groupby(samples, lambda one: one.phase):
        group = list(group)
        if phase == "publish":
            allowed = max(one.supervisor for one in samples if one.phase != phase) + UNIT + RECORD * urls
            if (most := max(one.supervisor for one in group)) > allowed:
                return f"{most} KiB of memory to write the records of {urls} addresses"
            continue
        group = [one for one in group if one.worker]  # before and after its units a phase is planned and summed
        halves = [half for half in (group[:len(group) // 2 + 1], group[len(group) // 2:]) if half]
        for name in ("supervisor", "worker"):
            most = [[max(getattr(one, field) for one in half) for field in (name, "descriptors", "threads")] for half in halves]
            if len(most) == 2 and (told := grown(*most, descriptors=WORKERS * (CONNECTIONS + 64))):
                return f"{phase}, {name}: {told}"
        if (most := max((one.temporary for one in group), default=0)) > 2 * WORKERS:
            return f"{phase}: {most} temporary files"
    return None


def unaccounted(urls, port):
    """The first address that did not end as it should, or whose picture is not in its place; what was left behind."""
    out, number, packs = world.root / "out", -1, {}
    with contextlib.ExitStack() as stack, open(out / "outcomes.jsonl") as lines:
        for number, line in enumerate(lines):
            told = json.loads(line)
            if told["line"] != number + 1 or told["url"] != pictures.url(number, port):
                return f"line {number + 1} of the outcomes is of {told['url']}"
            if told["status"] not in pictures.FAULTS.get(pictures.fault(number), {"ok"}):
                return f"{told['url']} ({pictures.fault(number)}) ended as {told['status']}"
            if told["status"] == "ok":
                pack = told["pack"]
                if pack not in packs:
                    packs[pack] = stack.enter_context(open(out / f"images/images-{pack:05}.tar", "rb"))
                packs[pack].seek(told["offset"])
                if packs[pack].read(told["length"]) != pictures.picture(number):
                    return f"{told['url']}: other bytes"
    if number + 1 != urls:
        return f"{number + 1} outcomes of {urls} addresses"
    left = set(os.listdir(out)) - {"images", "lock", "outcomes.jsonl", "records.jsonl"} | set(os.listdir(world.root / "tmp"))
    return f"left {sorted(left)[:3]}" if left else None


def fetches(note, urls, table):
    server = subprocess.Popen([sys.executable, pictures.__file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline())
        listed = world.work / "list.txt"
        with open(listed, "w") as out:
            out.writelines(pictures.url(number, port) + "\n" for number in range(urls))
        arguments = ["fetch", "--urls", "list.txt", "--output", "out", "--allow-address", f"127.0.1.0/24:{port}", "--jobs",
                     str(WORKERS), "--set", "fetch.stall-timeout=5", "--progress", "never"]
        verb = verbs.Verb("fetch", arguments, {"list.txt": listed})
        world.control()
        world.fresh(verb)
        process, began = world.start(verb), time.time()
        samples = list(watched(process, began, table or os.devnull))
    finally:
        server.stdin.close()
        server.wait()
    problem = f"exit {process.returncode}" if process.returncode else None
    problem = problem or "; ".join(filter(None, (growing(samples, urls), unaccounted(urls, port)))) or None
    note("soak fetch", f"{urls} addresses in {time.time() - began:.0f} s", problem)


def campaign(note, asked, sample, random, urls=None, table=None):
    serves(note, 1000 if sample else 20_000)
    for verb in asked:
        if verb.name == "run":
            runs(note, verb, 40 if sample else 400)
        if verb.name == "fetch":
            fetches(note, urls or (2000 if sample else 200_000), table)
