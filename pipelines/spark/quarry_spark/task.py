"""What an executor does: one unit by the program, in a process that ends with the task."""

import ctypes
import json
import os
import signal
import subprocess
import tempfile
import time

DONE = (0, 65)  # sealed; quarantined, with the reason beside the unit
STORAGE = 74
AGAIN = 75


class UnitFailed(Exception):
    """A unit that Spark should try again, here or on another machine."""


def _end_with_parent():
    """Asks the kernel to stop the program when the Python worker is killed: Spark kills losing copies of a task."""
    ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGTERM, 0, 0, 0)  # PR_SET_PDEATHSIG


def work(unit, program, folder, roots, options, report=lambda line: None):
    """Does `unit` and returns the program's answer: `unit`, `status`, and `ledger`, `bytes`, `seconds` or `message`.

    `report` takes each line of the heartbeat as a dict. Raises `UnitFailed` for every exit code but 0 and 65.
    """
    with tempfile.TemporaryDirectory(prefix="quarry-", dir=options.get("scratch")) as scratch:
        arguments = [program, "work", "--run", folder, "--unit", unit, "--scratch", scratch]
        if options.get("memory"):
            arguments += ["--memory", str(options["memory"])]
        if options.get("heartbeat"):
            arguments += ["--heartbeat", str(options["heartbeat"])]
        for root in roots:
            arguments += ["--root", root]
        process = subprocess.Popen(
            arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_end_with_parent)
        words = []
        for line in process.stderr:
            try:
                report(json.loads(line))
            except (ValueError, TypeError):
                words = (words + [line.rstrip()])[-5:]
        answer = process.stdout.read()
        code = process.wait()
    if code not in DONE:
        if code == AGAIN:
            time.sleep(1)  # what is missing for a moment is seldom there at once
        if code < 0:
            words.append(f"ended by signal {-code}")
        message = "; ".join(words) or answer.strip() or "no message"
        raise UnitFailed(f"{unit} on {os.uname().nodename}: exit {code}: {message}")
    return json.loads(answer)
