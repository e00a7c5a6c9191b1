"""Small random cases whose labels do not only rise: exceptions, denials, sources that repeat one another, a reading."""

from __future__ import annotations

from hypothesis import strategies as st

STATES = ("AAA", "BBB", "CCC", "DDD")
HEAD = "".join(f'state {s} "{s.title()}"\n' for s in STATES) + "source s0\nsource s1\n  origin s0\nsource s2\n"


@st.composite
def told(draw: st.DrawFn, *, denials: bool = True) -> str:
    """One clause, with or without an exception; two events told by some and denied by others; perhaps a reading."""
    unless = draw(st.sampled_from(["", "    unless DDD threatens a party\n"]))
    lines = [HEAD, "1899-01-01 treaty pact\n  parties AAA, BBB\n  clause 1\n    when CCC attacks a party\n", unless]
    lines += ["    then the other party must support the victim against the attacker\n"]
    for n, sentence in enumerate(("DDD threatens AAA", "CCC attacks AAA", "CCC blockades AAA")):
        denies_ = st.booleans() if denials else st.just(False)
        claims = draw(st.lists(st.tuples(st.sampled_from("012"), denies_), max_size=2, unique=True))
        if n and not any(not denies for _, denies in claims):
            claims.append(("0", False))
        lines += [f"1900-0{n + 1}-01 {sentence}\n  id e{n}\n"]
        lines += [f"  claim s{s} on 1900-10-01{' denies' if denies else ''}\n" for s, denies in claims]
    if draw(st.booleans()):
        lines += [
            '1900-10-01 reading wide by AAA\n  in pact clause 1\n  "CCC blockades AAA" counts as "CCC attacks AAA"\n'
        ]
    return "".join(lines)
