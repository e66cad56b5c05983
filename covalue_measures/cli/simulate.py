"""``covalue simulate``: answers that no person gave, as files that say so."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from covalue_measures.cli.options import AsJson
from covalue_measures.cli.outputs import prepare_folder
from covalue_measures.cli.printing import print_json
from covalue_measures.registry import load_instrument
from covalue_measures.simulation import Population, simulate_sample, write_synthetic_responses


def simulate(
    bank: Annotated[
        str,
        typer.Argument(
            metavar="BANK", help="A bank or form, as --instrument takes it elsewhere, or a folder."
        ),
    ],
    n_respondents: Annotated[
        int,
        typer.Option(
            "--n", min=2, metavar="N", help="Number of respondents, at least one for each site."
        ),
    ] = 300,
    seed: Annotated[int, typer.Option(min=0, help="Of the random numbers.")] = 1,
    n_sites: Annotated[
        int, typer.Option("--sites", min=2, max=500, metavar="N", help="In turn in SE and US.")
    ] = 4,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where the three files go.")
    ] = Path("synthetic"),
    as_json: AsJson = False,
) -> None:
    """Make answers that no person gave, for trying out a study before there are real ones."""
    if n_respondents < n_sites:
        raise typer.BadParameter(
            f"{n_respondents} respondents cannot be at {n_sites} sites: raise --n, or lower"
            " --sites (2 or more).",
            param_hint="'--n'",
        )
    definition = load_instrument(bank)
    sample = simulate_sample(
        definition, n_respondents, seed=seed, population=Population(n_sites=n_sites)
    )
    answers = write_synthetic_responses(sample, prepare_folder(out))
    import_map, metadata = (
        answers.with_name(answers.name.removesuffix(".csv") + suffix)
        for suffix in (".yaml", ".json")
    )
    next_command = shlex.join(
        ["covalue", "evaluate", str(answers), "--instrument", bank, "--map", str(import_map)]
    )
    if as_json:
        print_json(
            {
                "synthetic": True,
                "answers": str(answers),
                "import_map": str(import_map),
                "metadata": str(metadata),
                "instrument": definition.reference,
                "digest": definition.digest,
                "fingerprint": sample.responses.fingerprint,
                "next": next_command,
            }
        )
        return
    typer.echo(
        f"{n_respondents} synthetic answers to {definition.reference}: no person gave them.\n"
        f"Answers:    {answers}\n"
        f"Import map: {import_map}\n"
        f"Metadata:   {metadata}\n"
        f"Next:       {next_command}"
    )
