"""What every verb of the sweep takes: a system by year or case, the day that counts, doctrines."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.errors import CommandWrong, case_errors
from foedus.cli.tables import atlas_errors, release_option, years_of

if TYPE_CHECKING:
    from foedus.sweep.coded import CodedYears
    from foedus.sweep.system import Doctrine, System

__all__ = ["coded_years", "doctrine_of", "is_years", "one_system", "system_options"]

_CONDITIONS = "place, number, demand, conflict, adversary, other"
_DOCTRINES = "third-party-entry, no-help-to-aggressor, attack-ends-alliance, bound-both-ways, offence"


def doctrine_of(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> Doctrine:
    """What ``--doctrine`` says."""
    from foedus.sweep.system import Doctrine
    from foedus.terms.names import did_you_mean

    changed: dict[str, bool] = {}
    names = Doctrine.__dataclass_fields__
    for word in (w.strip() for value in values for w in value.split(",") if w.strip()):
        name = word[1:].replace("-", "_")
        if word[0] not in "+-" or name not in names:
            near = did_you_mean(word.lstrip("+-"), [n.replace("_", "-") for n in names])
            raise CommandWrong(f'--doctrine: "{word}" is none. {near or f"Write + or - and one of {_DOCTRINES}."}')
        changed[name] = word[0] == "+"
    return Doctrine(**changed)


def system_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """What every sweep takes: which day counts, which release, which doctrine, which conditions are met."""
    made = _with_conditions(function)
    for option in (
        click.option("--unmet", metavar="NAMES", default="", help="Take these as not met, so that the clause binds nobody."),
        click.option("--met", metavar="NAMES", default="",
                     help=f"Take as met conditions that ATOP flags without spelling out: {_CONDITIONS}."),
        click.option("--doctrine", metavar="±NAME,…", multiple=True, callback=doctrine_of,
                     help=f"Switch doctrines: {_DOCTRINES}."),
        click.option("--on", metavar="DATE", default=None,
                     help="One day: of a year of ATOP, or of a case [the case's own]."),
        click.option("--counting-day", "counting", type=click.Choice(["any", "jan1", "dec31"]), default="any",
                     show_default=True, help="The day by which a year counts."),
        release_option,
    ):  # fmt: skip
        made = option(made)
    return made


def _with_conditions(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def with_conditions(*args: Any, met: str, unmet: str, **kwargs: Any) -> Any:
        return function(*args, given=_conditions(met, unmet), **kwargs)

    return with_conditions


def _conditions(met: str, unmet: str) -> dict[str, bool]:
    given: dict[str, bool] = {}
    for words, is_met in ((met, True), (unmet, False)):
        for name in (w.strip() for w in words.split(",") if w.strip()):
            if name not in _CONDITIONS.split(", "):
                raise CommandWrong(f'"{name}" is no condition. They are {_CONDITIONS}.')
            if name in given:
                raise CommandWrong(f"--met and --unmet both name {name}.")
            given[name] = is_met
    return given


def is_years(what: str) -> bool:
    """Whether words are a year or a span of years, not the name of a case."""
    return what.replace("-", "").isdigit()


def coded_years(chosen: dict[str, str], counting: Any, given: dict[str, bool]) -> CodedYears:
    """The coded years of the user's store.  given: of the conditions nobody knows, those taken as met, or not."""
    from foedus.atlas.session import Session
    from foedus.sweep.coded import CodedYears

    return CodedYears(Session(None, chosen), counting, given)


def one_system(
    what: str, on: str | None, counting: Any, chosen: dict[str, str], given: dict[str, bool]
) -> tuple[System, str, int]:
    """A system, what it is of in words, and its year."""
    from foedus.atlas.names import day_of

    if is_years(what):
        with atlas_errors():
            first, last = years_of([what])
            if first != last:
                raise CommandWrong("one year at a time here; or name a folder: --to DIR.")
            source = coded_years(chosen, counting, given)
            return source.system(first, day_of(on)), f"ATOP {source.source.release}", first
    from foedus.api import load
    from foedus.cli.access import find_case
    from foedus.sweep.from_case import system_of_case

    if given:
        raise CommandWrong(
            "--met and --unmet are about the flags of coded data; in a case, --accept or edit what is unknown."
        )
    find_case(what)
    with case_errors():
        system = system_of_case(load(what), on)
    return system, f"The case {what} on {system.day}", int(system.day[:4])
