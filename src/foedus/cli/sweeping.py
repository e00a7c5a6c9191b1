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
    from foedus.sweep.many import At
    from foedus.sweep.system import Doctrine, System

__all__ = [
    "among_of",
    "coded_years",
    "doctrine_of",
    "honour_options",
    "is_years",
    "one_system",
    "states_of",
    "system_options",
]

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


def honour_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--honour`` with what else an expectation takes, handed over as one ``honour``."""

    @functools.wraps(function)
    def with_honour(*args: Any, honour: str, shock: float, worlds: int, seed: int, **kwargs: Any) -> Any:
        return function(*args, honour=_at(honour, shock, worlds, seed), **kwargs)

    made = with_honour
    for option in (
        click.option("--seed", type=click.IntRange(0), default=1815, show_default=True, help="Seed of the sampled worlds."),
        click.option("--worlds", type=click.IntRange(1, 65536), default=1024, show_default=True,
                     help="Sampled worlds, where no exact answer is had."),
        click.option("--shock", type=click.FloatRange(0, 1), default=0.0, show_default=True,
                     help="Share of worlds in which all decide alike."),
        click.option("--honour", metavar="PRESET", default="",
                     help="Expected sizes, words kept at published rates: bf2018, bf2018-pooled, llm2000, sabrosky1980."),
    ):  # fmt: skip
        made = option(made)
    return made


def _at(name: str, shock: float, worlds: int, seed: int) -> At | None:
    from foedus.sweep.many import at

    if not name:
        return at(None, shock, worlds, seed)
    from foedus.api import Case
    from foedus.terms.names import did_you_mean

    presets = Case.from_text("").resolved.presets
    if name not in presets:
        raise CommandWrong(
            f'--honour: no preset is called "{name}". {did_you_mean(name, presets) or ", ".join(presets)}'
        )
    return at(presets[name], shock, worlds, seed)


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


def states_of(system: System, words: str, option: str) -> frozenset[int] | None:
    """States with commas between, as their places; None where nothing is said."""
    from foedus.terms.names import did_you_mean

    found = set()
    for name in (w.strip() for w in words.split(",") if w.strip()):
        try:
            found.add(system.place(name))
        except KeyError:
            near = did_you_mean(name, system.states)
            raise CommandWrong(f'{option}: no state of {system.label} is called "{name}". {near}'.rstrip()) from None
    return frozenset(found) or None


def among_of(system: System, words: str) -> frozenset[int]:
    """Who ``--among`` names: majors, all, or states; nothing said: majors, where they are known."""
    if words == "all" or (not words and not system.majors):
        return frozenset(range(len(system.states)))
    if words in ("", "majors"):
        if not system.majors:
            raise CommandWrong("--among majors: nobody is known as a major power in this system.")
        return system.majors
    return states_of(system, words, "--among") or frozenset()
