"""A year of coded alliances as directives, evaluated by the case engine."""

from __future__ import annotations

import pytest

from foedus.atlas.api import Atlas
from foedus.atlas.coded import directives, year_of
from foedus.atlas.errors import AtlasError
from foedus.directives.model import Clause, Event, Instrument
from foedus.directives.phrases import EventPattern, Phrase


def instruments(atlas: Atlas, year: int) -> dict[str, Instrument]:
    return {d.id: d for d in directives(atlas.session, year) if isinstance(d, Instrument)}


def clause(instrument: Instrument, id_: str) -> Clause:
    return next(c for c in instrument.clauses if c.id == id_)


def names(phrase: Phrase | None) -> list[str]:
    assert phrase is not None
    return [noun.name for noun in phrase.nouns]


def casus(found: Clause) -> EventPattern:
    assert isinstance(found.when, EventPattern)
    return found.when


def test_duties_are_per_member_and_the_named_adversary_is_named(atlas: Atlas) -> None:
    found = instruments(atlas, 1875)
    assert set(found) == {"atop-7002", "atop-7007"} or set(found) == {"atop-7002"}
    defence = clause(found["atop-7002"], "defence")
    assert len(found["atop-7002"].clauses) == 1
    assert defence.unknown == ()
    assert names(defence.thens[0].debtor) == ["DEU"]
    assert names(casus(defence).subject) == ["RUS"]
    assert found["atop-7002"].common.secrecy is not None
    assert found["atop-7002"].common.refs[0].value == "7002"


def test_what_is_flagged_but_not_spelt_out_is_unknown(atlas: Atlas) -> None:
    found = instruments(atlas, 1914)["atop-7008"]
    assert clause(found, "offence").unknown == ("only for attacks or wars in particular places",)
    defence = clause(found, "defence")
    assert defence.unknown == ()
    assert casus(defence).extra.unprovoked
    request = [c for c in found.clauses if c.request_by is not None]
    assert [names(c.thens[0].debtor) for c in request] == [["DEU"]]


def test_terms_that_vary_follow_the_article_or_stay_unknown(atlas: Atlas) -> None:
    found = instruments(atlas, 1911)["atop-7006"]
    vague = [c for c in found.clauses if any("vary by partner" in u for u in c.unknown)]
    assert [(c.id, names(c.thens[0].debtor)) for c in vague] == [("defence", ["GBR"]), ("consultation", ["GBR"])]
    locarno = instruments(atlas, 1930)["atop-2130"]
    britain = next(c for c in locarno.clauses if "GBR" in names(c.thens[0].debtor))
    assert sorted(names(casus(britain).object)) == ["BEL", "DEU", "FRA"]


def test_phases_are_instruments_of_their_own_with_members_dates(atlas: Atlas) -> None:
    found = instruments(atlas, 1855)
    assert set(found) == {"atop-7001-1", "atop-7001-2"}
    assert str(found["atop-7001-1"].ends[0].date) == "1855-06-15"
    assert (
        instruments(atlas, 1990)["atop-7003"].parties[1].actor == "TUR"
        or len(instruments(atlas, 1990)["atop-7003"].parties) == 3
    )


def test_attacks_of_the_year_are_its_events(atlas: Atlas) -> None:
    events = [d for d in directives(atlas.session, 1914) if isinstance(d, Event)]
    assert sorted((str(e.date), names(e.sentence.subject)[0], names(e.sentence.object)[0]) for e in events) == [
        ("1914-07-29", "AUH", "ITA"), ("1914-08-01", "DEU", "RUS"), ("1914-08-03", "DEU", "FRA"),
    ]  # fmt: skip


def test_the_engine_evaluates_it(atlas: Atlas) -> None:
    case = atlas.case(1914)
    before = {
        (o.instrument, o.clause, o.debtor, o.creditor): o.status
        for o in case.assess(on="1914-07-28").obligations
        if o.trigger
    }
    after = {
        (o.instrument, o.clause, o.debtor, o.creditor): o.status
        for o in case.assess(on="1914-07-29").obligations
        if o.trigger
    }
    assert before == {}
    # Italy is attacked: Germany's promise is unconditional but for provocation, of which there is none.
    assert after["atop-7008", "defence", "DEU", "ITA"] == "bound"


def test_it_prints_as_a_file_and_reads_back(atlas: Atlas) -> None:
    from foedus.api import Case

    case = atlas.case(1914)
    again = Case.from_text(case.to_text(), name="again")
    assert set(again.resolved.instruments) == set(case.resolved.instruments)
    first, second = (
        [(o.clause, o.debtor, o.creditor, o.status) for o in c.assess(on="1914-08-02").obligations]
        for c in (case, again)
    )
    assert first == second


def test_names_of_years() -> None:
    assert year_of("atop:1914") == 1914
    assert year_of("july-1914") is None
    with pytest.raises(AtlasError, match="Write it as atop:1914"):
        year_of("atop:14")
