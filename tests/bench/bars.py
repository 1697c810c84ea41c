"""What a benchmark must reach, held against what it has measured."""

import json
import sys


class Bars:
    """Collects which bars were missed. A figure that is not there reaches nothing."""

    def __init__(self, figures):
        self.figures = figures
        self.missed = []

    def _hold(self, figure, kept, wanted):
        value = self.figures.get(figure)
        if value is None or not kept(value):
            self.missed.append(f"{figure} is {json.dumps(value)}, must be {wanted}")

    def below(self, figure, bar):
        self._hold(figure, lambda value: value < bar, f"less than {bar}")

    def at_most(self, figure, bar):
        self._hold(figure, lambda value: value <= bar, f"at most {bar}")

    def above(self, figure, bar):
        self._hold(figure, lambda value: value > bar, f"more than {bar}")

    def equal(self, figure, wanted):
        self._hold(figure, lambda value: value == wanted, json.dumps(wanted))


def report(bench, figures, missed):
    """Prints the figures as the last line, and ends: with 1 and a line each where bars were missed."""
    print(json.dumps(figures), flush=True)
    for line in missed:
        print(f"bench {bench}: missed: {line}", file=sys.stderr)
    sys.exit(1 if missed else 0)
