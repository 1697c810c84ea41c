"""C++ text with everything blanked that is not code, so that braces can be counted.

Comments, strings, characters, raw strings and preprocessor lines become spaces; line ends stay,
so positions and line numbers are those of the file.
"""

import re

_TOKEN = re.compile(
    r"""
    (?P<line_comment>//(?:[^\n\\]|\\.|\\\n)*)
  | (?P<block_comment>/\*.*?\*/)
  | (?P<raw>\b(?:u8|u|U|L)?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
  | (?P<string>"(?:[^"\\\n]|\\.)*")
  | (?P<number>\b[0-9](?:[0-9a-zA-Z_.]|'(?=[0-9a-zA-Z]))*)
  | (?P<word>[A-Za-z_][A-Za-z_0-9]*)
  | (?P<character>'(?:[^'\\\n]|\\.)+')
  | (?P<directive>^[ \t]*\#(?:[^\n\\/]|\\.|\\\n|/(?![*/]))*)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_CODE = {"number", "word"}


def blanked(source):
    """`source` with the same length and lines, and only code left."""
    def replace(found):
        if found.lastgroup in _CODE:
            return found.group(0)
        return re.sub(r"[^\n]", " ", found.group(0))

    return _TOKEN.sub(replace, source)
