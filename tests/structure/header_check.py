"""Every header compiles alone.

Each is compiled as the only line of a source of its own, with the build's own command for a source of
the same folder (so with ccache too, when the build uses it). The builds of the tests put many files
together, so nothing else proves it. All of them take minutes: unless every header is asked for, those
are compiled that the latest commits or the working tree touch.
"""

import concurrent.futures
import json
import os
import re
import shlex
import subprocess

import tree

LATEST_COMMITS = 10


def headers_compile_alone(root, build, every=False, jobs=2):
    """Complaints, each with the compiler's first lines. Needs build/compile_commands.json."""
    build = os.path.abspath(build)  # the compiler works in it
    commands = _commands(root, build)
    headers = tree.files(root, (".hpp",))
    if every:
        headers = [header for header in headers if not leads_its_source(root, header)]
    else:
        headers = touched(root, headers)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        results = pool.map(lambda header: _compile(build, header, commands), headers)
    return [complaint for complaint in results if complaint]


def touched(root, headers):
    """Of the headers, those changed lately; all where git cannot tell."""
    changed = _changed_lately(root)
    return headers if changed is None else [header for header in headers if header in changed]


def leads_its_source(root, header):
    """Whether the source of the same name is there and includes the header before anything else."""
    try:
        with open(os.path.join(root, header.removesuffix(".hpp") + ".cpp"), encoding="utf-8") as file:
            first = re.search(r'^\s*#include\s+["<]([^">]+)', file.read(), re.MULTILINE)
    except FileNotFoundError:
        return False
    return first is not None and first.group(1) == header


def _changed_lately(root):
    # The tree may be another user's, as a container's often is; nothing of it is run.
    git = ["git", "-C", root, "-c", "safe.directory=*"]
    changed = set()
    for words in (["log", f"-{LATEST_COMMITS}", "--format="], ["diff", "HEAD"]):
        try:
            run = subprocess.run([*git, *words, "--name-only", "--", "*.hpp"],
                                 capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        changed.update(run.stdout.split())
    return changed


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
