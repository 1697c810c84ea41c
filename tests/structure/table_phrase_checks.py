"""What is told of a market's table in English is there in Vietnamese too: the pages look a sentence up
by its words, and one that was reworded in C++ alone would be shown in English."""

import re

import tree

PAGE = "gateway/pages/assets/table_problems.js"
# The map of the page: whose sentences are all in it, and whose may be, since the page has general
# words for the rest.
_MAPS = {
    "vietnamese": (("merchant/market_table", "merchant/market_import"), ()),
    "unreadable": (("merchant/csv",), ("merchant/statement/workbook", "merchant/statement/zip_archive")),
}
_NEVER_ON_A_PAGE = {"market # has this account"}  # for who keeps the machine

_LITERAL = r'"((?:[^"\\\n]|\\.)*)"'
_CHAIN = re.compile(rf'{_LITERAL}(?:\s*\+\s*[^"+;]+\+\s*{_LITERAL})*')
_ENTRY = re.compile(rf"\[\s*{_LITERAL}\s*,")


def _sentences(source):
    """All that stands in C++ text as English of two words or more, `#` for what is put in."""
    code = re.sub(r"^\s*(?://|#).*$", "", source, flags=re.MULTILINE)
    code = re.sub(r'"\s*\n\s*"', "", code)
    for chain in _CHAIN.finditer(code):
        text = "#".join(re.findall(_LITERAL, chain[0])).replace('\\"', '"')
        if re.match("[a-z]", text) and len(re.findall("[a-z]{2,}", text)) > 1:
            yield text


def _of(root, starts):
    return {sentence: path for path in tree.files(root, (".cpp",), starts or ("-",))
            for sentence in _sentences(tree.text(root, path))}


def tables_are_explained_in_both_languages(root):
    """Every sentence of the table's reader has its entry, and no entry is without a sentence."""
    page = tree.text(root, PAGE)
    complaints = []
    for name, (whole, partly) in _MAPS.items():
        block = re.search(rf"const {name} = new Map\(\[\n(.*?)\n\]\);", page, re.DOTALL)[1]
        entries = {entry.replace('\\"', '"') for entry in _ENTRY.findall(block)}
        said = _of(root, whole)
        complaints += [f"{path}: no Vietnamese in {PAGE} for “{sentence}”"
                       for sentence, path in said.items()
                       if sentence not in entries | _NEVER_ON_A_PAGE]
        complaints += [f"{PAGE}: nobody says “{entry}”"
                       for entry in sorted(entries - said.keys() - _of(root, partly).keys())]
    return complaints
