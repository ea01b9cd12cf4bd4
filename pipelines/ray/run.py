#!/usr/bin/env python3
"""Makes a corpus with Ray: one task a unit, retried by Ray; the same command resumes. Needs `pip install ray`.

    pipelines/ray/run.py PIPELINE --input … --output … [--work …] [--set k=v]… [--allow-quarantined N] [--address ADDRESS]

The output folder, or with --output s3://… that of --work, is on storage that all machines see, and all have the program (PATH, or --program).
"""

import argparse
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "spark"))

import ray  # noqa: E402

from quarry_spark import task  # noqa: E402
from quarry_spark.units import Failed, Run, places  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pipeline")
    parser.add_argument("--input", nargs="+", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--work", help="with --output s3://…: the folder in which the corpus is made")
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--allow-quarantined", type=int, default=0)
    parser.add_argument("--address", help="of the cluster (default: start one on this machine)")
    parser.add_argument("--program", default=shutil.which("quarry"))
    arguments = parser.parse_args()
    if not arguments.program:
        parser.error("there is no quarry on PATH: give --program")
    try:
        folder, address = places(arguments.output, arguments.work)
    except Failed as failure:
        parser.error(str(failure))
    run = Run(os.path.abspath(arguments.program), folder, address=address)
    ray.init(address=arguments.address, runtime_env={"py_modules": [os.path.dirname(task.__file__)]})
    work = ray.remote(max_retries=8, retry_exceptions=True)(
        lambda unit: task.work(unit, run.program, run.folder, run.roots, {}))
    try:
        phases, warnings = run.plan(arguments.pipeline, arguments.input, arguments.set)
        print(*warnings, sep="\n", end="", file=sys.stderr)
        for phase in phases:
            ray.get([work.remote(unit["unit"]) for unit in run.open_units(phase)])
            run.commit(phase, arguments.allow_quarantined)
            print(f"{phase}: closed", file=sys.stderr)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return failure.code
    return 0


if __name__ == "__main__":
    sys.exit(main())
