"""The hypotheses that were set before there were data."""

from pathlib import Path

from covalue_measures.registry.definition_file import read_definition
from covalue_measures.registry.location import item_banks_root
from covalue_measures.schema.hypothesis import HypothesisPlan

HYPOTHESES_FILE = "hypotheses.yaml"


def load_hypotheses(
    path: Path | str | None = None, *, root: Path | str | None = None
) -> HypothesisPlan:
    """Return a plan of hypotheses.

    Parameters
    ----------
    path : path, optional
        A file of restricted YAML with the fields of ``HypothesisPlan``; without it the plan that
        lies with the banks.
    root : path, optional
        The folder of banks to look in, instead of the one of the package.

    Raises
    ------
    RegistryError
        If the file is missing, or holds no plan; the message names the field.

    Examples
    --------
    >>> from covalue_measures.registry.hypotheses import load_hypotheses
    >>> plan = load_hypotheses()
    >>> plan.reference, plan.registered.isoformat(), plan.share_needed
    ('covalue_construct_validity@0.1.0', '2026-11-25', '0.75')
    """
    file = item_banks_root(root) / HYPOTHESES_FILE if path is None else Path(path)
    return read_definition(file, HypothesisPlan)
