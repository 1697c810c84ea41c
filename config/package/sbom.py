#!/usr/bin/env python3
"""What the program is made of, as SPDX 2.3 JSON.

    sbom.py PROGRAM OUT

Debian packages whose libraries it loads, those that config/packages.txt wants for building, and what
npm's lock file puts into the till. The same source on the same machine gives the same bytes.
"""

import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def packages_that_are_loaded(program):
    """The Debian packages of the libraries that the program names itself."""
    needed = re.findall(r"\(NEEDED\).*\[(.+)\]", output("readelf", "-Wd", program))
    paths = dict(re.findall(r"(\S+) => (\S+)", output("ldd", program)))
    # dpkg may know a file without the /usr in front of /lib.
    files = ["*" + os.path.realpath(paths[name]).removeprefix("/usr") for name in needed
             if name in paths]
    return {line.split(":")[0] for line in output("dpkg-query", "--search", *files).splitlines()}


def packages_for_building():
    text = (ROOT / "config/packages.txt").read_text()
    wanted = text.split("# -- building and running\n")[1].split("#")[0].split()
    known = output("dpkg-query", "--show", "--showformat", "${Package}\n").split()
    return set(wanted) & set(known)


def debian(name, relation):
    version = output("dpkg-query", "--show", "--showformat", "${Version}\n", name).split("\n")[0]
    return {"name": name, "version": version, "relation": relation, "licence": "NOASSERTION",
            "purl": f"pkg:deb/debian/{name}@{version}"}


def licence(said):
    """What npm was told, where it is an expression of SPDX: "MPL 2.0" is none."""
    word = r"\(?[A-Za-z0-9.+-]+\)?"
    return said if re.fullmatch(f"{word}( (AND|OR|WITH) {word})*", said) else "NOASSERTION"


def of_npm():
    lock = json.loads((ROOT / "gateway/web/package-lock.json").read_text())
    for path, package in sorted(lock["packages"].items()):
        name = path.rpartition("node_modules/")[2]
        if not name or package.get("optional"):  # one machine's build of a tool
            continue
        yield {"name": name, "version": package["version"],
               "relation": "BUILD_TOOL_OF" if package.get("dev") else "CONTAINS",
               "licence": licence(package.get("license", "")),
               "purl": f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"}


def as_package(number, part):
    return {"SPDXID": f"SPDXRef-{number}", "name": part["name"], "versionInfo": part["version"],
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
            "licenseConcluded": "NOASSERTION", "licenseDeclared": part["licence"],
            "copyrightText": "NOASSERTION",
            "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                              "referenceLocator": part["purl"]}]}


def relation(number, part):
    """"chopay contains it", but "it is a tool of chopay"."""
    ends = ["SPDXRef-chopay", f"SPDXRef-{number}"]
    if part["relation"].endswith("_OF"):
        ends.reverse()
    return {"spdxElementId": ends[0], "relationshipType": part["relation"],
            "relatedSpdxElement": ends[1]}


def bill(program):
    loaded = packages_that_are_loaded(program)
    parts = [*(debian(name, "DYNAMIC_LINK") for name in sorted(loaded)),
             *(debian(name, "BUILD_DEPENDENCY_OF") for name in
               sorted(packages_for_building() - loaded)), *of_npm()]
    digest = hashlib.sha256(pathlib.Path(program).read_bytes()).hexdigest()
    version = output(program, "--version").split()[-1]
    created = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")),
                                              datetime.timezone.utc)
    chopay = {"SPDXID": "SPDXRef-chopay", "name": "chopay", "versionInfo": version,
              "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
              "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION",
              "copyrightText": "NOASSERTION",
              "checksums": [{"algorithm": "SHA256", "checksumValue": digest}]}
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
            "name": f"chopay-{version}",
            "documentNamespace": f"https://spdx.org/spdxdocs/chopay-{version}-{digest[:32]}",
            "creationInfo": {"created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
                             "creators": ["Tool: chopay-sbom"]},
            "packages": [chopay, *(as_package(number, part) for number, part
                                   in enumerate(parts, 1))],
            "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT",
                               "relationshipType": "DESCRIBES",
                               "relatedSpdxElement": "SPDXRef-chopay"},
                              *(relation(number, part) for number, part in enumerate(parts, 1))]}


if __name__ == "__main__":
    pathlib.Path(sys.argv[2]).write_text(json.dumps(bill(sys.argv[1]), indent=1) + "\n")
