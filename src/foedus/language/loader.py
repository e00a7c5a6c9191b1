"""Files to directives: includes followed, the prelude put before them, verbs known before a sentence is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from foedus.directives.model import Directive, Event, Kind, ObligationType, Subject, ViewTerm
from foedus.language.bytes import LARGEST_FILE, decode, plain_lines, too_large
from foedus.language.lines import Node, Raw, cut, scan
from foedus.language.reader import Reader, _Skip
from foedus.language.verbs import VerbTable, collect
from foedus.terms.diagnostics import Diagnostic, Note, Span
from foedus.terms.names import did_you_mean

__all__ = [
    "PRELUDE",
    "Loaded",
    "bundled_files",
    "library_folder",
    "load",
    "prelude",
    "read_subject",
    "read_supposition",
    "read_text",
]

PRELUDE = "prelude:"
"""How the files of the prelude are called in spans, so that no file of a user's can be taken for one of them."""

LIBRARY = "library:"
"""How bundled files are called."""

MOST_FILES = 2000
"""Files that one case may come to, includes counted."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a text says.  sources: file -> text, for printing lines.  verbs: the verbs that its sentences may use."""

    directives: tuple[Directive, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    verbs: VerbTable = field(default_factory=VerbTable, repr=False)


def library_folder() -> Path:
    """The folder of the bundled treaties and cases."""
    return Path(str(files("foedus"))) / "library"


def bundled_files(sort: str) -> dict[str, Path]:
    """Bundled files by name: sort is "cases" or "treaties"."""
    return {path.stem: path for path in sorted((library_folder() / sort).glob("*.foedus"))}


@cache
def prelude() -> Loaded:
    """Kinds, obligation types, doctrines and classes that every case starts from."""
    folder = Path(str(files("foedus"))) / "prelude"
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
    """The files of a case, each once, in the order in which they are met."""

    def __init__(self) -> None:
        self.nodes: dict[str, list[Node]] = {}
        self.sources: dict[str, str] = {}
        self.found: list[Diagnostic] = []
        self._seen: dict[Path, str] = {}

    def add_path(
        self, path: Path, called: str, chain: tuple[tuple[Path, Span | None], ...] = (), at: Span | None = None
    ) -> None:
        """A file and all that it includes."""
        real = path.resolve()
        ring = [p for p, _ in chain]
        if real in ring:
            way = [*ring[ring.index(real) :], real]
            self.found.append(
                Diagnostic(
                    "E220",
                    "error",
                    f"files include each other in a circle: {' -> '.join(p.name for p in way)}",
                    at,
                    label="the circle closes here",
                    notes=tuple(Note("and passes here", s) for _, s in chain[ring.index(real) + 1 :] if s is not None),
                    help="take one of these lines out; what both need goes into a file of its own",
                )
            )
            return
        if real in self._seen:
            return
        self._seen[real] = called
        if len(self._seen) > MOST_FILES:
            if len(self._seen) == MOST_FILES + 1:
                self.found.append(Diagnostic("E222", "error", f"more than {MOST_FILES} files are included", at))
            return
        text = self._text(path, called, at)
        if text is not None:
            self.add_text(text, called, path.parent, (*chain, (real, at)))

    def _text(self, path: Path, called: str, at: Span | None) -> str | None:
        try:
            if path.stat().st_size > LARGEST_FILE:
                self.found.append(too_large(called, path.stat().st_size))
                return None
            data = path.read_bytes()
        except OSError as error:
            why = "it is a folder" if path.is_dir() else (error.strerror or str(error)).lower()
            self.found.append(
                Diagnostic(
                    "E221", "error", f"{called} cannot be read: {why}", at, help="check its name and permissions"
                )
            )
            return None
        text, wrong = decode(data, called)
        if wrong:
            self.sources.setdefault(called, "")
            self.found += wrong
            return None
        return text

    def add_text(
        self, text: str, called: str, folder: Path | None, chain: tuple[tuple[Path, Span | None], ...] = ()
    ) -> None:
        """A text that has been read already, and all that it includes.  folder: None if it cannot include files."""
        self.sources[called] = text
        nodes, wrong = cut(text, called)
        self.found += wrong
        for node in nodes:
            if node.raws[0].sort == "word" and node.raws[0].text == "include":
                for raw in node.raws[1:]:
                    if raw.sort == "string":
                        self._include(raw.text, Span(called, raw.line, raw.column, raw.length), folder, chain)
        self.nodes[called] = nodes

    def _include(self, name: str, at: Span, folder: Path | None, chain: tuple[tuple[Path, Span | None], ...]) -> None:
        wanted = name if name.endswith(".foedus") else f"{name}.foedus"
        library = library_folder()
        for base in [folder] if folder is not None else []:
            if (base / wanted).is_file():
                path = base / wanted
                inside = library.resolve() in path.resolve().parents
                called = LIBRARY + str(path.resolve().relative_to(library.resolve())) if inside else str(path)
                self.add_path(path, called, chain, at)
                return
        for sub in ("", "treaties", "cases"):
            path = library / sub / wanted
            if path.is_file() and library.resolve() in path.resolve().parents:
                self.add_path(path, LIBRARY + str(path.relative_to(library)), chain, at)
                return
        known = [f"{sort}/{n}" for sort in ("treaties", "cases") for n in bundled_files(sort)]
        if folder is not None and folder.is_dir():
            known += [p.name for p in sorted(folder.glob("*.foedus"))]
        self.found.append(
            Diagnostic(
                "E221",
                "error",
                f'there is no file "{name}" to include',
                at,
                did_you_mean(name, known) or "not found",
                help="give a path relative to this file, or the name of a bundled file such as treaties/dual-alliance",
            )
        )

    def read(self) -> Loaded:
        """The directives of all files, the prelude's first."""
        base = prelude()
        own = VerbTable()
        for name, nodes in self.nodes.items():
            own = own.with_more(collect(nodes, name, self.found))
        verbs = base.verbs.with_more(own)
        made: list[Directive] = list(base.directives)
        for name, nodes in self.nodes.items():
            reader = Reader(name, verbs)
            made += reader.read(nodes)
            self.found += reader.found
        return Loaded(tuple(made), (*base.diagnostics, *sorted(self.found)), {**base.sources, **self.sources}, verbs)


def load(name_or_path: str | Path) -> Loaded:
    """A file, every ``*.foedus`` of a folder, or a bundled case by name, with all that is included.

    Nothing is raised for what is wrong in the files: it stands in ``diagnostics``.
    """
    path = Path(name_or_path)
    gathered = _Files()
    if path.is_dir():
        found = sorted(path.glob("*.foedus"))
        if not found:
            wrong = Diagnostic("E221", "error", f"{path}: there are no *.foedus files in this folder")
            return Loaded((), (wrong,))
        for one in found:
            gathered.add_path(one, str(one))
    elif not path.exists() and str(name_or_path) in bundled_files("cases"):
        name = str(name_or_path)
        gathered.add_path(bundled_files("cases")[name], f"{LIBRARY}cases/{name}.foedus")
    else:
        gathered.add_path(path, str(name_or_path))
    return gathered.read()


def read_text(text: str | bytes, file: str = "<text>", *, folder: str | Path | None = None) -> Loaded:
    """A text (or the bytes of a file) without a file of its own.  folder: where its includes are looked for."""
    gathered = _Files()
    if isinstance(text, bytes):
        text, wrong = decode(text, file)
        gathered.found += wrong
    gathered.add_text(plain_lines(text), file, Path(folder) if folder is not None else None)
    return gathered.read()


def read_subject(text: str, verbs: VerbTable | None = None) -> Subject | tuple[Diagnostic, ...]:
    """``ITA owes FRA neutrality``, ``dual-alliance clause 1``: what an expectation can be about, or what is wrong."""
    raws, _, opened = scan(f"expect 2000-01-01 {text.strip()}: bound", 1, 1 - len("expect 2000-01-01 "))
    reader = Reader("<question>", verbs if verbs is not None else prelude().verbs)
    if opened >= 0:
        return (Diagnostic("E505", "error", f'"{text}" cannot be asked about', None),)
    try:
        return reader.expectation(raws).subject
    except _Skip:
        return tuple(reader.found)


def read_view(words: str, verbs: VerbTable | None = None) -> tuple[ViewTerm, ...] | tuple[Diagnostic, ...]:
    """``as known to USA, without debka``: the switches of a view, or what is wrong with them."""
    head = "expect 2000-01-01 x "
    raws, _, opened = scan(f"{head}{words.strip()}: bound", 1, 1 - len(head))
    reader = Reader("<view>", verbs if verbs is not None else prelude().verbs)
    if opened >= 0:
        return (Diagnostic("E505", "error", f'"{words}" is no view', None),)
    try:
        return reader.expectation(raws).view
    except _Skip:
        return tuple(reader.found)


def read_supposition(
    sentence: str, verbs: VerbTable | None = None, *, file: str = "<supposed>"
) -> Event | tuple[Diagnostic, ...]:
    """``2012-09-01 ISR strikes natanz`` as an event, or what is wrong with it."""
    raws: list[Raw]
    raws, _, opened = scan(sentence.strip(), 1, 1)
    reader = Reader(file, verbs if verbs is not None else prelude().verbs)
    if not raws or opened >= 0:
        return (Diagnostic("E213", "error", "there is no event in this text", Span(file, 1, 1, len(sentence))),)
    try:
        return reader.supposition(raws)
    except _Skip:
        return tuple(reader.found)
