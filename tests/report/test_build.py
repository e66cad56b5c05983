from collections.abc import Callable

import pytest
from page_reader import Page

from covalue_measures.evaluation.evidence import EvidenceRecord, Rating
from covalue_measures.report.build import build_context
from covalue_measures.report.context import Paragraph, ReportContext, Section, Table

Render = Callable[[EvidenceRecord], str]


def section(context: ReportContext, anchor: str) -> Section:
    return next(found for found in context.sections if found.anchor == anchor)


def texts(part: Section) -> str:
    """Return the paragraphs of a section and of its subsections."""
    own = [block.text for block in part.blocks if isinstance(block, Paragraph)]
    return " ".join([*own, *map(texts, part.subsections)])


def table(part: Section, caption: str) -> Table:
    tables = [block for block in part.blocks if isinstance(block, Table)]
    return next(found for found in tables if found.caption.startswith(caption))


def test_the_sections_stand_in_their_order(evidence: EvidenceRecord) -> None:
    assert [found.anchor for found in build_context(evidence).sections] == [
        "sample",
        "items",
        "correlations",
        "factors",
        "exploratory-factors",
        "confirmatory",
        "invariance",
        "internal-consistency",
        "scores",
        "sample-size",
        "second-opinions",
        "methods",
    ]


def test_the_box_says_what_the_numbers_are_about(evidence: EvidenceRecord) -> None:
    facts = {fact.label: fact for fact in build_context(evidence).facts}

    assert facts["Instrument"].text == "communication_service_user@0.1.0"
    assert facts["Definition digest"].text == evidence.instrument.digest[:12]
    assert facts["Definition digest"].full == evidence.instrument.digest
    assert facts["Data"].text == "pilot.csv"
    assert facts["Data fingerprint"].full == evidence.data.fingerprint
    assert facts["Respondents"].text == f"n = 212 ({evidence.data.n_complete} complete)"
    assert facts["Evaluated"].text == "2024-09-16 09:30 UTC"
    assert facts["Rule set"].text == "COSMIN 2018"
    assert facts["Seed"].text == "20240916"


def test_an_unreadable_date_is_shown_as_it_stands(evidence: EvidenceRecord) -> None:
    context = build_context(evidence.model_copy(update={"created": "last autumn"}))

    assert {fact.text for fact in context.facts} >= {"last autumn"}


@pytest.mark.parametrize(
    ("status", "version", "banner"),
    [
        ("draft", "1.0.0", "Draft: not for use"),
        ("candidate", "0.9.0", "Draft: not for use"),
        ("released", "1.0.0", ""),
        ("released", "10.2.0", ""),
        ("retired", "1.0.0", "Retired: not for use"),
    ],
)
def test_drafts_bear_a_banner(
    evidence: EvidenceRecord, render: Render, status: str, version: str, banner: str
) -> None:
    instrument = evidence.instrument.model_copy(update={"status": status, "version": version})
    record = evidence.model_copy(update={"instrument": instrument})

    assert build_context(record).banner == banner
    assert ("not for use" in Page(render(record)).text) == bool(banner)


def test_every_verdict_says_sign_word_number_threshold_source_and_reason(
    evidence: EvidenceRecord, render: Render
) -> None:
    context = build_context(evidence)
    rows = [
        (verdict.subject, verdict.sign, verdict.word, verdict.value)
        for group in context.verdicts
        for verdict in group.verdicts
    ]

    assert rows == [
        (
            "Whole instrument",
            "+",
            "sufficient",
            "CFI .957, TLI .951, RMSEA .053, SRMR .061 (n = 209)",
        ),
        ("Explaining", "+", "sufficient", "alpha .815 [.775, .850] (n = 212)"),
        ("Deciding", "\N{MINUS SIGN}", "insufficient", "alpha .815 [.775, .850] (n = 212)"),
        ("Contacts", "?", "indeterminate", "not available"),
    ]
    text = Page(render(evidence)).text
    for rating in evidence.ratings:
        assert rating.reason in text
        assert rating.source in text
    assert "alpha \N{GREATER-THAN OR EQUAL TO} .70" in text


def test_the_summary_counts_the_verdicts(evidence: EvidenceRecord) -> None:
    assert build_context(evidence).summary == (
        "By the criteria of COSMIN 2018, 4 ratings from the answers of 212 respondents:"
        " 2 sufficient, 1 indeterminate and 1 insufficient.",
        "Insufficient: internal consistency (Deciding).",
    )


def test_the_summary_says_how_many_need_other_data(evidence: EvidenceRecord) -> None:
    other = evidence.ratings[0].model_copy(update={"rating": "?", "assessed": False})
    changed = evidence.model_copy(update={"ratings": (*evidence.ratings, other)})
    assert "1 of them were not assessed; the reasons say why." in build_context(changed).summary


def test_each_source_is_listed_once(evidence: EvidenceRecord) -> None:
    other = Rating(
        measurement_property="content validity",
        subject="instrument",
        rating="?",
        value="",
        threshold="",
        source="Terwee et al. (2018)",
        reason="Not assessed.",
    )
    context = build_context(evidence.model_copy(update={"ratings": (*evidence.ratings, other)}))

    assert context.verdict_sources == (evidence.ratings[0].source, "Terwee et al. (2018)")
    assert [group.measurement_property for group in context.verdicts] == [
        "Structural validity",
        "Internal consistency",
        "Content validity",
    ]
    assert context.verdicts[-1].verdicts[0].source_number == 2


def test_every_subscale_has_its_alpha_with_n(large_evidence: EvidenceRecord) -> None:
    parts = section(build_context(large_evidence), "internal-consistency").subsections

    assert len(large_evidence.subscales) == 5
    for subscale, part in zip(large_evidence.subscales, parts, strict=False):
        assert subscale.alpha is not None
        alpha = f"{subscale.alpha.alpha:.3f}".removeprefix("0")
        assert part.title == f"{subscale.title} (5 items)"
        assert f"Alpha is {alpha}, 95% interval" in texts(part)
        assert "(n = 212, 198 complete; pairwise covariances of 5 items)" in texts(part)
        first = table(part, "Coefficients").rows[0]
        assert [cell.text for cell in first][::3] == ["Alpha", "212 (198 complete)"]
        assert len(table(part, "Items").rows) == 5


def test_a_formative_subscale_has_no_alpha_and_says_why(evidence: EvidenceRecord) -> None:
    parts = section(build_context(evidence), "internal-consistency").subsections
    contacts = next(part for part in parts if part.anchor == "consistency-contacts")

    assert "This subscale is formative" in texts(contacts)
    assert "Alpha and omega do not apply" in texts(contacts)
    assert not any(isinstance(block, Table) for block in contacts.blocks)


def test_items_bear_their_wording_and_keying(evidence: EvidenceRecord) -> None:
    part = section(build_context(evidence), "items")
    rows = {row[0].text: row for row in table(part, "Items").rows}

    assert rows["comsu01"][0].note == "The care team explained step 01 in plain words."
    assert [name for name, row in rows.items() if row[0].tag == "reversed"] == [
        "comsu04",
        "comsu08",
    ]
    assert rows["comsu01"][1].text == str(evidence.items[0].n)


def test_a_general_factor_is_shown_where_one_is_claimed(
    evidence: EvidenceRecord, large_evidence: EvidenceRecord
) -> None:
    with_factor, without = (
        section(build_context(record), "internal-consistency").subsections[-1]
        for record in (large_evidence, evidence)
    )

    assert [cell.text for cell in table(with_factor, "Omega").rows[1]] == [
        "Omega hierarchical",
        ".744",
        "at least 196",
    ]
    assert "claims no general factor" in texts(without)


def test_formulas_are_cited_for_what_was_computed(evidence: EvidenceRecord, render: Render) -> None:
    text = render(evidence)

    assert "https://doi.org/10.1007/BF02310555" in text
    assert "https://doi.org/10.1007/s11336-003-0974-7" not in text
    assert "covalue verify evidence.json --data FILE" in text


def test_what_is_missing_is_said_with_its_reason(
    degenerate_evidence: EvidenceRecord, render: Render
) -> None:
    context = build_context(degenerate_evidence)
    reasons = {found.anchor: texts(found) for found in context.sections}

    assert "Correlations are not available: the data do not allow them." in reasons["correlations"]
    assert "Parallel analysis is not available" in reasons["factors"]
    assert (
        "Alpha is not available. Alpha of subscale 'explaining' was not estimated. Item 'comsu01'"
        " has no answers." in reasons["internal-consistency"]
    )
    assert "The subscale has 4 items, or the data do not allow" in reasons["internal-consistency"]
    assert "declares no scoring rule" in reasons["scores"]
    assert "No second opinion was taken. Not installed: pingouin." in reasons["second-opinions"]
    assert "no analysis was done" in reasons["sample-size"]
    items = table(section(context, "items"), "Items")
    assert items.rows[0][3].text == "not available"
    assert any("comsu01" in note for note in items.notes)
    text = Page(render(degenerate_evidence)).text
    assert "No property was rated" in text
    for warning in degenerate_evidence.warnings:
        assert warning in text


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_none_are_not_printed(
    evidence: EvidenceRecord, render: Render, value: float
) -> None:
    assert evidence.suitability is not None
    suitability = evidence.suitability.model_copy(
        update={"kmo": value, "determinant": value, "bartlett_p": value}
    )
    page = Page(render(evidence.model_copy(update={"suitability": suitability})))

    assert "KMO = not available" in page.text
    assert "nan" not in page.text.lower().split()
    assert "inf" not in page.text.lower().split()


def test_second_opinions_that_differ_are_named(evidence: EvidenceRecord) -> None:
    first, *rest = evidence.second_opinions.opinions
    apart = first.model_copy(update={"difference": 0.02, "within_tolerance": False})
    opinions = evidence.second_opinions.model_copy(update={"opinions": (apart, *rest)})
    part = section(
        build_context(evidence.model_copy(update={"second_opinions": opinions})), "second-opinions"
    )

    assert "Apart: alpha (explaining)." in texts(part)
    row = [cell.text for cell in table(part, "Coefficients").rows[0]]
    assert row == [
        "Alpha",
        "Explaining",
        ".815321",
        ".815321",
        "0.02",
        "10⁻⁹",
        "no",
        "pingouin 0.7.0",
    ]
