"""Every header compiles alone.

A header that is the first include of a source has been proved where sources are compiled one by
one, as the rooms' are for the sanitizers, with which `.ci/run` ends; those of a test program are put
together there too. Each other one is compiled here, as the only line of a source of its own, with the build's own command for a source of the same folder
(so with ccache too, when the build uses it).
"""

import concurrent.futures
import json
import os
import shlex
import subprocess

import tree


def headers_compile_alone(root, build, jobs=2):
    """Complaints, each with the compiler's first lines. Needs build/compile_commands.json."""
    commands = _commands(root, build)
    proved = _proved_by_sources(root)
    left = [header for header in tree.files(root, (".hpp",)) if header not in proved]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        results = pool.map(lambda header: _compile(build, header, commands), left)
    return [complaint for complaint in results if complaint]


def _commands(root, build):
    """{path of a source in the tree: the words of its compile command}."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    found = {}
    for entry in entries:
        path = os.path.relpath(entry["file"], root).replace(os.sep, "/")
        if not path.startswith(("..", "build/")):
            found[path] = shlex.split(entry["command"])
    return found


def _proved_by_sources(root):
    firsts = set()
    for source in tree.files(root, (".cpp",)):
        if source.startswith("tests/") and not source.startswith("tests/support/"):
            continue
        lines = tree.includes(tree.text(root, source))
        if lines and lines[0][2]:
            firsts.add(lines[0][1])
    return firsts


def command_for(header, commands):
    """The compile command of the source that shares the longest path with `header`."""
    def shared(source):
        return len(os.path.commonprefix((os.path.dirname(header) + "/", source)))

    return commands[max(sorted(commands), key=shared)]


def _compile(build, header, commands):
    source = os.path.join(build, "alone", header + ".cpp")
    os.makedirs(os.path.dirname(source), exist_ok=True)
    line = f'#include "{header}"\n'
    if not os.path.exists(source) or open(source, encoding="utf-8").read() != line:
        with open(source, "w", encoding="utf-8") as file:
            file.write(line)
    words = command_for(header, commands)
    words = words[:words.index("-o")] + ["-O0", "-U_FORTIFY_SOURCE", "-o", source + ".o",
                                        "-c", source]
    run = subprocess.run(words, cwd=build, capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return None
    return f"{header}: does not compile alone\n" + "\n".join(run.stderr.splitlines()[:6])
