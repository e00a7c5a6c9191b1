"""Run in a process of its own: check every file of a folder under limits, and tell what came of each.

``python hostile.py FOLDER NAME…`` prints a JSON object: name -> exit status, exception, seconds of processor time, and
what was printed.  Memory is limited for the process, so that a file that asks for too much fails where it does.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time

MEMORY = 1500 * 1024 * 1024
"""Bytes of address space for the whole process, Python and its libraries included."""

SECONDS = 100
"""Of processor time for all files together."""


def main() -> None:
    """Check the files named on the command line."""
    folder, *names = sys.argv[1:]
    os.chdir(folder)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from click.testing import CliRunner

    from foedus.cli.main import app

    told = {}
    for name in names:
        start = time.process_time()
        result = CliRunner().invoke(app, ["check", name], prog_name="foedus")
        wrong = result.exception
        told[name] = {
            "status": result.exit_code,
            "exception": "" if wrong is None or isinstance(wrong, SystemExit) else repr(wrong),
            "seconds": time.process_time() - start,
            "output": result.output,
        }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
