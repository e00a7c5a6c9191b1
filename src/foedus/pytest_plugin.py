"""pytest collects ``*.foedus`` files: one test per ``expect`` line, and one for a file that cannot be read at all.

Imported by every pytest run of an environment in which foedus is installed, so it imports nothing of foedus until
there is a ``*.foedus`` file to collect.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from foedus.findings.model import ExpectResult

__all__ = ["CaseFile", "ExpectItem", "pytest_collect_file"]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CaseFile | None:
    """The hook by which pytest asks for files to collect."""
    if file_path.suffix == ".foedus":
        made: CaseFile = CaseFile.from_parent(parent, path=file_path)
        return made
    return None


class CaseFile(pytest.File):
    """One file of the language.  It is evaluated once, when the first of its tests runs."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item per expect line of this very file; those of its includes are collected with the included files."""
        from foedus import language
        from foedus.directives.model import Expect
        from foedus.terms.diagnostics import render_full

        loaded = language.load(str(self.path))
        if any(d.severity == "error" for d in loaded.diagnostics):
            text = render_full(loaded.diagnostics, loaded.sources)
            yield BrokenItem.from_parent(self, name="well-formed", text=text)
            return
        spans = [d.common.span for d in loaded.directives if isinstance(d, Expect)]
        lines = sorted({span.line for span in spans if span is not None and self.owns(span.file)})
        for line in lines:
            yield ExpectItem.from_parent(self, name=f"expect:{line}", line=line)

    def owns(self, file: str) -> bool:
        """Whether a span or a result that names ``file`` is about this file."""
        return Path(file) == self.path or Path(file).resolve() == self.path.resolve()

    @cached_property
    def results(self) -> dict[int, list[ExpectResult]]:
        """The outcome of each expect line, by line.  Raises FoedusError where the case is wrong."""
        import foedus.api

        found: dict[int, list[ExpectResult]] = {}
        for result in foedus.api.load(str(self.path)).check():
            if self.owns(result.file):
                found.setdefault(result.line, []).append(result)
        return found


class BrokenItem(pytest.Item):
    """A file with errors: a test that fails and shows them."""

    def __init__(self, *, text: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.text = text

    def runtest(self) -> None:
        """Fail."""
        pytest.fail(self.text, pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the test stands, for reports."""
        return self.path, None, f"{self.path.name} is not well-formed"


class ExpectItem(pytest.Item):
    """One expect line."""

    def __init__(self, *, line: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.line = line

    def runtest(self) -> None:
        """Hold the line against the case."""
        from foedus.show.checks import expectation_text
        from foedus.terms.diagnostics import FoedusError, render_full

        assert isinstance(self.parent, CaseFile)
        try:
            results = self.parent.results.get(self.line, [])
        except FoedusError as error:
            pytest.fail(render_full(error.diagnostics, error.sources), pytrace=False)
        if not results:
            pytest.fail(f"{self.path}:{self.line}: this expect line was not evaluated", pytrace=False)
        failed = [result for result in results if not result.ok]
        if failed:
            pytest.fail("\n".join(expectation_text(result) for result in failed), pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the test stands, for reports (lines counted from 0)."""
        return self.path, self.line - 1, f"{self.path.name}:{self.line}"
