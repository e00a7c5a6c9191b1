"""The command line: ``foedus VERB CASE [options]``.

``main`` knows which verb lives in which module and loads none of them before it is asked for. Whatever is slow to
import (the reader, the engine, the printer) is imported inside the verbs.
"""
