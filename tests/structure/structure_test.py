#!/usr/bin/env python3
"""The house keeps its shape: rooms.py has the rules as tables.

    structure_test.py CHECK [--root DIR] [--build DIR]

prints what breaks the rule, one a line, and ends with 1 if anything does.
"""

import argparse
import pathlib
import sys

import header_check
import include_checks
import phrase_checks
import table_phrase_checks
import text_checks

ROOT = pathlib.Path(__file__).resolve().parents[2]

CHECKS = {
    "includes": include_checks.includes_point_down,
    "walls": include_checks.libraries_stay_behind_their_walls,
    "links": include_checks.links_point_down,
    "files": text_checks.files_are_short,
    "functions": text_checks.functions_are_short,
    "phrases": phrase_checks.phrases_are_in_both_languages,
    "tables": table_phrase_checks.tables_are_explained_in_both_languages,
    "words": text_checks.nothing_is_left_unfinished,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("check", choices=[*CHECKS, "headers", "all"],
                        help="'all' is every check that needs no build")
    parser.add_argument("--root", default=str(ROOT))
    parser.add_argument("--build", help="a built build directory; only 'headers' needs it")
    parser.add_argument("--every", action="store_true",
                        help="compile every header, not only what changed lately")
    given = parser.parse_args()
    if given.check == "headers":
        if not given.build:
            parser.error("headers needs --build")
        complaints = header_check.headers_compile_alone(given.root, given.build, given.every)
    else:
        chosen = CHECKS if given.check == "all" else [given.check]
        complaints = [complaint for name in chosen for complaint in CHECKS[name](given.root)]
    print(*complaints, sep="\n", end="\n" if complaints else "")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
