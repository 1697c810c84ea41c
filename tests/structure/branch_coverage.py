#!/usr/bin/env python3
"""Which share of the branches was taken, of the files that a pattern names.

    branch_coverage.py SUMMARY NAME PATTERN MINIMUM

reads what `llvm-cov export -summary-only` wrote, prints a line for each file, the worst first, and
one for all, and ends with 1 where fewer than MINIMUM in a hundred were taken, or there are none.
"""

import json
import re
import sys


def main():
    summary, name, pattern, minimum = sys.argv[1:]
    with open(summary, encoding="utf-8") as file:
        files = json.load(file)["data"][0]["files"]
    rows = [(one["summary"]["branches"], one["filename"]) for one in files
            if re.search(pattern, one["filename"])]
    rows = [(row["covered"], row["count"], path) for row, path in rows if row["count"] > 0]
    for taken, there, path in sorted(rows, key=lambda row: row[0] / row[1]):
        print(f"{100 * taken / there:6.1f} % {taken:5} of {there:5}  {path}")
    taken, there = sum(row[0] for row in rows), sum(row[1] for row in rows)
    share = 100 * taken / there if there else 0.0
    print(f"{name}: {share:.1f} % of {there} branches taken, {float(minimum):g} % wanted")
    return 0 if share >= float(minimum) else 1


if __name__ == "__main__":
    sys.exit(main())
