"""The driver: plan, one Spark job a phase with one task a unit, commit."""

import argparse
import glob
import os
import signal
import stat
import sys
import tempfile
import threading
import time
import zipfile

from pyspark import SparkConf, SparkContext, SparkFiles

from . import task
from .units import Failed, Run, find_program, places

HEARTBEAT = 10  # seconds


def _arguments(argv):
    parser = argparse.ArgumentParser(
        prog="pipelines/spark/run", description="Make a corpus on a Spark cluster; the same command resumes.",
        epilog="Exit codes as `quarry run`: 0 done, 1 units are missing, 2 wrong usage, 3 failed, 74 storage, 75 again.")
    parser.add_argument("pipeline", help="a YAML file, or the name of one that came with the program")
    parser.add_argument("--input", nargs="+", required=True, help="archives: files, folders, globs")
    parser.add_argument("--output", required=True, help="the corpus folder, on storage that all machines share; or s3://bucket/folder")
    parser.add_argument("--work", help="with s3://: the folder in which the corpus is made, on storage that all machines share")
    parser.add_argument("--set", action="append", default=[], help="a value of the pipeline: section.key=value")
    parser.add_argument("--root", action="append", default=[], help="NAME=FOLDER: a root of the plan, and where it is")
    parser.add_argument("--allow-quarantined", type=int, default=0, help="units a phase may be committed without")
    parser.add_argument("--program", help="the quarry that executors run (default: the one on PATH or of this checkout)")
    parser.add_argument("--installed", action="store_true", help="executors have the program at the same path already")
    parser.add_argument("--scratch", help="a folder of each machine's own disk (default: its temporary folder)")
    parser.add_argument("--memory", type=int, help="address space of a unit's process, bytes")
    return parser.parse_args(argv)


def _send_package(context, folder):
    """Executors import this package by its name; a zip of it reaches those that have not installed it."""
    path = os.path.join(folder, "quarry_spark.zip")
    here = os.path.dirname(os.path.abspath(__file__))
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(os.listdir(here)):
            if name.endswith(".py"):
                archive.write(os.path.join(here, name), f"quarry_spark/{name}")
    context.addPyFile(path)


def _task(program, sent, folder, roots, options, counters):
    """The function that Spark maps over the units of a phase."""
    def do(unit):
        path = program
        if sent:
            path = SparkFiles.get(sent)
            os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
        answer = task.work(unit, path, folder, roots, options)
        counters["units"].add(1)
        counters["bytes"].add(answer.get("bytes", 0))
        for kind in ("record", "document"):
            counts = answer.get("ledger", {}).get(kind, {})
            counters[kind + "s"].add(counts.get("born", 0))
        return answer
    return do


class _Progress(threading.Thread):
    """A line on standard error every few seconds: how many of a phase's units are done, and what they counted."""

    def __init__(self, phase, count, counters):
        super().__init__(daemon=True)
        self.phase, self.count, self.counters = phase, count, counters
        self.begun = {name: counter.value for name, counter in counters.items()}
        self.ended = threading.Event()

    def line(self):
        now = {name: counter.value - self.begun[name] for name, counter in self.counters.items()}
        return (f"{self.phase}: {now['units']}/{self.count} units, {now['records']:,} records, "
                f"{now['documents']:,} documents, {now['bytes']:,} bytes")

    def run(self):
        while not self.ended.wait(HEARTBEAT):
            print(self.line(), file=sys.stderr, flush=True)

    def end(self):
        self.ended.set()
        print(self.line(), file=sys.stderr, flush=True)


def _work(context, run, phase, options, sent, counters):
    """Maps one phase. One task a unit: retries, speculation and the placing of tasks are Spark's."""
    units = [unit["unit"] for unit in run.open_units(phase)]
    if not units:
        return
    context.setJobDescription(f"quarry {phase}: {len(units)} units")
    progress = _Progress(phase, len(units), counters)
    progress.start()
    try:
        do = _task(run.program, sent, run.folder, run.roots, options, counters)
        context.parallelize(units, len(units)).map(do).collect()
    finally:
        progress.end()


def _quarantined(folder):
    return sorted(glob.glob(os.path.join(glob.escape(folder), "work", "*", "*.quarantine")))


def _make(arguments, folder, address, context, temporary):
    program = find_program(arguments.program)
    run = Run(program, folder, arguments.root, address)
    phases, warnings = run.plan(arguments.pipeline, arguments.input, arguments.set)
    for warning in warnings:
        print(warning, file=sys.stderr)
    _send_package(context, temporary)
    sent = None
    if not arguments.installed:
        context.addFile(program)
        sent = os.path.basename(program)
    counters = {name: context.accumulator(0) for name in ("units", "records", "documents", "bytes")}
    options = {"scratch": arguments.scratch, "memory": arguments.memory, "heartbeat": None}
    for phase in phases:
        _work(context, run, phase, options, sent, counters)
        run.commit(phase, arguments.allow_quarantined)
    for path in _quarantined(run.folder):
        with open(path, encoding="utf-8", errors="replace") as file:
            print(f"quarantined: {path}: {file.readline().strip()}", file=sys.stderr)
    print(f"done: {arguments.output}", file=sys.stderr)


def main(argv=None):
    """Returns the exit code."""
    arguments = _arguments(argv)
    try:
        folder, address = places(arguments.output, arguments.work)
    except Failed as failure:
        print(f"quarry: {failure}", file=sys.stderr)
        return failure.code
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    context = SparkContext(conf=SparkConf().setIfMissing("spark.app.name", f"quarry {arguments.output}"))
    context.setLogLevel("ERROR")
    try:
        with tempfile.TemporaryDirectory() as temporary:
            _make(arguments, folder, address, context, temporary)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return failure.code
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # a job of Spark's that failed: its message holds that of the unit
        message = str(error)
        units = [line for line in message.splitlines() if "UnitFailed" in line]
        print(f"quarry: {units[-1] if units else message}", file=sys.stderr)
        print("what is sealed stays; the same command goes on from there", file=sys.stderr)
        for code in (task.STORAGE, task.AGAIN):
            if units and f"exit {code}:" in units[-1]:
                return code
        return 3
    finally:
        context.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
