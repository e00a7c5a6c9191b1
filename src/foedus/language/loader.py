"""Files to directives: includes followed, the prelude put before them, verbs known before a sentence is read."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from foedus.directives.model import Directive, Event, Kind, ObligationType, Subject, ViewTerm
from foedus.language.bytes import decode, odd_signs, plain_lines, read_bytes, too_large, too_many_lines
from foedus.language.found import Found, Unread
from foedus.language.lines import Node, cut, cut_by_one, scan
from foedus.language.reader import Reader, Skip
from foedus.language.verbs import Claimed, VerbTable, collect, taken_from_prelude
from foedus.terms.diagnostics import Diagnostic, Note, Span
from foedus.terms.errors import shown, shown_way
from foedus.terms.limits import DEEPEST_INCLUDES, LARGEST_CASE, LARGEST_FILE, MOST_FILES
from foedus.terms.names import did_you_mean

__all__ = [
    "ASKED",
    "PRELUDE",
    "Loaded",
    "bundled_files",
    "library_folder",
    "load",
    "prelude",
    "read_subject",
    "read_supposition",
    "read_text",
    "read_view",
]

PRELUDE = "prelude:"
"""How the files of the prelude are called in spans, so that no file of a user's can be taken for one of them."""

LIBRARY = "library:"
"""How bundled files are called."""

_PACKAGE = Path(__file__).parents[1]
_LOOKED_AT_FIRST = re.compile(r"^(?:include|kind|obligation)\b", re.MULTILINE)
_NEXT_DIRECTIVE = re.compile(r"^[^\s;]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a text says.

    sources: file -> text, for printing lines.   verbs: the verbs that its sentences may use.
    unread: what lines that could not be read would have said.
    """

    directives: tuple[Directive, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    verbs: VerbTable = field(default_factory=VerbTable, repr=False)
    unread: Unread = field(default_factory=Unread, repr=False)


def library_folder() -> Path:
    """The folder of the bundled treaties and cases."""
    return _PACKAGE / "library"


def bundled_files(sort: str) -> dict[str, Path]:
    """Bundled files by name: sort is "cases" or "treaties"."""
    return {path.stem: path for path in sorted((library_folder() / sort).glob("*.foedus"))}


@cache
def prelude() -> Loaded:
    """Kinds, obligation types, doctrines and classes that every case starts from."""
    folder = _PACKAGE / "prelude"
    texts = {PRELUDE + path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.foedus"))}
    found: list[Diagnostic] = []
    nodes: dict[str, list[Node]] = {}
    verbs = VerbTable()
    for name, text in texts.items():
        nodes[name], wrong = cut(text, name)
        found += wrong
        verbs = verbs.with_more(collect(nodes[name], name, found))
    made: list[Directive] = []
    for name in texts:
        reader = Reader(name, verbs)
        made += reader.read(nodes[name])
        found += reader.found
    return Loaded(tuple(made), tuple(found), texts, verbs)


def verbs_of(directives: Iterable[Directive], base: VerbTable | None = None) -> VerbTable:
    """The verbs that kinds and obligation types among some directives declare, beside those of ``base``."""
    kinds = {verb: d.id for d in directives if isinstance(d, Kind) for verb in d.verbs}
    duties = {verb: d.id for d in directives if isinstance(d, ObligationType) for verb in d.verbs}
    own = VerbTable(kinds, duties)
    return base.with_more(own) if base is not None else own


class _Files:
    """The files of a case, each once, in the order in which they are met.

    Each is gone through twice: first for what it includes and for the verbs that it declares, then to be read.

    within: the folder outside which no file is read, whatever a name or a link says; None for no such bound.
    """

    def __init__(self, within: Path | None = None) -> None:
        self.within = within.resolve() if within is not None else None
        self.sources: dict[str, str] = {}
        self.wrong: dict[str, Found] = {}
        self.order: list[str] = []
        self.verbs = VerbTable()
        self.claimed: Claimed = {}
        self._seen: dict[Path, str] = {}
        self._size = 0

    def complain(
        self, code: str, message: str, at: Span | None, label: str = "", help_: str = "", notes: tuple[Note, ...] = ()
    ) -> None:
        self.found(at.file if at is not None else "").add(Diagnostic(code, "error", message, at, label, notes, help_))

    def found(self, file: str) -> Found:
        """What is wrong in a file."""
        return self.wrong.setdefault(file, Found())

    def add_path(
        self, path: Path, called: str, chain: tuple[tuple[Path, Span | None], ...] = (), at: Span | None = None
    ) -> None:
        """A file and all that it includes."""
        try:
            real = path.resolve()
        except (OSError, RuntimeError, ValueError):  # a circle of links; a name that no file can have
            self.complain(
                "E221",
                f"{called if len(called) < 1000 else shown(called)} cannot be read: it leads nowhere",
                at,
                help_="check its name and permissions",
            )
            return
        ring = [p for p, _ in chain]
        if real in ring:
            way = [*ring[ring.index(real) :], real]
            passed = tuple(Note("and passes here", s) for _, s in chain[ring.index(real) + 1 :] if s is not None)
            self.complain(
                "E220",
                f"files include each other in a circle: {shown_way([p.name for p in way])}",
                at,
                "the circle closes here",
                "take one of these lines out; what both need goes into a file of its own",
                passed,
            )
            return
        if real in self._seen:
            return
        if len(chain) >= DEEPEST_INCLUDES:
            self.complain(
                "E222",
                f"more than {DEEPEST_INCLUDES} files include one another in a row",
                at,
                help_="include these files from one file, side by side",
            )
            return
        self._seen[real] = called
        if len(self._seen) > MOST_FILES:
            if len(self._seen) == MOST_FILES + 1:
                self.complain("E222", f"more than {MOST_FILES:,} files are included", at, help_="join some of them")
            return
        text = self._text(path, called, at)
        if text is not None:
            self.add_text(text, called, path.parent, (*chain, (real, at)))

    def _text(self, path: Path, called: str, at: Span | None) -> str | None:
        try:
            data = read_bytes(path)
        except (OSError, ValueError) as error:
            why = (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)
            self.complain("E221", f"{called} cannot be read: {why}", at, help_="check its name and permissions")
            return None
        if len(data) > LARGEST_FILE:
            size = max(path.stat().st_size, len(data))
            self.found(called).add(too_large(called, size))
            return None
        text, wrong, shown = decode(data, called)
        if wrong:
            self.sources.setdefault(called, shown)
            for one in wrong:
                self.found(called).add(one)
            return None
        return text

    def add_text(
        self, text: str, called: str, folder: Path | None, chain: tuple[tuple[Path, Span | None], ...] = ()
    ) -> None:
        """A text that has been read already, and all that it includes.  folder: None if it cannot include files."""
        self.sources[called] = text
        self._size += len(text)
        if self._size > LARGEST_CASE:
            self.sources[called] = ""
            self.complain("E222", f"the files of this case have more than {LARGEST_CASE:,} characters", None)
            return
        many = too_many_lines(text, called)
        if many is not None:
            self.sources[called] = ""
            self.found(called).add(many)
            return
        found: list[Diagnostic] = []
        first = list(_first_look(text, called))
        for node in first:
            if node.raws[0].text == "include":
                for raw in node.raws[1:]:
                    if raw.sort == "string":
                        self._include(raw.text, Span(called, raw.line, raw.column, raw.length), folder, chain)
        self.verbs = self.verbs.with_more(collect(first, called, found, self.claimed))
        for one in found:
            self.found(called).add(one)
        self.order.append(called)

    def _include(self, name: str, at: Span, folder: Path | None, chain: tuple[tuple[Path, Span | None], ...]) -> None:
        wanted = name if name.endswith(".foedus") else f"{name}.foedus"
        library = library_folder()
        bases = [library / sub for sub in ("", "treaties", "cases")]
        for base in [folder, *bases] if folder is not None else bases:
            path = base / wanted
            if not _is_there(path):
                continue
            inside = library.resolve() in path.resolve().parents
            if inside:
                self.add_path(path, LIBRARY + str(path.resolve().relative_to(library.resolve())), chain, at)
            elif base == folder and self._may_read(path, at, name):
                self.add_path(path, str(path), chain, at)
            elif base != folder:
                continue
            return
        if folder is not None and _is_folder(folder / name):
            self.complain("E221", f"{shown(name)} is a folder", at, "expected a file", "include its files one by one")
            return
        known = [f"{sort}/{n}" for sort in ("treaties", "cases") for n in bundled_files(sort)]
        if folder is not None and folder.is_dir():
            known += [p.name for p in sorted(folder.glob("*.foedus"))]
        self.complain(
            "E221",
            f"there is no file {shown(name)} to include",
            at,
            did_you_mean(name, known) or "not found",
            "give a path relative to this file, or the name of a bundled file such as treaties/dual-alliance",
        )

    def _may_read(self, path: Path, at: Span | None, name: str) -> bool:
        """Whether a file lies within bounds; if not it is complained of, and nothing of it is told."""
        try:
            if self.within is None or self.within in path.resolve().parents:
                return True
        except (OSError, RuntimeError, ValueError):  # told by whoever reads it
            return True
        self.complain(
            "E221", f"{shown(name)} lies outside the folder of the case", at, "not read here",
            "put the file into the folder of the case, or ask with the command line",
        )  # fmt: skip
        return False

    def read(self) -> Loaded:
        """The directives of all files, the prelude's first."""
        base = prelude()
        verbs = base.verbs.with_more(self.verbs)
        for one in taken_from_prelude(self.claimed, base.verbs):
            assert one.span is not None
            self.found(one.span.file).add(one)
        made: list[Directive] = list(base.directives)
        names: set[str] = set()
        incomplete: set[tuple[str, int]] = set()
        with _without_collector():
            for name in self.order:
                layout: list[Diagnostic] = []
                reader = Reader(name, verbs, self.found(name))
                made += reader.read(cut_by_one(self.sources[name], name, layout))
                for one in [*layout, *odd_signs(self.sources[name], name)]:
                    self.found(name).add(one)
                names |= reader.unread
                incomplete |= reader.incomplete
        wrong = sorted(d for found in self.wrong.values() for d in found.told())
        return Loaded(
            tuple(made),
            (*base.diagnostics, *wrong),
            {**base.sources, **self.sources},
            verbs,
            Unread(frozenset(names), frozenset(incomplete)),
        )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Without looking for circular garbage: reading makes none, and a great many values that would be looked through."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _first_look(text: str, called: str) -> Iterator[Node]:
    """The directives that say what else is to be read, and which verbs there are."""
    line, at = 1, 0
    for start in _LOOKED_AT_FIRST.finditer(text):
        end = _NEXT_DIRECTIVE.search(text, start.end())
        block = text[start.start() : end.start() if end is not None else len(text)]
        line, at = line + text.count("\n", at, start.start()), start.start()
        yield from cut(block, called, line)[0]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _is_there(path: Path) -> bool:
    """Whether there is something of that name that is no folder."""
    try:
        return path.exists() and not path.is_dir()
    except (OSError, ValueError):  # a name that no file can have
        return False


def load(name_or_path: str | Path, *, within: Path | None = None) -> Loaded:
    """A file, every ``*.foedus`` of a folder, or a bundled case by name, with all that is included.

    within: the folder outside which no file is read, save the library; for cases of others.
    Nothing is raised for what is wrong in the files: it stands in ``diagnostics``.
    """
    path = Path(name_or_path)
    gathered = _Files(within)
    if _is_folder(path):
        found = sorted(path.glob("*.foedus"))
        if not found:
            wrong = Diagnostic("E221", "error", f"{path}: there are no *.foedus files in this folder")
            return Loaded((), (wrong,))
        for one in found:
            if gathered._may_read(one, None, one.name):
                gathered.add_path(one, str(one))
    elif not _is_there(path) and str(name_or_path) in bundled_files("cases"):
        name = str(name_or_path)
        gathered.add_path(bundled_files("cases")[name], f"{LIBRARY}cases/{name}.foedus")
    else:
        gathered.add_path(path, str(name_or_path))
    return gathered.read()


def read_text(
    text: str | bytes, file: str = "<text>", *, folder: str | Path | None = None, within: Path | None = None
) -> Loaded:
    """A text (or the bytes of a file) without a file of its own.

    folder: where its includes are looked for.   within: as for ``load``.
    """
    gathered = _Files(within)
    if isinstance(text, bytes):
        text, wrong, shown_text = decode(text, file)
        if wrong:
            gathered.sources[file] = shown_text
            for one in wrong:
                gathered.found(file).add(one)
            return gathered.read()
    gathered.add_text(plain_lines(text), file, Path(folder) if folder is not None else None)
    return gathered.read()


ASKED = 'ask for a duty ("ITA owes FRA neutrality"), a clause ("dual-alliance clause 1"), an instrument or an event'
"""What can be asked about, told to whom asks for something else."""


def read_subject(text: str, verbs: VerbTable | None = None) -> Subject | tuple[Diagnostic, ...]:
    """``ITA owes FRA neutrality``, ``dual-alliance clause 1``: what an expectation can be about, or what is wrong."""
    raws, _, opened = scan(f"expect 2000-01-01 {text.strip()}: bound", 1, 1 - len("expect 2000-01-01 "))
    reader = Reader("<question>", verbs if verbs is not None else prelude().verbs)
    if opened >= 0:
        return (Diagnostic("E505", "error", f'"{text}" cannot be asked about', None),)
    try:
        return reader.expectation(raws).subject
    except Skip:  # the colon and what follows it are ours
        return tuple(replace(d, label=d.label.replace('":" or ', ""), help=ASKED) for d in reader.found)


def read_view(words: str, verbs: VerbTable | None = None) -> tuple[ViewTerm, ...] | tuple[Diagnostic, ...]:
    """``as known to USA, without debka``: the switches of a view, or what is wrong with them."""
    head = "expect 2000-01-01 x "
    raws, _, opened = scan(f"{head}{words.strip()}: bound", 1, 1 - len(head))
    reader = Reader("<view>", verbs if verbs is not None else prelude().verbs)
    if opened >= 0:
        return (Diagnostic("E505", "error", f'"{words}" is no view', None),)
    try:
        return reader.expectation(raws).view
    except Skip:
        return tuple(reader.found)


def read_supposition(
    sentence: str, verbs: VerbTable | None = None, *, file: str = "<supposed>"
) -> Event | tuple[Diagnostic, ...]:
    """``2012-09-01 ISR strikes natanz`` as an event, or what is wrong with it."""
    raws, _, opened = scan(sentence.strip(), 1, 1)
    reader = Reader(file, verbs if verbs is not None else prelude().verbs)
    if not raws or opened >= 0:
        return (Diagnostic("E213", "error", "there is no event in this text", Span(file, 1, 1, len(sentence))),)
    try:
        return reader.supposition(raws)
    except Skip:
        return tuple(reader.found)
