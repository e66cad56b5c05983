"""The commands together, and how they end."""

import sys
import warnings

import typer

from covalue_measures.cli.commands import LazyCommands
from covalue_measures.exceptions import MeasuresError, MeasuresWarning
from covalue_measures.library_version import __version__

#: Exit codes, as the help says them.
EXIT_BAD_INPUT = 2

app = typer.Typer(
    name="covalue",
    cls=LazyCommands,
    help="Measures of coproduction value: definitions, scores and evidence.",
    epilog="Exit codes: 0 done, 1 not verified or not passed, 2 input or options refused.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"covalue_measures {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """Take the options that stand before a command."""


def main() -> None:
    """Run the command line; refusals become one message and exit code 2."""
    # What a command has to say about the data it prints itself, in its own words.
    warnings.simplefilter("ignore", MeasuresWarning)
    try:
        app()
    except MeasuresError as error:
        typer.echo(f"covalue: {error}", err=True)
        sys.exit(EXIT_BAD_INPUT)
