#!/usr/bin/env python3
"""Every rule of the structure test is broken once here, in a tiny tree, and must be noticed."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import header_check
import include_checks
import phrase_checks
import table_phrase_checks
import text_checks
from cpp_text import blanked
from functions import Unbalanced, functions

GOOD = {
    "config/settings.hpp": "#pragma once\n",
    "qr/crc16.hpp": "#pragma once\n#include <string>\n",
    "ledger/result.hpp": "#pragma once\n",
    "ledger/entry.hpp": '#include "ledger/result.hpp"\n#include "config/settings.hpp"\n',
    "ledger/sqlite.cpp": "#include <sqlite3.h>\n",
    "merchant/book.hpp": '#include "ledger/entry.hpp"\n#include "qr/crc16.hpp"\n',
    "gateway/net/stream.cpp": '#include "ledger/result.hpp"\n#include <sys/socket.h>\n',
    "gateway/net/task.hpp": "#pragma once\n",
    "gateway/net/stream.hpp": "#pragma once\n",
    "gateway/http/codec.cpp": "#include <boost/beast/http/parser.hpp>\n",
    "gateway/http/message.hpp": '#include "gateway/net/stream.hpp"\n',
    "gateway/bank/signature.cpp": "#include <openssl/evp.h>\n",
    "gateway/api/requests.hpp": '#include "merchant/book.hpp"\n#include "gateway/net/task.hpp"\n',
    "gateway/cli/pay.hpp": '#include "qr/crc16.hpp"\n#include <CLI/CLI.hpp>\n',
    "gateway/app/main.cpp": '#include "gateway/cli/pay.hpp"\n',
    "gateway/bank/CMakeLists.txt":
        "target_link_libraries(chopay_bank PUBLIC chopay_options chopay_http chopay_ledger)\n",
    "tests/api/server_test.cpp": '#include "gateway/net/stream.hpp"\n#include <sqlite3.h>\n',
}


class TreeTest(unittest.TestCase):
    files = GOOD

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        for path, text in self.files.items():
            self.write(path, text)

    def write(self, path, text):
        file = pathlib.Path(self.root, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def assert_refused(self, check, path, text, *words):
        """The good tree passes; with `path` holding `text` there is one complaint with `words`."""
        self.assertEqual(check(self.root), [])
        self.write(path, text)
        complaints = check(self.root)
        self.assertEqual(len(complaints), 1, complaints)
        for word in words:
            self.assertIn(word, complaints[0])


class TablePhraseTest(TreeTest):
    files = {
        "merchant/market_table.cpp":
            '#include "merchant/market_table.hpp"\n'
            'note(1, "", "it is empty or \\"có\\"");\n'
            'note(2, "", "row " + std::to_string(found->second) +\n     " has this stall");\n',
        "merchant/csv.cpp": 'return refuse("too many "\n              "rows");\n',
        "merchant/statement/workbook.cpp": 'return bad_workbook("it has macros");\n'
                                           'return bad_workbook("its rows are in disorder");\n',
        table_phrase_checks.PAGE:
            'const vietnamese = new Map([\n  ["it is empty or \\"có\\"", "để trống"],\n'
            '  ["row # has this stall",\n    "dòng # có rồi"],\n]);\n'
            'const unreadable = new Map([\n  ["too many rows", "Quá nhiều"],\n'
            '  ["it has macros", "Có macro"],\n]);\n',
    }
    check = staticmethod(table_phrase_checks.tables_are_explained_in_both_languages)

    def test_a_problem_that_the_page_does_not_know_is_named(self):
        self.assert_refused(self.check, "merchant/market_import.cpp",
                            'problems.push_back({2, "", "the file is of another market"});\n',
                            "market_import.cpp", "the file is of another market")

    def test_a_reason_not_to_read_a_file_that_the_page_does_not_know_is_named(self):
        self.assert_refused(self.check, "merchant/csv_more.cpp", 'return refuse("too many columns");\n',
                            "csv_more.cpp", "too many columns")

    def test_an_entry_whose_sentence_was_reworded_is_named(self):
        self.assert_refused(self.check, "merchant/statement/workbook.cpp",
                            'return bad_workbook("there are macros in it");\n',
                            "nobody says", "it has macros")


class PhraseTest(TreeTest):
    files = {
        "gateway/pages/phrases_board.cpp":
            'constexpr Phrase all[] = {{"Cảnh báo", "Alarms"},\n    {"Im "\n     "lặng", "Silent"}};\n',
        "gateway/pages/board.html": "<h1>[[Cảnh báo]]</h1>\n",
        "gateway/pages/board.cpp": 'auto word = phrase("Im "\n                   "lặng");\n',
    }

    def test_a_phrase_without_english_is_named(self):
        self.assert_refused(phrase_checks.phrases_are_in_both_languages, "gateway/pages/month.html",
                            "<p>[[Theo ngày]]</p>\n", "month.html", "Theo ngày")

    def test_words_of_a_table_in_the_code_are_phrases_too(self):
        self.assert_refused(phrase_checks.phrases_are_in_both_languages, "gateway/pages/audit.cpp",
                            'constexpr auto word = "Mở sạp";\n', "audit.cpp", "Mở sạp")

    def test_a_row_that_nobody_says_is_named(self):
        self.assert_refused(phrase_checks.phrases_are_in_both_languages, "gateway/pages/board.html",
                            "<h1></h1>\n", "nobody says", "Cảnh báo")


class Includes(TreeTest):
    check = staticmethod(include_checks.includes_point_down)

    def refused(self, path, header, *words):
        self.assert_refused(self.check, path, f'\n#include "{header}"\n', f"{path}:2", header, *words)

    def test_config_uses_nothing(self):
        self.refused("config/a.cpp", "qr/crc16.hpp", "only itself")

    def test_qr_does_not_know_the_ledger(self):
        self.refused("qr/a.cpp", "ledger/entry.hpp", "only config")

    def test_the_ledger_does_not_know_codes(self):
        self.refused("ledger/a.hpp", "qr/crc16.hpp")

    def test_the_ledger_does_not_know_the_merchant(self):
        self.refused("ledger/a.cpp", "merchant/book.hpp")

    def test_the_merchant_does_not_know_http(self):
        self.refused("merchant/a.cpp", "gateway/http/message.hpp")

    def test_net_sees_only_the_result_of_the_ledger(self):
        self.refused("gateway/net/a.cpp", "ledger/entry.hpp", "only ledger/result.hpp")

    def test_http_does_not_know_its_endpoints(self):
        self.refused("gateway/http/a.cpp", "gateway/api/requests.hpp")

    def test_an_endpoint_does_not_see_sockets(self):
        self.refused("gateway/api/a.cpp", "gateway/net/stream.hpp", "gateway/net/task.hpp")

    def test_an_adapter_does_not_see_the_connection(self):
        self.refused("gateway/bank/a.cpp", "gateway/net/task.hpp")

    def test_the_command_line_does_not_see_the_server(self):
        self.refused("gateway/cli/a.cpp", "gateway/http/message.hpp")

    def test_only_main_reaches_the_command_line(self):
        self.refused("gateway/app/server.cpp", "gateway/cli/pay.hpp", "gateway/app/main.cpp")

    def test_the_server_keeps_the_promise_of_the_command_line(self):
        self.write("gateway/cli/serve_hook.hpp", "")
        self.write("gateway/app/serve.hpp", '#include "gateway/cli/serve_hook.hpp"\n')
        self.assertEqual(self.check(self.root), [])

    def test_nothing_reaches_the_tests(self):
        self.refused("qr/a.cpp", "tests/api/server_test.cpp", "no room")

    def test_paths_start_at_the_root(self):
        self.refused("qr/a.cpp", "crc16.hpp", "no file")


class Walls(TreeTest):
    check = staticmethod(include_checks.libraries_stay_behind_their_walls)

    def refused(self, path, header, *words):
        self.assert_refused(self.check, path, f"#include <{header}>\n", *words)

    def test_beast_stays_behind_its_wall(self):
        self.refused("gateway/http/session.cpp", "boost/beast/core.hpp", "session.cpp:1", "Beast")

    def test_sockets_stay_in_net(self):
        self.refused("gateway/api/a.cpp", "netinet/in.h", "gateway/api/a.cpp:1", "sockets")

    def test_asio_addresses_stay_in_net(self):
        self.refused("gateway/http/a.hpp", "boost/asio/ip/tcp.hpp")

    def test_openssl_has_one_file_a_room(self):
        self.refused("gateway/bank/sepay.cpp", "openssl/hmac.h", "signature.cpp")

    def test_cli11_stays_in_the_command_line(self):
        self.refused("gateway/app/main.cpp", "CLI/CLI.hpp", "gateway/cli/")

    def test_sqlite_stays_behind_its_wall(self):
        self.refused("ledger/store.cpp", "sqlite3.h", "ledger/store.cpp:1", "SQLite")

    def test_a_c_library_does_not_enter_a_header(self):
        self.refused("qr/png_file.hpp", "png.h", "a header includes libpng")


class Links(TreeTest):
    check = staticmethod(include_checks.links_point_down)

    def test_a_link_upwards_is_refused(self):
        self.assert_refused(self.check, "ledger/CMakeLists.txt",
                            "target_link_libraries(chopay_ledger\n  PUBLIC chopay_qr)\n",
                            "chopay_qr", "ledger may not use qr")

    def test_an_unknown_library_is_refused(self):
        self.assert_refused(self.check, "qr/CMakeLists.txt",
                            "target_link_libraries(chopay_qr PUBLIC chopay_everything)\n",
                            "chopay_everything")


class Texts(TreeTest):
    def test_a_long_file_is_refused(self):
        self.write("dev", "\n" * 400)
        self.assert_refused(text_checks.files_are_short, "dev", "\n" * 401, "dev: 401")

    def test_a_long_function_is_refused(self):
        def body(lines):
            return "void f() {\n" + "g();\n" * (lines - 2) + "}\n"
        self.write("qr/a.cpp", body(60))
        self.assert_refused(text_checks.functions_are_short, "qr/a.cpp", body(61),
                            "qr/a.cpp:1: f has 61 lines")

    def test_a_file_whose_braces_do_not_match_is_refused(self):
        self.assert_refused(text_checks.functions_are_short, "qr/a.cpp", "void f() {", "qr/a.cpp")

    def test_unfinished_work_is_refused(self):
        for mark in ("TO" "DO", "FIX" "ME", "X" "XX"):
            with self.subTest(mark):
                self.write("qr/a.cpp", "")
                self.assert_refused(text_checks.nothing_is_left_unfinished, "qr/a.cpp",
                                    f"\n// {mark}: later", "qr/a.cpp:2", mark)

    def test_a_file_name_for_a_template_is_no_mark(self):
        self.write("qr/a.cpp", '"chopay-XXXXXX", "X' + 'XX"')
        self.assertEqual(text_checks.nothing_is_left_unfinished(self.root), [])

    def test_a_tab_is_refused(self):
        self.assert_refused(text_checks.nothing_is_left_unfinished, "qr/a.cpp", "\tint a;", "tab")

    def test_an_empty_name_is_refused(self):
        self.assert_refused(text_checks.nothing_is_left_unfinished, "qr/string_utils.hpp", "",
                            "string_utils")


class Headers(TreeTest):
    files = {
        "qr/good.hpp": "#pragma once\nint good();\n",
        "qr/lazy.hpp": "#pragma once\ninline std::size_t lazy() { return 1; }\n",
        "qr/lazy.cpp": '#include <cstddef>\n#include "qr/lazy.hpp"\n',
    }

    def complaints(self, as_given=str, every=False):
        build = pathlib.Path(self.root, "build")
        build.mkdir()
        entry = {"file": f"{self.root}/qr/lazy.cpp",
                 "command": f"g++ -std=c++20 -Werror -Wall -I{self.root} -o x.o -c x.cpp"}
        build.joinpath("compile_commands.json").write_text(json.dumps([entry]), encoding="utf-8")
        return header_check.headers_compile_alone(self.root, as_given(build), every)

    def test_a_header_that_misses_an_include_is_named(self):
        (complaint,) = self.complaints()
        self.assertTrue(complaint.startswith("qr/lazy.hpp: does not compile alone"), complaint)
        self.assertIn("size_t", complaint)

    def test_a_build_may_be_named_from_where_one_stands(self):
        (complaint,) = self.complaints(as_given=os.path.relpath)
        self.assertIn("size_t", complaint)

    def test_only_a_header_that_its_source_includes_first_is_taken_as_compiled_with_it(self):
        self.write("qr/leading.hpp", "#pragma once\ninline std::size_t leading() { return 1; }\n")
        self.write("qr/leading.cpp", '#include "qr/leading.hpp"\n')
        (complaint,) = self.complaints(every=True)
        self.assertTrue(complaint.startswith("qr/lazy.hpp: does not compile alone"), complaint)

    def commit(self, *paths):
        git = ["git", "-C", self.root, "-c", "user.name=a", "-c", "user.email=a@example.invalid"]
        for words in (["init", "--quiet"], ["add", *paths], ["commit", "--quiet", "--message", "a"]):
            subprocess.run([*git, *words], check=True)

    @unittest.skipUnless(shutil.which("git"), "no git here")
    def test_what_changed_lately_is_chosen(self):
        self.write("qr/old.hpp", "#pragma once\n")
        self.commit("qr/old.hpp")
        for count in range(header_check.LATEST_COMMITS):
            self.write("qr/good.hpp", f"#pragma once\nint good();  // {count}\n")
            self.commit("qr/good.hpp")
        self.assertEqual(header_check.touched(self.root, ["qr/good.hpp", "qr/old.hpp"]), ["qr/good.hpp"])

    def test_without_a_history_all_are_chosen(self):
        self.assertEqual(header_check.touched(self.root, ["qr/good.hpp"]), ["qr/good.hpp"])


class Functions(unittest.TestCase):
    def names(self, source):
        return [(found.name, found.line, found.lines) for found in functions(source)]

    def test_braces_in_strings_characters_and_comments_are_text(self):
        source = """void f() {
  a("}{\\"}", '}', '\\'', u8"}", 1'000'000);  // }}
  b(R"x(}" )" } )x");  /* }
  } */
#define OPEN {
}
void g() {}
"""
        self.assertEqual(self.names(source), [("f", 1, 6), ("g", 7, 1)])

    def test_scopes_and_values_are_no_functions(self):
        source = """namespace a::b {
namespace {
enum class E : int { x, y };
struct S : T<(1 > 0)> { int a{1}; int b = {2}; };
class alignas(8) C final : public D {};
constexpr R rows[] = {{1, 2}, {3, 4}};
int list[]{1, 2};
template <class T> concept Q = requires(T t) { { t.a() } -> Same<int>; };
}
}
extern "C" {
int c(void);
}
"""
        self.assertEqual(self.names(source), [])

    def test_every_kind_of_function_is_found(self):
        source = """template <class T, class = void>
auto first(T t, O o = {}) noexcept -> std::vector<T> {
  if (t) { [] { return 1; }(); }
}
struct S {
 public:
  explicit S(int a)
      : a_{a}, b_(a), c_{} {
    struct Local { int m() { return 1; } };
  }
  ~S() {}
  bool operator==(const S&) const { return true; }
  int operator()(int x) { return x; }
  template <class T> requires requires(T t) { t.x(); }
  void needs(T) {}
};
auto named = [](int a) -> int { return a; };
const Row rows[] = {
    {1, 2},
    {3, [](int x) { return x; }},
};
S::S() try : a_(1) {
} catch (...) {
}
TEST_CASE("A name with { in it") {
}
"""
        self.assertEqual(
            [(name, lines) for name, _, lines in self.names(source)],
            [("first", 4), ("S", 4), ("~S", 1), ("operator==", 1), ("operator()", 1), ("needs", 2),
             ("a lambda", 1), ("a lambda", 1), ("S::S", 2), ("catch", 2), ("TEST_CASE", 2)])

    def test_a_missing_brace_is_an_error(self):
        for source in ("void f() {", "void f() {}}"):
            with self.assertRaises(Unbalanced):
                functions(source)

    def test_blanking_keeps_every_line(self):
        source = 'a /* 1\n2 */ "b\\\n" R"(\n)" // c \\\n d\n#if x \\\n {\ne'
        text = blanked(source)
        self.assertEqual(len(text), len(source))
        self.assertEqual([text.count("\n"), text.split()], [source.count("\n"), ["a", "e"]])


if __name__ == "__main__":
    unittest.main()
