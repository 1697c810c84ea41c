"""Finds the functions of a C++ file and their lengths, by counting braces.

Not a parser: it tells scopes (namespace, class), values (initialisers) and bodies apart by the
text in front of each brace. A lambda or local class inside a function counts with that function.
"""

import re
from typing import NamedTuple

from cpp_text import blanked


class Function(NamedTuple):
    name: str
    line: int   # of the first line of its declaration
    lines: int  # up to and with the closing brace


class Unbalanced(Exception):
    """The braces do not match, so nothing can be said about the file."""


_ANGLES = re.compile(r"<[^<>{};]*>")
_PARENS = re.compile(r"\([^()]*\)")
_SCOPE_WORD = re.compile(r"\b(namespace|class|struct|union|enum)\b|^\s*extern\s*$")
_NOT_PARAMETERS = re.compile(r"\b(alignas|requires|decltype|explicit|noexcept)\s*\(\)")
_INIT_LIST = re.compile(r"\(\)[^:]*(?<!:):(?!:)")
_LAMBDA = re.compile(r"(?<![\w\])])\[[^\[\]]*\]\s*(\(\)\s*)?"
                     r"(mutable|noexcept|constexpr|->\s*[\w:&* ]+|\s)*$")
_NAME = re.compile(r"(?<![\w~:])(?!(?:requires|explicit)\b)"
                   r"([\w:]*\boperator\s*(?:\(\)|[^\s\w(]+)|[~\w:]+)\s*\(")
_ACCESS = re.compile(r"(?:\s*(?:public|private|protected)\s*:(?!:))+\s*")


def _folded(head):
    """`head` with what is inside <> and () taken away, so that only its outer shape is left."""
    head = re.sub(r"\s+", " ", head)
    for pattern, empty in ((_ANGLES, " "), (_PARENS, "\x01")):
        before = None
        while before != head:
            before, head = head, pattern.sub(empty, head)
    return head.replace("\x01", "()")


def kind_of(head):
    """'scope', 'body' or 'value': what the brace after `head` opens outside of any function."""
    shape = _folded(head).rstrip()
    if _LAMBDA.search(shape):
        return "body"
    if shape.endswith(("requires", "requires ()", "requires()")):
        return "value"
    shape = re.sub(r"\boperator\s*([^\w\s(]+|\(\))", "operator", shape)
    if "=" in shape:
        return "value"
    shape = _NOT_PARAMETERS.sub("", shape)
    if _SCOPE_WORD.search(shape) and "()" not in shape:
        return "scope"
    if _INIT_LIST.search(_ACCESS.sub("", shape)):
        return "body" if shape.rstrip().endswith((")", "}")) else "value"
    return "body" if "()" in shape else "value"


def _first_of(head):
    """Where in `head` the declaration of a function begins."""
    if _LAMBDA.search(_folded(head)):
        starts = [found.start() for found in re.finditer(r"\[", head)]
        whole = [at for at in starts if _LAMBDA.match(_folded(head[at:]))]
        return whole[-1] if whole else 0
    access = _ACCESS.match(head)
    return access.end() if access else len(head) - len(head.lstrip())


def _measured(code, start, brace, end):
    head = code[start:brace]
    first = start + _first_of(head)
    name = _NAME.search(re.sub(r"\{[^{}]*\}", "", _ANGLES.sub("", code[first:brace])))
    return Function(name.group(1) if name else "a lambda",
                    code.count("\n", 0, first) + 1,
                    code.count("\n", first, end) + 1)


def functions(source):
    """Every function of the file, in order of their ends. Raises Unbalanced."""
    code = blanked(source)
    found, opened, start = [], [], 0  # start: of the statement that is being read
    for at in re.finditer(r"[{};]", code):
        kinds = [kind for kind, _, _ in opened]
        if at.group() == "{":
            kind = "inner" if "body" in kinds else kind_of(code[start:at.start()])
            opened.append((kind, start, at.start()))
            if kind == "scope":
                start = at.end()
        elif at.group() == "}":
            if not opened:
                raise Unbalanced(f"line {code.count(chr(10), 0, at.start()) + 1}: a '}}' too many")
            kind, began, brace = opened.pop()
            if kind == "body":
                found.append(_measured(code, began, brace, at.end()))
            if kind in ("scope", "body"):
                start = at.end()
        elif "body" not in kinds and "value" not in kinds:
            start = at.end()
    if opened:
        raise Unbalanced(f"{len(opened)} '{{' are never closed")
    return found
