"""Which files the checks look at, and their text."""

import os
import re

SKIPPED_FOLDERS = {"build", "data", "node_modules", "dist", "corpus", ".git", "__pycache__"}
CODE = (".cpp", ".hpp", ".js", ".mjs", ".ts", ".py", ".sh")
TEXT = CODE + (".css", ".html", ".sql", ".cmake", ".toml", ".yaml", ".yml", ".md", "CMakeLists.txt")
SCRIPTS = {"dev", ".ci/run"}  # shell without an ending

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def files(root, endings, under=("",)):
    """Paths relative to root, sorted, of the files that end so (and the scripts, for code)."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
            wanted = name.endswith(endings) or (".sh" in endings and path in SCRIPTS)
            if wanted and any(path.startswith(start) for start in under):
                found.append(path)
    return sorted(found)


def text(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def includes(source):
    """[(line, header, is_quoted)] of the #include lines of C++ text, in order."""
    return [(source.count("\n", 0, found.start()) + 1, found.group(2), found.group(1) == '"')
            for found in _INCLUDE.finditer(source)]
