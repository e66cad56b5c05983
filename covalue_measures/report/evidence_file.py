"""A stored evidence record, read back."""

from pathlib import Path

from covalue_measures.evaluation.evidence.record import EvidenceRecord
from covalue_measures.exceptions import EvidenceError


def read_evidence(path: str | Path) -> EvidenceRecord:
    """Return the evidence record in a JSON file.

    Raises
    ------
    EvidenceError
        If the file cannot be read, is not JSON, or a field is not as the record defines it;
        the message names the file and the field.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EvidenceError(f"Cannot read the evidence '{path}': {error.strerror}.") from error
    try:
        return EvidenceRecord.from_json(content)
    except EvidenceError as error:
        raise EvidenceError(f"The evidence '{path}':\n{error}") from error
