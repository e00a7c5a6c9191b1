"""The verb that sets up shell completion."""

from __future__ import annotations

import click

__all__ = ["completion"]


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """The completion script for bash, zsh or fish.

    It completes verbs, options, the names of bundled cases, and *.foedus files.

    \b
    Examples (once, then open a new shell):
      foedus completion bash >> ~/.bashrc
      foedus completion zsh >> ~/.zshrc
      foedus completion fish > ~/.config/fish/completions/foedus.fish
    """
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None, "click knows the shells of the choice above"
    root = ctx.find_root().command
    click.echo(made(root, {}, "foedus", "_FOEDUS_COMPLETE").source())
