"""Who includes and links whom."""

import os
import re

import rooms
import tree

_LINKS = re.compile(r"target_link_libraries\s*\(([^)]*)\)")


def includes_point_down(root):
    """A room includes only rooms below it; the command line is reached from main alone."""
    return [complaint
            for path in tree.files(root, (".cpp", ".hpp"), tuple(f"{r}/" for r in rooms.MAY_USE))
            for line, header, quoted in tree.includes(tree.text(root, path))
            if quoted and (complaint := _wrong_include(root, path, line, header))]


def _wrong_include(root, path, line, header):
    where = f"{path}:{line}: includes {header}"
    here, there = rooms.room_of(path), rooms.room_of(header)
    if not os.path.isfile(os.path.join(root, header)):
        return f"{where}, which is no file; write the path from the root"
    if there is None:
        return f"{where}, which is in no room"
    if there == here:
        return None
    if there not in rooms.MAY_USE[here]:
        return f"{where}; {here} may use only {', '.join(sorted(rooms.MAY_USE[here])) or 'itself'}"
    if header not in rooms.ONLY_HEADERS.get((here, there), {header}):
        allowed = ", ".join(sorted(rooms.ONLY_HEADERS[(here, there)]))
        return f"{where}; of {there}, {here} may use only {allowed}"
    if path not in rooms.ONLY_FROM.get(there, {path}) and header not in rooms.OPEN_HEADERS:
        return f"{where}; only {', '.join(rooms.ONLY_FROM[there])} may"
    return None


def libraries_stay_behind_their_walls(root):
    """Beast, sockets, TLS and the C libraries are included only where the design says."""
    complaints, places = [], {name: {} for name, _ in rooms.ONE_PLACE}
    for path in tree.files(root, (".cpp", ".hpp"), tuple(f"{r}/" for r in rooms.MAY_USE)):
        for line, header, _ in tree.includes(tree.text(root, path)):
            for name, starts, allowed in rooms.WALLS:
                if header.startswith(starts) and not path.startswith(allowed):
                    complaints.append(f"{path}:{line}: includes {header}; {name} stays in "
                                      + ", ".join(allowed))
            for name, start in rooms.ONE_PLACE:
                if header.startswith(start):
                    places[name][path] = line
    return complaints + [complaint for name, where in places.items()
                         for complaint in _not_one_place(name, where)]


def _not_one_place(name, where):
    """`where`: {path: line} of the files that include the library."""
    for path, line in where.items():
        if path.endswith(".hpp"):
            yield f"{path}:{line}: a header includes {name}; only a .cpp may"
    if len(where) > 1:
        yield f"{name} is included by {len(where)} files, not one: {', '.join(sorted(where))}"


def links_point_down(root):
    """A room's CMakeLists.txt links only rooms that the room may include."""
    complaints = []
    for path in tree.files(root, ("CMakeLists.txt",), tuple(f"{r}/" for r in rooms.MAY_USE)):
        here = rooms.room_of(path)
        if here is None:
            continue  # a folder of rooms, as gateway/ is
        for word in _linked_names(tree.text(root, path)):
            there = rooms.room_of_library(word)
            if there is None and word.startswith("chopay_") and word != "chopay_options":
                complaints.append(f"{path}: links {word}, which is no room's library")
            elif there and there != here and there not in rooms.MAY_USE[here]:
                complaints.append(f"{path}: links {word}; {here} may not use {there}")
    return complaints


def _linked_names(text):
    text = re.sub(r"#.*", "", text)
    return sorted({word for call in _LINKS.findall(text) for word in call.split()})
