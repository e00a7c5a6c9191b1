"""The codes of all messages: what each means, and the page that lists them."""

from __future__ import annotations

import re
from pathlib import Path

from foedus.terms.limits import CANDIDATE_DAYS, LIMITS

ROOT = Path(__file__).parents[2]
BAD = Path(__file__).parent / "bad"
PAGE = ROOT / "docs" / "errors.md"
SOURCES = [ROOT / "src" / "foedus" / package for package in ("terms", "language", "case")]

MEANING = {
    "E100": "there are more mistakes than are shown",
    "E101": "a file is no text",
    "E102": "a file is not in UTF-8",
    "E103": "a file is too large",
    "E104": "a line is too long",
    "E105": "a quoted text does not end where it should",
    "E106": "lines of one level are indented differently",
    "E107": "lines are nested too deep",
    "E108": "a line has too many words",
    "E109": "parentheses, or words, are nested too deep",
    "E110": "an indented line stands under nothing",
    "E111": "a line is indented too far and so continues the one above",
    "E201": "a word cannot be a name",
    "E202": "a line begins with what no line begins with",
    "E203": "a verb, or an act, is not known",
    "E204": "a word cannot stand where it stands",
    "E205": "a sentence has no verb",
    "E206": "a line ends too early",
    "E207": "something follows a keyword that stands alone",
    "E208": "a date, time, grade or number is none",
    "E209": "something is said twice",
    "E210": "two things are said of which only one can be",
    "E211": "a list joins some names by and, others by or",
    "E212": "a detail does not stand here",
    "E213": "a supposed event has no date, or is none",
    "E214": "a verb belongs to two kinds",
    "E215": "a record names a role or a class",
    "E216": "conditions of an instrument are its clause 1, and it has one",
    "E217": "what is in force, due or breached is not one thing by its name",
    "E218": "a sentence speaks of law where something must happen",
    "E219": "a sentence is said to count as a name, or a name as a sentence",
    "E220": "files include each other in a circle",
    "E221": "a file cannot be read",
    "E222": "too many files, or too much text, make up one case",
    "E223": "a parenthesis is not closed, or closes nothing",
    "E224": "a sentence has two verbs, or a duty two acts",
    "E225": "a duty has no must, may or will",
    "E226": "a duty does not say whose it is",
    "E227": "a text stands in other quotation marks than double ones",
    "E228": "a colon stands where none does",
    "E229": "a name has several words",
    "E230": "an expectation lacks its day or its result, or has two",
    "E231": "a sentence does not say who does it",
    "E232": "a sentence is in the passive",
    "E233": "a keyword has capitals",
    "E234": "a clause, a claim or the like has no name",
    "E235": "names are not joined by commas",
    "E236": "a text has no quotation marks",
    "E237": "a detail stands in the line of another, or in that of its heading",
    "E238": "a line declares several things",
    "E301": "an id is declared twice",
    "E302": "kinds, or places, go round in a circle",
    "E303": "kinds, or places, lie above each other in too many ways",
    "E310": "nothing is called so",
    "E311": "a question has no such answer",
    "E312": "an instrument has no such clause",
    "E313": "something acts, or joins an instrument, that is no actor",
    "E314": "an expectation does not say what is owed",
    "E315": "a chance is expected of what has none",
    "E320": "something ends before it begins",
    "E321": "an actor is used when it does not exist",
    "E331": "an instrument has two clauses of one name",
    "E332": "a clause obliges nobody to anything",
    "E333": "a clause binds parties of which none is an actor",
    "E334": "a condition comes to too many alternatives",
    "E336": "a condition gives a time to what is to happen",
    "E337": "a silence is waited for where nothing says from when",
    "E340": "a question has no answers",
    "E341": "a question has an answer twice",
    "E342": "events are said to come after each other",
    "E343": "an event is said to come after a later one",
    "E344": "origins, organs, parts or amendments go round in a circle",
    "E505": "what is asked on the command line is no question of the case",
    "W114": "tabs and blanks are mixed in the indentation",
    "W115": "a line has an invisible mark that turns the direction of reading",
    "W116": "a word mixes letters of two alphabets",
    "W117": "a line is indented with other blanks than spaces",
    "W118": "a verb of the prelude is given to another kind",
    "W312": "no instrument is of the category asked for",
    "W320": "an instrument is in force before it was made",
    "W333": "a clause binds somebody who is no party",
    "W335": "a reading says nothing",
    "W338": "a duty speaks of an attacker or a victim, and nothing says whose",
    "W344": "who reports to whom goes round in a circle",
}

ELSEWHERE = frozenset({"E100", "E103", "E104", "E108", "E222", "E303", "E505"})
"""Codes of what is too large for a file of the catalogue (``test_robustness.py`` has them), or is asked and not written."""


def in_sources() -> set[str]:
    """Every code that the language and the checks of a case can give."""
    found: set[str] = set()
    for folder in SOURCES:
        for path in folder.glob("*.py"):
            text = re.sub(r"(?m)^ *>>>.*$|(?s:\"\"\".*?\"\"\")", "", path.read_text("utf-8"))
            found.update(re.findall(r"\"([EW][0-9]{3})\"", text))
    return found


def in_catalogue() -> dict[str, str]:
    """Each code with the name of the first file whose message has it."""
    found: dict[str, str] = {}
    for path in sorted(BAD.glob("*.txt"), key=lambda p: (p.read_text("utf-8").count("["), p.name)):
        for code in re.findall(r"^ (?:error|warning)\[([EW][0-9]{3})\]", path.read_text("utf-8"), re.MULTILINE):
            found.setdefault(code, path.stem)
    return found


def page() -> str:
    """The page of all codes, each with its shortest message of the catalogue."""
    examples = in_catalogue()
    out = [
        "# What messages mean",
        "Every message of `foedus check` has a code that stays the same. `E` is an error: the case has no meaning until it is",
        "mended. `W` is a warning: the case has a meaning, perhaps not the one meant. The catalogue of wrong files with what",
        "is said of each is `tests/errors/bad`; this page is made from it and checked by the tests.",
        "",
        "| code | what is wrong |",
        "| --- | --- |",
        *(f"| {code} | {meaning} |" for code, meaning in sorted(MEANING.items())),
        "",
        "## Limits",
        "Reading a file, whatever it holds, costs seconds and some hundred megabytes. So there is a limit to how much of",
        "anything a case may have, far above what a case needs; `tests/errors/test_robustness.py` meets and passes each.",
        "",
        "| at most | of these | else |",
        "| ---: | --- | --- |",
        *(f"| {limit.most:,} | {limit.what} | {limit.code} |" for limit in LIMITS),
        "",
        f"A date that overlaps many others is looked at on {CANDIDATE_DAYS} of its possible days, with a warning. Pipes,",
        "devices and folders are no files (E221); a link is followed; a file that is reached by two names is read once.",
        "",
        "## Examples",
    ]
    for code in sorted(MEANING):
        if code in examples:
            said = (BAD / f"{examples[code]}.txt").read_text("utf-8").rstrip().rpartition("\n")[0]
            block = next(b for b in said.split("\n\n") if f"[{code}]" in b.split("\n")[0])
            out += ["", f"**{code}**: {MEANING[code]}.", "```text", block, "```"]
    return "\n".join(out) + "\n"
