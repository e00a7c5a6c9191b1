"""The treaty library as text: the list, one instrument in full, what ATOP has otherwise, and the page of documentation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from foedus.show.page import Page, bullet, entry, line
from foedus.show.words import act_words, counted

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foedus.atlas.treaties import Difference
    from foedus.findings.catalogue import Entry, Member
    from foedus.findings.holding import Held

__all__ = ["HELD", "compared_text", "full_text", "held_text", "list_text", "markdown", "record"]

HELD = "## Held down by expectations"
"""The heading of the part of the page that takes minutes to write."""

MANY = 6
"""Parties of which all are named in a list."""


def _who(entry: Entry) -> str:
    names = list(dict.fromkeys(m.actor for m in entry.members if m.role != "addressee"))
    shown = ", ".join(names[:MANY])
    to = list(dict.fromkeys(m.actor for m in entry.members if m.role == "addressee"))
    more = f" and {len(names) - MANY} others" if len(names) > MANY else ""
    return shown + more + (f" to {', '.join(to)}" if to else "")


def _duties(entry: Entry) -> str:
    return ", ".join(act_words(t, lambda name: name) for t in entry.types)


def list_text(entries: Sequence[Entry], page: Page, asked: str = "") -> str:
    """One line or two for each: date, id, title, who, what."""
    if not entries:
        return page.draw(line(f"No instrument of the library{asked}."))
    parts: list[RenderableType] = [line(f"{counted(len(entries), 'instrument')}{asked}.", "bold")]
    for e in entries:
        mark = "".join([" [outline]" if e.outline else "", " [not checked]" if e.unchecked else ""])
        code = f"; ATOP {e.atop}" if e.atop else ""
        told = f"{e.title} ({e.id}){mark}: {_who(e)}; {_duties(e) or 'no duty'}{code}"
        parts.append(bullet(e.date.ljust(10), told, style="bold", indent=0))
    parts += [line(), line("`foedus treaties NAME` shows one in full.")]
    return page.draw(*parts)


def _member(m: Member) -> str:
    role = "" if m.role == "party" else f", {m.role}"
    since = f" from {m.start}" if m.start else ""
    until = f" until {m.end}" if m.end else ""
    return f"{m.name} ({m.actor}{role}){since}{until}"


def full_text(entry_: Entry, text: str, page: Page) -> str:
    """One instrument: what it is, who is bound by what, and its text in the language."""
    e = entry_
    head = entry(
        f"{e.title} ({e.id})",
        (
            ("made", f"{e.date}, {e.category}"),
            ("in force", e.in_force or e.date),
            ("ends", e.ends),
            ("who", "; ".join(_member(m) for m in e.members)),
            ("duties", _duties(e)),
            ("ATOP", f"{e.atop} (foedus alliances {e.atop})" if e.atop else ""),
            ("checked", "against nothing yet (F6)" if e.unchecked else ""),
            ("outline", e.outline),
            ("include", e.file),
        ),
        indent=0,
    )
    return page.draw(head, line()) + text


def compared_text(compared: Sequence[int], found: Sequence[Difference], page: Page) -> str:
    """What ATOP and the library have otherwise, alliance by alliance."""
    parts: list[RenderableType] = [line(_summary(compared, found), "bold")]
    for d in found:
        parts.append(
            entry(
                f"{d.atop} {', '.join(d.instruments)}: {d.about}",
                (("who", ", ".join(d.actors)), ("here", d.ours), ("ATOP", d.theirs), ("why", d.why or "NOT EXPLAINED")),
                style="" if d.why else "bold red",
            )
        )
    return page.draw(*parts)


def _summary(compared: Sequence[int], found: Sequence[Difference]) -> str:
    open_ = sum(not d.why for d in found)
    same = len(compared) - len({d.atop for d in found})
    return (
        f"{counted(len(compared), 'alliance')} compared with ATOP: {same} agree in everything looked at; "
        f"{counted(len(found), 'difference')}, {open_} of them not explained."
    )


def record(e: Entry) -> dict[str, Any]:
    """For JSON and CSV."""
    return {
        "id": e.id, "title": e.title, "file": e.file, "category": e.category, "date": e.date, "in_force": e.in_force,
        "ends": e.ends, "atop": e.atop or None, "secret": e.secret, "unchecked": e.unchecked,
        "outline": e.outline or None,
        "members": [
            {"actor": m.actor, "name": m.name, "role": m.role, "from": m.start, "until": m.end, "cow": m.cow or None}
            for m in e.members
        ],
        "duties": [{"debtor": d.debtor, "type": d.type, "clause": d.clause} for d in e.duties],
    }  # fmt: skip


_INTRODUCTION = """Written by `foedus treaties --markdown`. Every instrument of the library, in order of date: who is
bound, by which types of duty, and what it rests on. `foedus treaties NAME` prints one in full; a case uses one by
`include "treaties/FILE"`.

*Parties* are those that ever were, without their dates. *Checked* says against what: an ATOP id means that members, days,
obligations and conditions are compared with that alliance by a command, and what differs stands below; a source that the
file names; or *not yet*, which is a claim graded F6: written down from memory, and compared with nothing. *Outline* marks an
instrument of which something is left out, or not known; its file says what, and findings that rest on it repeat that."""


def held_text(held: Sequence[Held], page: Page) -> str:
    """How many clauses an expectation falls without, and which have none."""
    parts: list[RenderableType] = [line(_held_summary(held), "bold")]
    bare = [h for h in held if not h.by]
    if bare:
        parts += [line(), line("Without any", "bold")]
        parts += [bullet("-", f"{h.instrument} {h.clause} ({h.file})", indent=0) for h in bare]
    return page.draw(*parts)


def _held_summary(held: Sequence[Held]) -> str:
    down = sum(bool(h.by) for h in held)
    share = f" ({100 * down / len(held):.0f} %)" if held else ""
    return f"{down} of {counted(len(held), 'operative clause')} of the library are held down{share}."


def _held_lines(held: Sequence[Held]) -> list[str]:
    bare = [h for h in held if not h.by]
    return [
        HELD,
        "",
        _held_summary(held),
        "",
        "Written by `foedus treaties --held --expecting tests/treaties`. A clause is held down if some `expect` line, of a",
        "bundled case or of the files in `tests/treaties`, would fall were the clause struck out: the line finds a duty, and",
        "finds it under that clause alone. Most lines in `tests/treaties` try the very event that a clause waits for, and one",
        "that just is not it; they hold the text as it stands, and are no second opinion on it. Conditions inside a clause are",
        "another matter: those of the clauses that the casebook's findings name are struck one by one in the tests.",
        "",
        *(["Without any: " + ", ".join(f"`{h.instrument}` {h.clause}" for h in bare) + ".", ""] if bare else []),
    ]


def markdown(
    entries: Sequence[Entry],
    compared: Sequence[int],
    found: Sequence[Difference],
    held: Sequence[Held] | None = None,
) -> str:
    """The page of documentation; without a comparison, its second part says what it needs.

    held: if it is known which clauses are held down, the part on them too.
    """
    unchecked = [e for e in entries if e.unchecked]
    lines = ["# The treaty library", "", _INTRODUCTION, ""]
    lines += [
        _counted(entries, len(unchecked)),
        "",
        "| made | instrument | parties | duties | file | checked |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for e in entries:
        checked = f"ATOP {e.atop}" if e.atop else "**not yet**" if e.unchecked else "source" if _sourced(e) else "case"
        checked += ", **outline**" if e.outline else ""
        cells = (e.date, f"{e.title} (`{e.id}`)", _who(e), _duties(e), e.file.removeprefix("treaties/"), checked)
        lines.append("| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |")
    lines += ["", *(_held_lines(held) if held is not None else []), "## Against ATOP", ""]
    if not compared:
        return "\n".join(
            [*lines, "Not compared: `foedus data add` the member file of ATOP, and write this page again.", ""]
        )
    lines += [
        _summary(compared, found),
        "",
        "Written by the same command where the member file of ATOP 5.1 is at hand. The two need not agree: a code is a",
        "judgement, and so is a clause. Each line says why they do not, in the words of the treaty's own file.",
        "",
        "| ATOP | instruments | about | who | here | ATOP has | why |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for d in found:
        row = (str(d.atop), ", ".join(f"`{i}`" for i in d.instruments), d.about, ", ".join(d.actors), d.ours, d.theirs,
                 d.why or "**not explained yet**")  # fmt: skip
        lines.append("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |")
    return "\n".join(lines) + "\n"


def _counted(entries: Sequence[Entry], unchecked: int) -> str:
    files = counted(len({e.file for e in entries}), "file")
    outlines = sum(bool(e.outline) for e in entries)
    return (
        f"{counted(len(entries), 'instrument')} in {files}: {unchecked} not checked yet, {outlines} outlined only, "
        f"{sum(not e.outline and not e.unchecked for e in entries)} neither."
    )


def _sourced(e: Entry) -> bool:
    return bool(e.instrument.common.claims)
