"""./dev bench cluster [--rounds N] [--rate N] [--seed N] [--seconds S]: what a PostgreSQL ledger takes
beside SQLite's and beside pgbench, then what a real cluster loses in so many rounds of faults, and how
long it is silent, which takes over an hour; the last line is JSON. Ends with 1 where something was lost,
silent for longer than promised or slower than LEAST, or nothing was broken at all."""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEAST = {"vs_sqlite": 0.6, "vs_pgbench": 2}  # times as many as theirs


def speeds(seconds):
    """What bench_cluster measures; its own lines go out as they come."""
    program = next(ROOT.glob("build/release/**/bench_cluster"))
    with subprocess.Popen([program, "--seconds", str(seconds)], stdout=subprocess.PIPE, text=True,
                          cwd=ROOT) as running:
        line = ""
        for line in running.stdout:
            print(line, end="", flush=True)
    if running.returncode != 0:
        sys.exit(running.returncode)
    return json.loads(line)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--rate", type=int, default=2_000, help="notices a second")
    parser.add_argument("--seed", type=int, default=20_261_129)
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    figures = speeds(options.seconds)
    os.environ["CHOPAY_CLUSTER_ROUNDS"] = str(options.rounds)
    os.environ["CHOPAY_CLUSTER_RATE"] = str(options.rate)
    os.environ["CHOPAY_CLUSTER_SEED"] = str(options.seed)
    sys.path[:0] = [str(ROOT / "tests/cluster"), str(ROOT / "tests/api")]
    import cluster_test  # reads the environment
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=1).run(
        unittest.defaultTestLoader.loadTestsFromModule(cluster_test))
    for late in cluster_test.LATE:
        print("longer than promised:", late)
    slow = [f"{name} is {figures[name]}, below {least}" for name, least in LEAST.items()
            if figures[name] < least]
    for words in slow:
        print("slower than promised:", words)
    print(json.dumps(figures | cluster_test.FIGURES))
    measured = result.wasSuccessful() and not result.skipped
    sys.exit(0 if measured and not cluster_test.LATE and not slow else 1)


if __name__ == "__main__":
    main()
