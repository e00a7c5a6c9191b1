"""The examples in the docstrings are true."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import foedus.terms

MODULES = [f"foedus.terms.{m.name}" for m in pkgutil.iter_modules(foedus.terms.__path__)]
WITHOUT_EXAMPLES = {"foedus.terms.date_mistakes", "foedus.terms.limits"}


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
    assert (result.attempted == 0) == (name in WITHOUT_EXAMPLES)


def test_every_public_name_is_exported_and_said_what_it_is() -> None:
    for name in foedus.terms.__all__:
        thing = getattr(foedus.terms, name)
        if isinstance(thing, type) or hasattr(thing, "__code__"):
            assert thing.__doc__, name


def test_terms_import_nothing_of_foedus_and_no_rapidfuzz() -> None:
    """The bottom of the data flow; and --help must stay fast."""
    code = (
        "import sys, foedus.terms; "
        "print([m for m in sys.modules if m.startswith('rapidfuzz') or m.startswith('foedus.') "
        "and not m.startswith('foedus.terms')])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
