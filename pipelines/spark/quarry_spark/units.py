"""The verbs `plan`, `work` and `commit` of the program, as functions. Nothing here knows of Spark."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import Optional


class Failed(Exception):
    """The program ended with an exit code that ends the run too."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


@dataclass
class Run:
    """A run's folder, how the program is called on it, and the `s3://` address where the corpus is sent, if any."""

    program: str
    folder: str
    roots: list = field(default_factory=list)
    address: Optional[str] = None

    def _call(self, *arguments):
        done = subprocess.run([self.program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            code = done.returncode if done.returncode > 0 else 128 - done.returncode
            raise Failed(code, done.stderr.strip())
        return done.stdout, done.stderr

    def _roots(self):
        return [word for root in self.roots for word in ("--root", root)]

    def plan(self, pipeline, inputs, sets):
        """Writes the plan, or finds this very one; returns the names of the phases in order, and warnings."""
        arguments = ["plan", pipeline, "--run", self.folder, "--json", *self._roots()]
        for value in sets:
            arguments += ["--set", value]
        out, warnings = self._call(*arguments, "--input", *inputs)
        return list(json.loads(out)["units"]), warnings.splitlines()

    def open_units(self, phase):
        """The units of a phase that are still to do, the largest first: dicts with `unit` and `cost` (bytes)."""
        out, _ = self._call("plan", "--run", self.folder, "--phase", phase, *self._roots())
        return [json.loads(line) for line in out.splitlines()]

    def commit(self, phase, allow_quarantined):
        """Closes a phase, and sends the corpus after the last one; returns the phase's sum: `units`, `ledger`, `total`, `counts`."""
        address = ["--output", self.address] if self.address else []
        out, _ = self._call(
            "commit", "--run", self.folder, "--phase", phase, "--json",
            "--allow-quarantined", str(allow_quarantined), *address, *self._roots())
        return json.loads(out)


def places(output, work):
    """The run's folder and the address where the corpus is sent, of `--output` and `--work` as `quarry run` reads them."""
    if "://" not in output:
        if work:
            raise Failed(2, "--work is for --output s3://…: the work of a run is in its own folder")
        return os.path.abspath(output), None
    if not output.startswith("s3://"):
        raise Failed(2, f"'{output}': a corpus is sent to s3://bucket/folder, nowhere else")
    if not work:
        raise Failed(2, f"'{output}': give --work FOLDER too, on storage that all machines share; from there the corpus is sent")
    return os.path.abspath(work), output


def find_program(asked):
    """The program that was asked for, or the one on PATH, or that of this checkout."""
    built = os.path.join(os.path.dirname(__file__), "..", "..", "..", ".build", "release", "quarry")
    for path in [asked] if asked else [shutil.which("quarry"), built]:
        if path and os.access(path, os.X_OK):
            return os.path.realpath(path)
    raise Failed(2, f"there is no program '{asked}'" if asked else "there is no quarry on PATH: give --program")
