"""The page: a report context through the templates, into one file."""

from pathlib import Path

from covalue_measures.evaluation.evidence import EvidenceRecord
from covalue_measures.exceptions import EvidenceError
from covalue_measures.report.build import build_context
from covalue_measures.report.context import ReportContext
from covalue_measures.report.evidence_file import read_evidence
from covalue_measures.report.page import render_page


def render_report(evidence: EvidenceRecord | str | Path, path: str | Path) -> Path:
    """Write the report of ``evidence`` as one self-contained HTML page; return its path.

    The page is a pure function of the evidence: the same record gives the same bytes. It holds
    no script and loads nothing.

    Parameters
    ----------
    evidence : EvidenceRecord or path
        A record, or the JSON file of one.
    path : path
        Where the page is written; a file there is replaced.

    Raises
    ------
    EvidenceError
        If a stored record cannot be read as evidence, or the page cannot be written.
    """
    record = evidence if isinstance(evidence, EvidenceRecord) else read_evidence(evidence)
    page = render_html(build_context(record))
    path = Path(path)
    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise EvidenceError(f"Cannot write the report '{path}': {error.strerror}.") from error
    return path


def render_html(context: ReportContext) -> str:
    """Return the page as text."""
    return render_page("report.html", context)
