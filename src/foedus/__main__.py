"""``python -m foedus``, and the command ``foedus``."""

import sys

__all__ = ["main"]


def main() -> None:
    """The command line, from its first import on: Ctrl-C leaves one line, whenever it comes."""
    try:
        from foedus.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("foedus: stopped.\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
