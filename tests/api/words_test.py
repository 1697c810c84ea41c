"""Amounts in words by the command, against the shared list; skipped where that is not there."""

import unittest

from sandbox import ROOT, chopay

LIST = ROOT.parent / "shared/vectors/vi_amounts.tsv"


def rows():
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and line[0].isdigit()]


@unittest.skipUnless(LIST.exists(), "the shared list of amounts is not here")
class WordsTest(unittest.TestCase):
    def test_every_amount_of_the_list_is_said_as_it_stands_there(self):
        self.assertGreaterEqual(len(rows()), 30)
        for number, words, *_ in rows():
            with self.subTest(number=number):
                self.assertEqual(chopay("words", number).stdout.strip(), words)


if __name__ == "__main__":
    unittest.main()
