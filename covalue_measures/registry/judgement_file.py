"""Verdicts on reworded texts, as people sign them in a file."""

from pathlib import Path

from covalue_measures.registry.changes.wording_judgement import WordingJudgement
from covalue_measures.registry.definition_file import read_definition
from covalue_measures.schema.model import Definition


class JudgementFile(Definition):
    """A file with a list under ``judgements``: path, verdict, reason and signer of each."""

    judgements: tuple[WordingJudgement, ...]


def read_judgements(path: Path) -> tuple[WordingJudgement, ...]:
    """Return the judgements in a YAML file.

    Raises
    ------
    RegistryError
        With the file and the field, if it does not hold any.
    """
    return read_definition(path, JudgementFile).judgements
