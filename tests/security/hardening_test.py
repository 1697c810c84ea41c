"""The finished program has what cmake/hardening.cmake asks for, as readelf and objdump see it."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHOPAY = os.environ.get("CHOPAY") or str(ROOT / "build/release/chopay")


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def weaknesses(program):
    """What an attacker would like about the ELF file, in words; empty if all is well."""
    dynamic = output("readelf", "-Wd", program)
    segments = output("readelf", "-Wl", program)
    symbols = output("readelf", "-W", "--dyn-syms", program)
    wanted = {
        "it lies at a fixed address": re.search(r"FLAGS_1.*\bPIE\b", dynamic),
        "its table of functions stays writable":
            "GNU_RELRO" in segments and re.search(r"\bBIND_NOW\b|FLAGS_1.*\bNOW\b", dynamic),
        "its stack may be executed": re.search(r"GNU_STACK.* RW +0x", segments),
        "a page is writable and executable": not re.search(r"LOAD.* RWE ", segments),
        "an overrun of a frame is not noticed": "__stack_chk_fail" in symbols,
        "no copy knows the size of its target": re.search(r"__mem(cpy|move|set)_chk", symbols),
        "an index out of range reads on": "__glibcxx_assert_fail" in symbols,
        "it loads libraries from a path of its own": not re.search(r"R(UN)?PATH", dynamic),
    }
    if "X86-64" in output("readelf", "-h", program):
        code = output("objdump", "-d", "--no-show-raw-insn", program)
        wanted["it may return anywhere"] = "SHSTK" in output("readelf", "-Wn", program)
        wanted["it may jump anywhere"] = re.search(r"<main>:\n.*endbr64", code)
        wanted["a big frame jumps over the guard page"] = re.search(r"or[ql] +\$0x0,\(%rsp\)", code)
    return {weakness for weakness, well in wanted.items() if not well}


class HardeningTest(unittest.TestCase):
    def test_the_program_has_none_of_the_weaknesses(self):
        self.assertEqual(weaknesses(CHOPAY), set())

    def test_a_program_built_without_them_is_noticed(self):
        with tempfile.TemporaryDirectory(prefix="chopay-soft-") as folder:
            source = pathlib.Path(folder) / "soft.cpp"
            source.write_text("int main() {}\n")
            program = str(source.with_suffix(""))
            output("c++", source, "-o", program, "-no-pie", "-fcf-protection=none",
                   "-Wl,-z,execstack,-z,norelro,-z,lazy,-rpath,/nowhere")
            expected = {
                "it lies at a fixed address", "its table of functions stays writable",
                "its stack may be executed", "an overrun of a frame is not noticed",
                "no copy knows the size of its target", "an index out of range reads on",
                "it loads libraries from a path of its own"}
            if os.uname().machine == "x86_64":
                expected |= {"it may jump anywhere", "it may return anywhere",
                             "a big frame jumps over the guard page"}
            self.assertEqual(weaknesses(program), expected)

    def test_it_tells_nothing_of_where_it_was_built(self):
        self.assertNotIn(str(ROOT).encode() + b"/", pathlib.Path(CHOPAY).read_bytes())


if __name__ == "__main__":
    unittest.main()
