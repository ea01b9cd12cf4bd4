"""Power cuts: a verb works on a file system in a file (ext4, btrfs, xfs). Before its n-th fsync, and when it has said that it is
done, that file is copied: what a power cut would have left. The copy is mounted in the place of the first, and the same command
given again.

The file systems write by themselves as seldom as they can, so that a copy has what an fsync asked for and little more. A disk
that loses what it said it had written is not looked at."""
import os, shutil, subprocess, time

import world

OPTIONS = {"ext4": "loop,commit=900", "btrfs": "loop,commit=900,nodiscard", "xfs": "loop"}


def tool(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise OSError(f"{command[0]}: {done.stderr.strip() or done.returncode}")


def mount(kind, image):
    tool("mount", "-o", OPTIONS[kind], str(image), str(world.root))


def unmount():
    tool("umount", str(world.root))


def copied(disk, copy):
    """Copies the disk as it is at one moment: again where something was written meanwhile."""
    written = None
    while written != disk.stat().st_mtime_ns:
        written = disk.stat().st_mtime_ns
        tool("cp", "--sparse=always", str(disk), str(copy))


def make(kind):
    """An empty file system in a file."""
    image = world.work / f"{kind}.image"
    image.unlink(missing_ok=True)
    with open(image, "wb") as file:
        file.truncate(320 << 20)  # xfs takes no less than 300 MB
    if not shutil.which(f"mkfs.{kind}"):
        raise OSError(f"mkfs.{kind} is not here")
    tool(f"mkfs.{kind}", "-q", str(image))
    mount(kind, image)
    if (world.root / "lost+found").exists():
        (world.root / "lost+found").rmdir()
    unmount()
    return image


def cut(kind, empty, verb, number):
    """A copy of the disk as it is before fsync `number` of the verb, or after its end (None)."""
    disk, copy = world.work / "disk.image", world.work / "cut.image"
    tool("cp", "--sparse=always", str(empty), str(disk))
    mount(kind, disk)
    process = None
    try:
        world.fresh(verb)
        tool("sync", "-f", str(world.root))
        world.control(["fsync"], number or 0, 0, world.WAIT)
        process = world.start(verb, broken=True)
        while process.poll() is None and not world.state()[0]:
            time.sleep(0.001)
        copied(disk, copy)
    finally:
        world.release()
        if process:
            process.wait()
        unmount()
    return copy


def after(kind, copy, verb, good, is_done):
    """What is wrong on the copy; None when nothing is."""
    try:
        mount(kind, copy)
    except OSError as error:
        return str(error)
    try:
        promised = world.unlike(good) if is_done else None
        return f"done, and then {promised}" if promised else world.mends(verb, good)
    finally:
        unmount()


def campaign(note, asked, sample, random):
    for kind in OPTIONS:
        try:
            empty = make(kind)
        except OSError as error:
            print(f"skipped: cuts on {kind}, {error}")
            continue
        for verb in (verb for verb in asked if not verb.answers):  # what is printed is nobody's promise
            counts, good = world.reference(verb, note)
            numbers = list(range(1, counts["fsync"] + 1))
            # None: the moment it is done.
            for number in sorted(random.sample(numbers, min(sample or len(numbers), len(numbers)))) + [None]:
                copy = cut(kind, empty, verb, number)
                case = f"before fsync {number} ({world.state()[1]})" if number else "when it was done"
                note(f"cuts {kind} {verb.name}", case, after(kind, copy, verb, good, is_done=number is None))
