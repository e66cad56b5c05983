"""One HTML page from an evidence record; no statistic is computed here."""

from covalue_measures.report.evidence_file import read_evidence
from covalue_measures.report.html import render_report
from covalue_measures.report.timeline import render_timeline

__all__ = ["read_evidence", "render_report", "render_timeline"]
