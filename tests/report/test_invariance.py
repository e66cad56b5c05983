from collections.abc import Callable

from page_reader import Page

from covalue_measures.evaluation.evidence import EvidenceRecord, InvarianceRecord
from covalue_measures.report.context import Caution, Figure, Paragraph, Section, Table
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.sections.invariance import build_invariance

Render = Callable[[EvidenceRecord], str]
MINUS = "\N{MINUS SIGN}"


def section(evidence: EvidenceRecord) -> Section:
    return build_invariance(evidence, InstrumentTexts.of(evidence.instrument))


def paragraphs(part: Section) -> list[str]:
    return [block.text for block in part.blocks if isinstance(block, Paragraph)]


def table(part: Section, caption: str) -> Table:
    tables = [block for block in part.blocks if isinstance(block, Table)]
    return next(found for found in tables if found.caption.startswith(caption))


def with_invariance(evidence: EvidenceRecord, **update: object) -> EvidenceRecord:
    (record,) = evidence.invariance
    changed = InvarianceRecord.model_validate(dict(record) | update)
    return evidence.model_copy(update={"invariance": (changed,)})


def test_what_is_supported_and_where_it_ends(evidence: EvidenceRecord) -> None:
    (part,) = section(evidence).subsections

    assert part.title == "Site (whole instrument)"
    assert paragraphs(part) == [
        "Invariance is supported up to the metric level: relations of the factors with other"
        " variables may be compared between groups, means may not. The scalar level is not: CFI"
        " falls by .021 (cut-off .010), RMSEA rises by .019 (cut-off .015) and SRMR rises by .016"
        " (cut-off .010).",
        "Groups: north (n = 104) and south (n = 105). Diagonally weighted least squares with robust"
        " standard errors and an adjusted test (WLSMV); missing answers: pairwise; identification"
        " by Wu and Estabrook (2016).",
    ]


def test_each_level_has_fit_change_and_verdict(evidence: EvidenceRecord) -> None:
    levels = table(section(evidence).subsections[0], "Levels of invariance, WLSMV, n = 209")

    rows = [[cell.text for cell in row] for row in levels.rows]
    assert rows[0] == ["Configural", "", "421.3 (265)", ".957", ".053", ".061", *[""] * 5]
    assert [row[:2] for row in rows[1:]] == [
        ["Thresholds", "yes"],
        ["Metric", "yes"],
        ["Scalar", "no"],
    ]
    assert rows[3][3:] == [
        ".931",
        ".074",
        ".082",
        "61.3 (10)",
        "< .001",
        f"{MINUS}.021",
        ".019",
        ".016",
    ]
    is_strong = [[cell.is_strong for cell in row[-3:]] for row in levels.rows]
    assert is_strong == [*[[False] * 3] * 3, [True] * 3]
    assert levels.rows[2][0].note == "equal: thresholds and loadings"


def test_the_cut_offs_are_named(evidence: EvidenceRecord) -> None:
    notes = " ".join(table(section(evidence).subsections[0], "Levels").notes)

    assert "Source: Chen (2007), doi:10.1080/10705510701301834." in notes
    assert "Cut-offs for metric: CFI may fall by .010, RMSEA rise by .015, SRMR rise by .030." in (
        notes
    )
    assert "Cut-offs for thresholds and scalar: CFI may fall by .010" in notes
    assert "Version of CFI and RMSEA: robust." in notes
    assert "Test of the difference: Satorra (2000)." in notes


def test_empty_categories_are_said_first(evidence: EvidenceRecord) -> None:
    first = section(evidence).subsections[0].blocks[0]

    assert isinstance(first, Caution)
    assert first.entries == (
        "Nobody in group north answered 0 to comsu02: the groups do not share all thresholds of"
        " this item.",
    )


def test_score_tests_are_for_inspection(evidence: EvidenceRecord) -> None:
    releases = table(section(evidence).subsections[0], "Constraints")

    assert [[cell.text for cell in row] for row in releases.rows] == [
        ["comsu03", "intercept", "scalar", "24.6 (1)", "< .001"]
    ]
    assert "For inspection, not for repair" in releases.notes[0]


def test_a_level_that_did_not_converge_is_not_judged(
    evidence: EvidenceRecord, render: Render
) -> None:
    (record,) = evidence.invariance
    scalar = record.levels[-1].model_copy(update={"fit": None, "converged": False})
    comparison = record.comparisons[-1].model_copy(
        update={
            "chi_square_difference": None,
            "df_difference": None,
            "p": None,
            "delta_cfi": None,
            "delta_rmsea": None,
            "delta_srmr": None,
            "exceeded": (),
            "holds": None,
        }
    )
    changed = with_invariance(
        evidence,
        levels=(*record.levels[:-1], scalar),
        comparisons=(*record.comparisons[:-1], comparison),
    )
    (part,) = section(changed).subsections

    first = part.blocks[0]
    assert isinstance(first, Caution)
    assert first.entries[0] == "Did not converge: scalar."
    assert paragraphs(part)[0].endswith("The scalar level could not be judged.")
    row = [cell.text for cell in table(part, "Levels").rows[-1]]
    assert row == [
        "Scalar",
        "not judged",
        "not converged",
        *[""] * 3,
        *["not available"] * 5,
    ]
    assert Page(render(changed)).errors == []


def test_nothing_holds_without_a_first_level(evidence: EvidenceRecord) -> None:
    (record,) = evidence.invariance
    levels = tuple(
        level.model_copy(update={"fit": None, "converged": False}) for level in record.levels
    )
    changed = with_invariance(evidence, levels=levels, comparisons=(), highest_level=None)
    (part,) = section(changed).subsections

    assert paragraphs(part)[0].startswith("No level of invariance is supported")
    assert not any(isinstance(block, Figure) for block in part.blocks)


def test_the_highest_level_says_what_it_allows(evidence: EvidenceRecord) -> None:
    for level, meaning in (
        ("scalar", "scalar level: means of the factors may be compared between groups."),
        ("loadings", "loadings level: relations of the factors with other variables"),
        ("partial", "partial level."),
    ):
        changed = with_invariance(evidence, highest_level=level)
        assert meaning in paragraphs(section(changed).subsections[0])[0]


def test_each_grouping_variable_has_its_part(evidence: EvidenceRecord, render: Render) -> None:
    (record,) = evidence.invariance
    language = record.model_copy(update={"group_name": "language", "subject": "deciding"})
    both = evidence.model_copy(update={"invariance": (record, language)})
    page = Page(render(both))

    assert [part.title for part in section(both).subsections] == [
        "Site (whole instrument)",
        "Language (Deciding)",
    ]
    ids = page.values("id")
    assert len(ids) == len(set(ids))


def test_why_it_was_not_tested(evidence: EvidenceRecord) -> None:
    untested = evidence.model_copy(update={"invariance": ()})
    data = evidence.data.model_copy(update={"group_names": ()})
    ungrouped = untested.model_copy(update={"data": data})

    assert paragraphs(section(ungrouped)) == ["Invariance was not tested: the data name no groups."]
    assert paragraphs(section(untested))[0].startswith("Invariance was not tested, or the data do")
