#!/usr/bin/env python3
"""The man page and the shell completion, from what the program itself says with --help.

    manual.py PROGRAM MAN_PAGE COMPLETION

The page's date is SOURCE_DATE_EPOCH's, so that the same source gives the same bytes.
"""

import datetime
import os
import pathlib
import re
import subprocess
import sys


class Help:
    """One command's --help, cut into its parts."""

    def __init__(self, program, words):
        self.words = words
        text = subprocess.run([program, *words, "--help"], capture_output=True, text=True,
                              timeout=60, check=True).stdout
        self.summary, _, rest = text.partition("\n")
        blocks = re.split(r"\n\n", rest.strip("\n"))
        self.usage = blocks.pop(0).removeprefix("Usage: ")
        self.lists = {}
        while blocks and re.match(r"(Positionals|Options|Subcommands):\n", blocks[0]):
            heading, _, rows = blocks.pop(0).partition(":\n")
            self.lists[heading] = self._rows(rows)
        self.manual = "\n\n".join(blocks)

    @staticmethod
    def _rows(text):
        """[name and value, what it is] of each row; a row's help may begin on the next line."""
        rows = []
        for line in text.splitlines():
            if re.match(r"  \S", line):
                rows.append(list((re.split(r" {2,}", line.strip(), maxsplit=1) + [""])[:2]))
            else:
                rows[-1][1] = (rows[-1][1] + " " + line.strip()).strip()
        return rows

    def commands(self):
        return [name for name, _ in self.lists.get("Subcommands", [])]

    def options(self):
        return sorted({word for name, _ in self.lists.get("Options", [])
                       for word in re.findall(r"--[a-z-]+", name.split()[0])})


def read_all(program, words=()):
    """The help of the command and of all below it, each before its own."""
    found = Help(program, list(words))
    return [found] + [below for name in found.commands()
                      for below in read_all(program, [*words, name])]


def roff(text):
    """Text whose dots, dashes and backslashes mean themselves."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.M)


def lines_as_they_are(text):
    return f".nf\n{roff(text)}\n.fi\n"


def section(help_of):
    heading = " ".join(["chopay", *help_of.words])
    parts = [f".SS {roff(heading)}\n{roff(help_of.summary)}.\n.PP\n{lines_as_they_are(help_of.usage)}"]
    for name, rows in help_of.lists.items():
        if name == "Subcommands":
            continue
        parts += [f".TP\n.B {roff(row)}\n{roff(what)}\n" for row, what in rows
                  if not row.startswith(("-h,", "--help-all"))]
    if help_of.manual:
        parts.append(f".PP\n{lines_as_they_are(help_of.manual)}")
    return "".join(parts)


def man_page(helps, version, date):
    root = helps[0]
    return "".join([
        f'.TH CHOPAY 1 "{date:%Y-%m-%d}" "chopay {version}" "chopay"\n.ad l\n',
        f".SH NAME\nchopay \\- {roff(root.summary)}\n",
        ".SH SYNOPSIS\n.B chopay\n.I COMMAND\n[OPTIONS]\n",
        ".SH COMMANDS\n", *map(section, helps[1:]),
        ".SH EXIT STATUS\n", roff(root.manual), "\n",
        ".SH FILES\n.TP\n.I /etc/chopay/chopay.toml\nSettings of the service\n"
        ".TP\n.I /var/lib/chopay\nThe ledger; belongs to the user chopay\n"])


def completion(helps):
    """Two bash functions: what may follow a command, and the command that the line has so far."""
    rows = "".join(f"    '{' '.join(known.words)}') echo '"
                   f"{' '.join(known.commands() + known.options())}' ;;\n" for known in helps)
    return f"""# bash completion of chopay
_chopay_words() {{
  case $1 in
{rows}  esac
}}
_chopay() {{
  local path='' word
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    if [[ $word != -* && " $(_chopay_words "$path") " == *" $word "* ]]; then
      path+="${{path:+ }}$word"
    fi
  done
  mapfile -t COMPREPLY < <(compgen -W "$(_chopay_words "$path")" -- "${{COMP_WORDS[COMP_CWORD]}}")
}}
complete -o default -F _chopay chopay
"""


def main(program, man_file, completion_file):
    helps = read_all(program)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60,
                             check=True).stdout.split()[-1]
    date = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")),
                                           datetime.timezone.utc)
    pathlib.Path(man_file).write_text(man_page(helps, version, date))
    pathlib.Path(completion_file).write_text(completion(helps))


if __name__ == "__main__":
    main(*sys.argv[1:])
