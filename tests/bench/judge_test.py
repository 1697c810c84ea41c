"""The benchmarks that judge say which bar their figures miss, and miss none where all is well."""

import contextlib
import io
import unittest

import attacks_bench
import soak_judge
from bars import report


def minute(part, memory=100.0, files=600, p99=20.0, steady=True, starts=1):
    """One sample of a soak."""
    return {"memory_mb": memory, "files": files, "starts": starts, "part": part, "steady": steady,
            "p99_ms": p99}


def hour(**last):
    """The samples of an hour as it should be, but for what the last minute of the middle part is."""
    parts = [[minute(part, starts=1 + part // 4) for _ in range(19)] for part in (0, 2, 4)]
    parts[1][-1].update(last)
    return [one for part in parts for one in (*part, minute(part[0]["part"] + 1, 150.0, 99, 5000.0,
                                                            steady=False))]


GOOD_SOAK = {"lost": 0, "verified": True, "exit_code": 0, "disk_was_full": True,
             "disk_was_read_only": True, "accepted": 3_600_000, "heard": 35_000, "reports": 700,
             "backups": 58, **soak_judge.flatness(hour())}
GOOD_ATTACKS = {"p99_ms_max": 49.9, "failed": 0, "came_through": True}


class JudgeTest(unittest.TestCase):
    def named(self, missed):
        """The figures that the lines begin with."""
        return [line.split()[0] for line in missed]

    def test_an_hour_as_it_should_be_misses_nothing(self):
        self.assertEqual(soak_judge.missed(GOOD_SOAK), [])
        self.assertEqual(attacks_bench.missed(GOOD_ATTACKS), [])

    def test_each_figure_that_is_not_reached_is_named_and_so_is_one_that_is_not_there(self):
        wrong = {"lost": 1, "verified": False, "exit_code": 74, "disk_was_full": False,
                 "disk_was_read_only": False, "accepted": 0, "heard": 0, "reports": 0, "backups": 0,
                 "memory_growth_percent": 2.0, "files_more": 6, "p99_worst_to_median": 2.0}
        for figure, value in wrong.items():
            for bad in (value, None):
                self.assertEqual(self.named(soak_judge.missed({**GOOD_SOAK, figure: bad})), [figure])
        for figure, value in {"p99_ms_max": 50.0, "failed": 1, "came_through": False}.items():
            self.assertEqual(self.named(attacks_bench.missed({**GOOD_ATTACKS, figure: value})),
                             [figure])

    def test_what_grows_in_one_steady_part_is_seen_though_the_gateway_starts_anew_behind_it(self):
        found = soak_judge.flatness(hour(memory_mb=103.0, files=700, p99_ms=90.0))
        self.assertEqual((found["memory_growth_percent"], found["files_more"],
                          found["p99_worst_to_median"]), (3.0, 100, 4.5))

    def test_the_disks_troubles_and_the_first_minute_behind_them_do_not_count(self):
        samples = hour()
        samples[0].update(p99_ms=900.0, memory_mb=20.0)
        self.assertEqual(soak_judge.flatness(samples), soak_judge.flatness(hour()))

    def test_a_run_without_all_steady_parts_shows_nothing(self):
        found = soak_judge.flatness([one for one in hour() if one["part"] < 3])
        self.assertIsNone(found["memory_growth_percent"])
        self.assertIsNone(found["files_more"])

    def test_figures_come_last_and_a_missed_bar_ends_with_1(self):
        for missed, code in (([], 0), (["lost is 1, must be 0"], 1)):
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                with self.assertRaises(SystemExit) as ended:
                    report("soak", {"lost": code}, missed)
            self.assertEqual(ended.exception.code, code)
            self.assertEqual(out.getvalue(), f'{{"lost": {code}}}\n')
            self.assertEqual(err.getvalue(),
                             "".join(f"bench soak: missed: {line}\n" for line in missed))


if __name__ == "__main__":
    unittest.main()
