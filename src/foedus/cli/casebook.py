"""The verb that shows the score of the casebook."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import case_errors
from foedus.cli.options import CasePath, output_options

if TYPE_CHECKING:
    from foedus.cli.output import Output

__all__ = ["casebook"]


@click.command()
@click.argument("names", required=False, nargs=-1, metavar="[CASE…]", type=CasePath())
@click.option("--markdown", "as_markdown", is_flag=True, help="As a page of documentation.")
@output_options
def casebook(names: tuple[str, ...], as_markdown: bool, output: Output) -> None:
    """Every row of the casebook, and what foedus says of it.

    A row is an expect line that carries `ref finding "…"`, `ref conduct "…"`, `ref probe "…"`,
    `ref reading "…"` or `ref unsaid "…"`.
    Without CASE, all bundled cases that have rows.  The exit status is 1 if a row does not come out as its file expects.

    \b
    Examples:
      foedus casebook
      foedus casebook japan-1914 seven-weeks-1866
      foedus casebook --format csv --out rows.csv
      foedus casebook --markdown --out casebook.md
    """
    from foedus.api import bundled_cases, load
    from foedus.cli.access import find_case
    from foedus.findings.rows import Row, rows
    from foedus.show import casebook as shown
    from foedus.show import export

    wanted = names or tuple(name for name, _title, _path in bundled_cases())
    found: list[Row] = []
    titles: dict[str, str] = {}
    for name in wanted:
        find_case(name)
        with case_errors():
            case = load(name)
            own = rows(case)
        titles[case.name] = case.title
        found += own

    def table(page: Any) -> str:
        return shown.markdown(found, titles) if as_markdown else shown.text(found, titles, page)

    def data() -> dict[str, Any]:
        return {"schema": export.schema("casebook"), "rows": [asdict(row) for row in found]}

    def flat() -> export.Rows:
        header = tuple(Row.__dataclass_fields__)
        cells = ([asdict(row)[key] for key in header] for row in found)
        return export.Rows(header, [["; ".join(c) if isinstance(c, tuple) else c for c in row] for row in cells])

    output.emit(table=table, data=data, rows=flat)
    if any(not row.ok for row in found):
        raise SystemExit(1)
