"""Sizes, names and words."""

import re

import tree
from functions import Unbalanced, functions

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60

# Not between quotes: three X are also how an option names its value.
_UNFINISHED = re.compile(r"(?<![\"'])\b(TO" r"DO|FIX" r"ME|X" r"XX)\b(?![\"'])")
_EMPTY_NAMES = {"util", "utils", "common", "helper", "helpers", "manager", "managers", "misc"}


def files_are_short(root):
    """No file has more than FILE_LINES_MAX lines."""
    return [f"{path}: {lines} lines, more than {FILE_LINES_MAX}"
            for path in tree.files(root, tree.CODE)
            if (lines := len(tree.text(root, path).splitlines())) > FILE_LINES_MAX]


def functions_are_short(root):
    """No C++ function has more than FUNCTION_LINES_MAX lines, from its name to its last brace."""
    complaints = []
    for path in tree.files(root, (".cpp", ".hpp")):
        try:
            complaints += [f"{path}:{found.line}: {found.name} has {found.lines} lines, more than "
                           f"{FUNCTION_LINES_MAX}"
                           for found in functions(tree.text(root, path))
                           if found.lines > FUNCTION_LINES_MAX]
        except Unbalanced as error:
            complaints.append(f"{path}: {error}")
    return complaints


def nothing_is_left_unfinished(root):
    """No mark of unfinished work, no tab in code, no file with a name that says nothing."""
    complaints = []
    for path in tree.files(root, tree.TEXT):
        for number, line in enumerate(tree.text(root, path).splitlines(), 1):
            if found := _UNFINISHED.search(line):
                complaints.append(f"{path}:{number}: {found.group()}")
            if "\t" in line and not path.endswith(".md"):
                complaints.append(f"{path}:{number}: a tab")
        stem = path.rsplit("/", 1)[-1].split(".")[0]
        if _EMPTY_NAMES & set(re.split(r"[_-]", stem.lower())):
            complaints.append(f"{path}: a name that does not say what is in it")
    return complaints
