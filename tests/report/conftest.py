"""Evidence records: small, large, and one that lacks most of its numbers."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# The maker of records lies beside the tests, not in the package.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from evidence_maker import LARGE, SMALL, EvidenceMaker, N

from covalue_measures.evaluation.evidence import (
    CategoryCount,
    EvidenceRecord,
    MissingCount,
    SecondOpinionsRecord,
)
from covalue_measures.report import render_report
from covalue_measures.schema import MissingReason


@pytest.fixture(scope="session")
def evidence() -> EvidenceRecord:
    """Two reflective subscales and a formative one."""
    return EvidenceMaker(SMALL, formative="contacts").record()


@pytest.fixture(scope="session")
def large_evidence() -> EvidenceRecord:
    """25 items of five reflective subscales."""
    return EvidenceMaker(LARGE, formative=None, kind="bifactor").record()


@pytest.fixture(scope="session")
def degenerate_evidence(evidence: EvidenceRecord) -> EvidenceRecord:
    """Nobody answered one item, and nothing could be estimated."""
    empty = evidence.items[0].model_copy(
        update={
            "n": 0,
            "missing": (MissingCount(reason=MissingReason.NOT_ASKED, count=N),),
            "categories": tuple(CategoryCount(value=value, count=0) for value in range(5)),
            "mean": None,
            "standard_deviation": None,
            "skew": None,
            "kurtosis": None,
            "floor": None,
            "ceiling": None,
        }
    )
    subscales = tuple(
        subscale.model_copy(update={"alpha": None, "omega": None, "scores": ()})
        for subscale in evidence.subscales
    )
    return evidence.model_copy(
        update={
            "items": (empty, *evidence.items[1:]),
            "correlations": None,
            "suitability": None,
            "dimensionality": None,
            "exploratory": None,
            "confirmatory": None,
            "invariance": (),
            "subscales": subscales,
            "second_opinions": SecondOpinionsRecord(
                taken=False, reason="Not installed: pingouin.", opinions=()
            ),
            "sample_sizes": (),
            "ratings": (),
            "warnings": (
                "Alpha of subscale 'explaining' was not estimated. Item 'comsu01' has no answers.",
                "The polychoric correlation matrix was not estimated. Item 'comsu01' has none.",
            ),
        }
    )


@pytest.fixture(scope="session")
def render(tmp_path_factory: pytest.TempPathFactory) -> Callable[[EvidenceRecord], str]:
    """Return the page of a record as text."""
    folder: Path = tmp_path_factory.mktemp("reports")

    def page(record: EvidenceRecord) -> str:
        return render_report(record, folder / "report.html").read_text(encoding="utf-8")

    return page
