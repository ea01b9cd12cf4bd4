"""The verbs `plan`, `work` and `commit` of the program, as functions. Nothing here knows of Spark."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field


class Failed(Exception):
    """The program ended with an exit code that ends the run too."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


@dataclass
class Run:
    """A run's folder, and how the program is called on it."""

    program: str
    folder: str
    roots: list = field(default_factory=list)

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
        """Closes a phase; returns its sum: `units`, `ledger`, `total`, `counts`."""
        out, _ = self._call(
            "commit", "--run", self.folder, "--phase", phase, "--json",
            "--allow-quarantined", str(allow_quarantined), *self._roots())
        return json.loads(out)

    def finish(self, pipeline, inputs, sets, allow_quarantined):
        """Does what a run does after its last phase: scores, and the selection by rules on them."""
        arguments = ["run", pipeline, "--output", self.folder, "--progress", "never", "--jobs", "1"]
        for value in sets:
            arguments += ["--set", value]
        self._call(*arguments, "--allow-quarantined", str(allow_quarantined), *self._roots(), "--input", *inputs)


def find_program(asked):
    """The program that was asked for, or the one on PATH, or that of this checkout."""
    built = os.path.join(os.path.dirname(__file__), "..", "..", "..", ".build", "release", "quarry")
    for path in [asked] if asked else [shutil.which("quarry"), built]:
        if path and os.access(path, os.X_OK):
            return os.path.realpath(path)
    raise Failed(2, f"there is no program '{asked}'" if asked else "there is no quarry on PATH: give --program")
