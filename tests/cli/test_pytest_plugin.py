"""The pytest plugin, run inside a pytest of its own."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from foedus.findings.model import ExpectResult
from tests.cli import fake

INSTALLED = bool(entry_points(group="pytest11", name="foedus"))
PLUGIN = ("-p", "no:cacheprovider", *(() if INSTALLED else ("-p", "foedus.pytest_plugin")))
LINES = "; a case\nexpect one\nexpect two\nstate X\nexpect three\n"


@pytest.fixture
def case(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with three expect lines, of which the second (line 3) fails; line 5 has two results."""
    path = pytester.path / "july.foedus"
    path.write_text(LINES)

    def check(self: fake.FakeCase) -> tuple[ExpectResult, ...]:
        good = ExpectResult(True, "one: bound", "bound", str(path), 2)
        bad = ExpectResult(False, "two: bound", "contested", str(path), 3, "a-reading")
        elsewhere = ExpectResult(False, "x", "y", str(path.parent / "included.foedus"), 2)
        return (good, bad, replace(good, line=5), replace(good, line=5), elsewhere)

    monkeypatch.setattr(fake.FakeCase, "check", check)
    return path


def test_one_test_per_expect_line(pytester: pytest.Pytester, case: Path) -> None:
    result = pytester.runpytest_inprocess(*PLUGIN, "-v", "--no-header")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*july.foedus::expect:2 PASSED*",
            "*july.foedus::expect:3 FAILED*",
            "*july.foedus::expect:5 PASSED*",
            "*july.foedus:3: the expectation does not hold",
            "*expected*two: bound",
            "*found*contested",
            "*turns on*a-reading",
        ]
    )
    assert "Traceback" not in result.stdout.str()


def test_collecting_does_not_evaluate(pytester: pytest.Pytester, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake.FakeCase, "check", lambda _: pytest.fail("evaluated"))
    result = pytester.runpytest_inprocess(*PLUGIN, "--collect-only", "-q")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["july.foedus::expect:2", "july.foedus::expect:3", "july.foedus::expect:5"])


def test_evaluated_once(pytester: pytest.Pytester, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    check = fake.FakeCase.check

    def counted(self: fake.FakeCase) -> object:
        calls.append(1)
        return check(self)

    monkeypatch.setattr(fake.FakeCase, "check", counted)
    pytester.runpytest_inprocess(*PLUGIN)
    assert len(calls) == 1


def test_a_file_with_errors_is_a_failing_test(pytester: pytest.Pytester) -> None:
    (pytester.path / "wrong.foedus").write_text("error\n")
    result = pytester.runpytest_inprocess(*PLUGIN)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*error?E101? at *wrong.foedus:1:1*"])


def test_a_case_that_reads_but_does_not_load(pytester: pytest.Pytester) -> None:
    (pytester.path / "broken.foedus").write_text("expect\n")
    result = pytester.runpytest_inprocess(*PLUGIN)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*unknown actor*"])
    assert "Traceback" not in result.stdout.str()


def test_an_expect_line_without_result_fails(
    pytester: pytest.Pytester, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake.FakeCase, "check", lambda _: ())
    pytester.runpytest_inprocess(*PLUGIN).assert_outcomes(failed=3)


def test_other_files_are_left_alone(pytester: pytest.Pytester) -> None:
    (pytester.path / "notes.txt").write_text("expect\n")
    assert pytester.runpytest_inprocess(*PLUGIN).ret == pytest.ExitCode.NO_TESTS_COLLECTED
