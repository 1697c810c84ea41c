"""ASVS.md is complete, and promises tests: each one that it names exists, and no item is in two places."""

import pathlib
import re
import unittest

import asvs_items

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = (ROOT / "tests/security/ASVS.md").read_text()
HELD, REST = TABLE.split("## Open")
OPEN, APART = REST.split("## Not applicable")
# What the standard wants written down, and where: what must be found there.
WRITTEN = {
    "6.1.2": ("README.md", "`gateway/people/password_rules.cpp`"),
    "15.1.1": ("README.md", "within three days"),
    "15.1.3": ("README.md", "**What takes long.**"),
}
# Scripts that write under what is no constant: a field of the page's own form, a place in a row.
OWN_NAMES = {("stall.js", "name"), ("symbol.ts", "x")}


def names_of_tests():
    """The cases of Catch2, the methods of Python's tests, the tests of Node, and what ctest has."""
    texts = {suffix: "\n".join(path.read_text() for path in (ROOT / "tests").rglob("*" + suffix)
                               if "node_modules" not in path.parts)
             for suffix in (".cpp", "_test.py", ".test.mjs", "CMakeLists.txt")}
    joined = re.sub(r'"\s*\n\s*"', "", texts[".cpp"])  # a name over two lines
    names = set(re.findall(r'TEST_CASE\(\s*"((?:[^"\\]|\\.)*)"', joined))
    names |= set(re.findall(r"def (test_\w+)", texts["_test.py"]))
    names |= set(re.findall(r'test\(\s*"((?:[^"\\]|\\.)*)"', texts[".test.mjs"]))
    return names | set(re.findall(r'_test\(\w+ "(.*)"\)', texts["CMakeLists.txt"]))


def rows(text):
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()
            if re.match(r"\| \d", line)]


def items(cell):
    """1.2.3 and 1.2.5 to 1.2.7, one by one."""
    for part in cell.split(", "):
        first, _, last = part.partition("–")
        section, _, number = first.rpartition(".")
        to = int(last.rpartition(".")[2]) if last else int(number)
        yield from (f"{section}.{n}" for n in range(int(number), to + 1))


class AsvsTest(unittest.TestCase):
    def test_each_test_that_the_table_names_exists(self):
        named = [name for row in rows(HELD) for name in re.findall("`([^`]+)`", row[2])]
        self.assertGreater(len(named), 100)
        self.assertEqual(set(named) - names_of_tests(), set())

    def test_what_is_held_has_a_test_and_what_is_not_has_a_reason(self):
        for row in rows(HELD):
            self.assertRegex(row[2], "`.+`", row[0])
        for row in rows(OPEN) + rows(APART):
            self.assertGreater(len(row[1]), 8, row[0])

    def test_each_item_of_both_levels_is_in_exactly_one_place(self):
        wanted = asvs_items.of_level_1() + asvs_items.of_level_2()
        self.assertEqual((len(asvs_items.of_level_1()), len(wanted)), (70, 253))
        met = [item for text in (HELD, OPEN, APART) for row in rows(text)
               for item in items(row[0])]
        self.assertEqual(set(wanted) - set(met), set(), "in no place")
        self.assertEqual({item for item in met if met.count(item) > 1}, set(), "in several")
        known = {*asvs_items.SECTIONS, "3.1", "3.6", "6.7", "11.7", "15.4"}  # these are of level 3
        self.assertEqual({item for item in met if item.rpartition(".")[0] not in known}, set())

    def test_what_must_be_written_down_is(self):
        for item, (file, words) in WRITTEN.items():
            self.assertTrue(words in (ROOT / file).read_text(), f"{item}: {words} in {file}")

    def test_no_script_writes_under_a_name_that_it_was_sent(self):
        scripts = [path for folder in ("gateway/pages", "gateway/web/src")
                   for path in (ROOT / folder).rglob("*") if path.suffix in (".js", ".ts", ".tsx")]
        self.assertGreater(len(scripts), 20)
        written = set()
        for path in scripts:
            text = path.read_text()
            self.assertNotRegex(text, r"__proto__|setPrototypeOf|\.prototype\b", path.name)
            written |= {(path.name, name)
                        for name in re.findall(r"[\w)\]]\[([a-z]\w*)\] = ", text)}
        self.assertEqual(written - OWN_NAMES, set())


if __name__ == "__main__":
    unittest.main()
