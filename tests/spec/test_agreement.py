"""The engine and the answer-set specification agree on the feature files, in every world looked at.

No file is left out.  Random cases are in ``test_random_cases.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import foedus
from tests.spec.agreement import Pair

FEATURES = Path(__file__).parents[1] / "features"
WORLDS = 4
HEAVY = {"deadlines"}
"""Files of so many days that the specification of them alone takes long: left to the slow run."""


def differences(text: str) -> list[str]:
    """Every difference between the two, in words."""
    return list(Pair(foedus.Case.from_text(text).resolved.directives).disagreements(WORLDS))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] if name in HEAVY else [])
        for name in sorted(f.stem for f in FEATURES.glob("*.foedus"))
    ],
)
def test_feature_files(name: str) -> None:
    assert differences((FEATURES / f"{name}.foedus").read_text(encoding="utf-8")) == []


PACT = "state A\nstate B\nstate D\n1912-01-24 treaty pact\n  parties A, B\n  clause 1\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            PACT
            + "    when  B supports a party\n    then  A must stay neutral toward the attacker\n"
            + "1912-01-28 B supports A\n  id e1\n",
            id="neither victim nor another party is left to be the creditor",
        ),
        pytest.param(
            PACT
            + "    when  D is at war with a party\n    then  the other parties must refrain from attacking each other\n"
            + "1912-01-25 D declares war on A\n  id e1\n1912-01-26 B attacks A\n  id e2\n",
            id="who has broken a forbearance still owes it",
        ),
        pytest.param(
            PACT
            + "    when  D attacks a party\n    then  the other party must defend the victim\n"
            + "1912-01-23 B withdraws from pact\n  id e1\n1912-01-26 D attacks A\n  id e2\n",
            id="nobody leaves what is not yet made",
        ),
        pytest.param(
            PACT.replace("state D\n", "state D\ngroup G\n  organ of A\n")
            + "    when  a party attacks a party\n    then  the victim may mobilise against anyone\n"
            + "1912-01-28 G attacks A\n  id e1\n",
            id="nobody acts on himself",
        ),
        pytest.param(
            PACT.replace("A, B", "A, B, D").replace(
                "  clause 1", "  denunciation allowed with notice 2 days\n  clause 1"
            )
            + "    when  D attacks A\n    then  the victim must stay neutral toward D\n"
            + "1912-01-28 B withdraws from pact\n  id e1\n1912-02-03 D attacks A\n  id e2\n",
            id="where the others have left, it is owed to nobody in particular",
        ),
        pytest.param(
            PACT
            + "    when  D supports B\n    then  B must defend A against D\n"
            + "1912-01-26 A attacks D\n  id e1\n1912-01-27 D supports B\n  id e2\n",
            id="what belongs to no conflict looks at those that go on",
        ),
        pytest.param(
            PACT
            + "    when  D supports B\n    then  B must defend A against D\n1912-01-26 A attacks D\n  id e1\n"
            + "1912-01-27 A makes peace with D\n  id e2\n1912-01-28 D supports B\n  id e3\n",
            id="and not at those that are over",
        ),
        pytest.param(
            PACT
            + "    when  D attacks A\n    until  the other party declares war on D\n    then  A must support B\n"
            + "1912-01-26 D attacks A\n  id e1\n1912-02-01 A declares war on D\n  id e2\n",
            id="the victim is not the other party, nor is it later",
        ),
        pytest.param(
            PACT.replace("state D\n", "state D\nstate C\n")
            + "    when  at least 2 states attacks B\n    then  A must defend B\n"
            + "1912-01-23 C attacks B\n  id e1\n1912-01-26 D attacks B\n  id e2\n",
            id="what came before the law does not count among so many",
        ),
        pytest.param(
            PACT.replace("state D\n", "state D\ngroup G\n  organ of A\n")
            + "    when  D attacks B\n    then  A must defend B\n"
            + "1912-01-27 G is at war with D\n  id e1\n1912-02-02 D attacks B\n  id e2\n",
            id="what an organ has begun, and lasts, performs",
        ),
        pytest.param(
            PACT.replace("state D\n", "state D\nstate C\n")
            + "    when  D attacks C and D is at war with A\n    then  A may defend B\n"
            + "1912-01-27 D is at war with A\n  id e1\n1912-01-27 D attacks C\n  id e2\n",
            id="no event of the casus performs what it opens",
        ),
        pytest.param(
            PACT
            + "    when  D attacks B and not A is at war with D within 1 days\n    then  A must defend B\n"
            + "1912-01-25 A is at war with D\n  id e1\n1912-02-02 D attacks B\n  id e2\n",
            id="what lasts is an answer all the time",
        ),
        pytest.param(
            PACT
            + "    when  D attacks a party\n    then  the other party must defend the victim\n"
            + "1912-01-26 D attacks A\n  id e1\n1912-01-27 A releases pact\n  id e2\n",
            id="a release from an instrument frees every debtor",
        ),
        pytest.param(
            PACT
            + "    when  D is at war with A\n    then  B must assist the victim\n"
            + "1912-02-01 A makes peace with D\n  id e1\n1912-02-01 D is at war with A\n  id e2\n",
            id="peace ends what begins on its day too",
        ),
        pytest.param(
            PACT
            + "    when  D is at war with A\n    then  B must assist the victim\n"
            + "1912-02-01 10:00 A makes peace with D\n  id e1\n1912-02-01 12:00 D is at war with A\n  id e2\n",
            id="but not what comes after it",
        ),
        pytest.param(
            PACT
            + "    when  D occupies a party and not A meets D within 4 days\n    then  A must assist B\n"
            + "1912-01-25 D occupies B\n  id e1\n"
            + '1912-01-26 reading r1\n  from 1912-01-28\n  "D occupies B" counts as "D attacks B"\n',
            id="a silence about what lasts runs on through the day of a reading",
        ),
        pytest.param(
            PACT
            + "    when  D attacks B\n    then  A must assist B\n1912-01-25 D attacks B\n  id e1\n"
            + "1912-01-26 reading r1\n  e1 is void\n1912-01-26 reading r2\n  e1 is valid\n",
            id="what is void has no effect, and what is valid need not have been",
        ),
        pytest.param(
            PACT
            + "    when  D attacks B\n    then  A must consult B within 4 days\n"
            + "1912-01-24 treaty league\n  parties A, B\n  clause 1\n    then  A must stay neutral toward D\n"
            + "1912-01-25 D attacks B\n  id e1\n1912-01-26 A refuses pact under league clause 1\n  id e2\n",
            id="what is refused under another text is not refused",
        ),
        pytest.param(
            PACT
            + "    when  A is at war with D against a party\n    then  A must assist B\n"
            + "1912-01-25 D is at war with A against B\n  id e1\n",
            id="what holds both ways keeps its third party",
        ),
        pytest.param(
            PACT.replace("  clause 1", "  ends 1912-01-30\n  clause 1")
            + "    then  A must stay neutral toward D\n1912-01-26 reading r1\n  pact clause 1 is valid\n"
            + "1912-02-05 D attacks A\n  id e1\n",
            id="what is called valid does not lapse",
        ),
        pytest.param(
            PACT.replace("  clause 1", "  in force when B supports A after 2 days\n  clause 1")
            + "    when  D attacks B\n    then  A must assist B\n1912-01-28 B supports A\n  id e1\n"
            + "1912-01-29 D attacks B\n  id e2\n1912-01-31 D attacks B\n  id e3\n",
            id="a time after what lasts is counted once",
        ),
        pytest.param(
            PACT.replace("  clause 1", "  in force on ratification by 1 parties\n  clause 1")
            + "    when  D attacks B\n    then  A must assist B\n1912-01-23 B ratifies pact\n  id e1\n"
            + "1912-01-29 D attacks B\n  id e2\n",
            id="what had been met before it was made counts then",
        ),
        pytest.param(
            PACT.replace("state D\n", 'state D\nkind raid\n  is attack\n  verb "raids"\n')
            + "    when  D raids B\n    then  A must assist B\n"
            + "  clause 2\n    when  D attacks B\n    then  A must defend B\n1912-01-25 D raids B\n  id e1\n"
            + '1912-01-26 reading r1\n  "D raids B" does not count as "D attacks B"\n'
            + "1912-01-26 reading r2\n  raid does not count as attack\n",
            id="what is no attack is still the strike that it is",
        ),
        pytest.param(
            PACT.replace("state D\n", "state D\nplace town\n  sovereign A\n")
            + "    when  D strikes B\n    then  A must not defend B\n1912-01-25 D declares war on town\n  id e1\n"
            + "1912-01-26 D strikes B\n  id e2\n",
            id="war on a place is war with him whose it is",
        ),
        pytest.param(
            PACT.replace("state D\n", "state D\nplace land\nplace town\n  in land\n  sovereign A\n")
            + "    when  D strikes land\n    then  the victim must defend\n  clause 2\n    when  D strikes town\n"
            + "    then  B must defend the victim\n1912-01-25 D strikes town\n  id e1\n1912-01-26 D strikes land\n  id e2\n",
            id="who is hit where a place is named is he whose it is",
        ),
        pytest.param(
            PACT
            + "    when  D strikes a party on territory of the victim\n    then  the other party must defend the victim\n"
            "1912-01-25 D strikes A\n  id e1\n",
            id="what has no place lies on the land of whom it hits, named or not",
        ),
        pytest.param(
            PACT + "    when  D strikes A\n    then  B must defend A\n"
            '1912-01-26 deny "D strikes A"\n  id d1\n  claim s1 denies\nsource s1\n',
            id="a denial may be denied",
        ),
        pytest.param(
            "source s1\nsource s2\n"
            + PACT.replace("  clause 1\n", "  claim s1 through s2\n  claim s1\n  clause 1\n")
            + "    when  D strikes A\n    then  B must defend A\n1912-01-25 D strikes A\n  id e1\n",
            id="what two claims of one source are called does not hang on which stands first",
        ),
        pytest.param(
            PACT
            + "    when  D attacks A\n    then  B must defend A\n1912-01-27 ultimatum note\n  by D\n  to A\n"
            + "  demand  A supports D within 2 days\n  until   A is allied with B\n  then    D will attack A\n",
            id="until looks also at what opens at the end of a day on which nothing happens",
        ),
    ],
)
def test_small_cases(text: str) -> None:
    assert differences(text) == []
