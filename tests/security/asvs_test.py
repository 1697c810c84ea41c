"""ASVS.md promises tests: each one that it names exists, and no item stands for two things."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = (ROOT / "tests/security/ASVS.md").read_text()
OPEN = TABLE.index("## Open")


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
        named = [name for row in rows(TABLE[:OPEN]) for name in re.findall("`([^`]+)`", row[2])]
        self.assertGreater(len(named), 100)
        self.assertEqual(set(named) - names_of_tests(), set())

    def test_each_item_has_a_test_or_is_open(self):
        for row in rows(TABLE[:OPEN]):
            self.assertRegex(row[2], "`.+`", row[0])
        for row in rows(TABLE[OPEN:]):
            self.assertGreater(len(row[1]), 20, row[0])

    def test_no_item_is_in_the_table_twice(self):
        met = [item for row in rows(TABLE[:OPEN]) for item in items(row[0])]
        self.assertEqual(sorted(met), sorted(set(met)))


if __name__ == "__main__":
    unittest.main()
