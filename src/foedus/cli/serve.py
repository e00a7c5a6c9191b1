"""The verb that opens the situation room."""

from __future__ import annotations

import click

from foedus.cli.errors import CommandWrong
from foedus.cli.options import CasePath

__all__ = ["serve"]


@click.command()
@click.argument("case", metavar="CASE", type=CasePath())
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8462, show_default=True, help="The port; 0: any free one."
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on. Anything but this machine's own lets others in: nobody is asked who he is.",
)
@click.option("--open/--no-open", "open_", default=True, show_default=True, help="Open the page in the browser.")
def serve(case: str, port: int, host: str, open_: bool) -> None:  # fmt: skip
    """The situation room: a page on which a case is looked at.

    Who is bound to whom, through time; sources believed or doubted with one click; why, and why not; what if. The page is on
    this machine alone; Ctrl-C ends it. A case file of your own is watched: what you change in an editor shows at once.

    \b
    Examples:
      foedus serve tehran-2012
      foedus serve my-crisis.foedus --port 0
    """
    import socket

    import uvicorn

    from foedus.cli.access import find_case
    from foedus.serve.app import STATIC, create_app
    from foedus.serve.desk import Desk

    find_case(case)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", "") or str(error)
        raise CommandWrong(f"cannot listen on {host}:{port}: {reason}. Give another --port, or 0 for any.") from None
    port = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/"
    hosts = {"localhost", "127.0.0.1", "[::1]", shown}
    if not (STATIC / "index.html").exists():
        click.echo("The page is not built (make web); the API is there.", err=True)
    click.echo(f"{case}: {address}  (Ctrl-C ends it)")
    if open_:
        click.launch(address)
    config = uvicorn.Config(
        create_app(Desk(case), hosts),
        log_level="warning",
        timeout_graceful_shutdown=2,
        timeout_keep_alive=75,
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=[listener])
