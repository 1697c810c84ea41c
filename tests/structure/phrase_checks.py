"""What the pages say is there in both languages: gateway/pages/phrases_*.cpp has each phrase once."""

import re

import tree

_LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_ROW = re.compile(r'\{((?:"(?:[^"\\\n]|\\.)*"\s*)+),\s*((?:"(?:[^"\\\n]|\\.)*"\s*)+)\}')
_MARKED = re.compile(r"\[\[([^\[\]]+)\]\]")
_VIETNAMESE = re.compile("[À-ỹĐđ]")
# Names, what the file for the phone's home screen says, and a table of a settings file.
_NO_PHRASES = {"Cốc Cốc", "Tiếng Việt", "Sạp ", "source"}


def _joined(source):
    """C++ text without comments, in which neighbouring literals are one."""
    return re.sub(r'"\s*\n\s*"', "", re.sub(r"^\s*//.*$", "", source, flags=re.MULTILINE))


def _text(literals):
    return "".join(_LITERAL.findall(literals)).replace('\\"', '"')


def _rows(root):
    return [_text(row[0]) for path in tree.files(root, (".cpp",), ("gateway/pages/phrases_",))
            for row in _ROW.findall(tree.text(root, path))]


def _said(root):
    """(path, phrase) of all that pages say."""
    for path in tree.files(root, (".html",), ("gateway/pages/",)):
        for phrase in _MARKED.findall(tree.text(root, path)):
            yield path, phrase
    for path in tree.files(root, (".cpp",), ("gateway/pages/", "gateway/app/")):
        if path.startswith(("gateway/pages/phrases_", "gateway/pages/docs")):
            continue
        source = _joined(tree.text(root, path))
        for literal in _LITERAL.findall(source):
            marked = _MARKED.findall(literal)
            for phrase in marked:
                yield path, phrase.replace('\\"', '"')
            if not marked and "<" not in literal and _VIETNAMESE.search(literal):
                if path.startswith("gateway/pages/"):
                    yield path, literal.replace('\\"', '"')
        for literal in re.findall(r'\bsay\(("(?:[^"\\\n]|\\.)*")', source):
            yield path, _text(literal)


def phrases_are_in_both_languages(root):
    """Every phrase has its row, and no row is without a phrase or there twice."""
    rows = _rows(root)
    said = {phrase: path for path, phrase in _said(root) if phrase not in _NO_PHRASES}
    missing = [f"{path}: no English for “{phrase}”" for phrase, path in said.items()
               if phrase not in rows]
    named = _texts_of_app(root)
    unused = [f"gateway/pages/phrases: nobody says “{row}”" for row in rows
              if row not in said and row not in named]
    twice = [f"gateway/pages/phrases: “{row}” is there twice" for row in sorted(set(rows))
             if rows.count(row) > 1]
    return missing + unused + twice


def _texts_of_app(root):
    """All literals of the routes, which name phrases for the pages to say."""
    return {literal.replace('\\"', '"') for path in tree.files(root, (".cpp",), ("gateway/app/",))
            for literal in _LITERAL.findall(_joined(tree.text(root, path)))}
