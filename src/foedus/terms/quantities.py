"""Amounts of things: 150,000 men, 48 persons, 2.5 tonnes.  Compared only within one unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal

from foedus.terms.errors import QuantityError, shown

__all__ = ["Quantity", "QuantityError", "fold_unit", "parse_amount", "parse_quantity"]

_WHOLE = re.compile(r"[0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5}")
_DECIMAL = re.compile(r"([0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5})\.([0-9]{1,40})")
_EXAMPLE = "write a number and a unit, as in 150,000 men or 2.5 tonnes"

_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "people": "person",
    "children": "child",
    "feet": "foot",
    "geese": "goose",
    "halves": "half",
    "knives": "knife",
    "lives": "life",
    "gases": "gas",
    "lenses": "lens",
}
_UNCHANGED = frozenset({"corps", "gas", "headquarters", "lens", "means", "series", "species"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """So much of something.

    amount: a whole number, or a Decimal where one was written.  unit: in the singular and lower case (``man`` for
    ``men``).  text: as said, and as printed; not compared, so ``150,000 men`` equals ``150000 men``.
    ``<``, ``<=``, ``>``, ``>=`` raise QuantityError between different units; ``==`` is then False.

    >>> parse_quantity("150,000 men") >= parse_quantity("1 man")
    True
    """

    amount: int | Decimal
    unit: str
    text: str = field(compare=False)

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: Quantity) -> bool:
        return self.amount < self._like(other)

    def __le__(self, other: Quantity) -> bool:
        return self.amount <= self._like(other)

    def __gt__(self, other: Quantity) -> bool:
        return self.amount > self._like(other)

    def __ge__(self, other: Quantity) -> bool:
        return self.amount >= self._like(other)

    def _like(self, other: Quantity) -> int | Decimal:
        if self.unit != other.unit:
            raise QuantityError(
                f"{shown(self.text)} and {shown(other.text)} cannot be compared", "give both in the same unit"
            )
        return other.amount


def parse_quantity(text: str) -> Quantity:
    """Read a number, one blank, and a unit of one or more words.  Raises QuantityError.

    >>> parse_quantity("2.5 tonnes")
    Quantity(amount=Decimal('2.5'), unit='tonne', text='2.5 tonnes')
    """
    number, _, unit = text.partition(" ")
    amount = parse_amount(number)
    if not unit:
        raise QuantityError(f"{shown(text)} has no unit", _EXAMPLE)
    if re.match(r"[0-9]", unit):
        raise QuantityError(
            f"{shown(text)}: blanks do not separate thousands", "write 150,000 or 150000, then the unit"
        )
    if len(unit) > 100 or not all(_is_unit_word(w) for w in unit.split(" ")):
        raise QuantityError(f"{shown(text)}: {shown(unit)} is no unit", "a unit is a word, such as men or tonnes")
    return Quantity(amount, fold_unit(unit), text)


def parse_amount(word: str) -> int | Decimal:
    """Read ``150,000``, ``150000`` or ``2.5``.  Raises QuantityError, also where thousands may be meant.

    >>> parse_amount("150,000"), parse_amount("2.5")
    (150000, Decimal('2.5'))
    """
    if _WHOLE.fullmatch(word):
        return int(word.replace(",", ""))
    match = _DECIMAL.fullmatch(word)
    if match is None:
        if re.fullmatch(r"-[0-9][0-9.,]*", word):
            raise QuantityError(f"{shown(word)} is less than nothing", "write the amount without a sign")
        if re.fullmatch(r"[0-9]{1,18},[0-9]{1,12}", word):
            raise QuantityError(
                f"{shown(word)}: a comma separates thousands, in threes",
                f"for a decimal write {word.replace(',', '.')}; for a whole number leave the comma out",
            )
        if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}", word):
            raise QuantityError(f"{shown(word)} is no number", f"write {word.replace('.', ',')}")
        if re.fullmatch(r"[0-9,.]{19,}", word):
            raise QuantityError(f"{shown(word)} is too large", "numbers have at most 18 digits")
        raise QuantityError(f"{shown(word)} is no number", _EXAMPLE)
    whole, part = match[1], match[2]
    # 150.000 is 150 thousand in half of Europe and 150 in the other half: neither is guessed.
    if len(part) == 3 and "," not in whole and len(whole) <= 3 and whole != "0":
        raise QuantityError(
            f"{shown(word)} may be {whole} thousand or a decimal", f"write {whole},{part}, or {whole}.{part}0"
        )
    return Decimal(f"{whole.replace(',', '')}.{part}")


def fold_unit(unit: str) -> str:
    """The unit in lower case and in the singular (its last word), by the regular English endings and a few others.

    >>> [fold_unit(u) for u in ("men", "Tonnes", "companies", "infantry divisions", "corps", "batches")]
    ['man', 'tonne', 'company', 'infantry division', 'corps', 'batch']
    """
    words = unicodedata.normalize("NFC", unit).casefold().split(" ")
    return " ".join([*words[:-1], _singular(words[-1])])


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 4 and not word.endswith("imen"):  # seamen, riflemen; specimen
        return f"{word[:-3]}man"
    if word in _UNCHANGED or len(word) < 3 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word.removesuffix("s")


def _is_unit_word(word: str) -> bool:
    return bool(word) and word[0].isalpha() and all(c.isalnum() or c in "-'." or unicodedata.combining(c) for c in word)
