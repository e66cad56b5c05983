"""The page of an instrument whose items make up a total."""

from collections.abc import Callable

import pandas as pd
import pytest
from costs_case import costs_bank
from page_reader import Page

import covalue_measures as cm
from covalue_measures.evaluation.evidence import EvidenceRecord, Rating
from covalue_measures.report import sentences
from covalue_measures.report.build import build_context
from covalue_measures.report.context import Figure, Paragraph, ReportContext, Section, Table
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.sections import section_builders
from covalue_measures.report.sections.formative import build_formative
from covalue_measures.report.sections.internal_consistency import build_internal_consistency
from covalue_measures.simulation import Population

Render = Callable[[EvidenceRecord], str]
QUICK = cm.EvaluationSettings(n_draws=2, second_opinions=False)
ROWS = pd.DataFrame(
    {
        "co01": [0.0, 12.5, 1250.75, 4],
        "co02": [0.0, 0, -98, 5.25],
        "co03": [1.5, 0, 2, 3],
        "co04": [0.5, 0, 2, 4.5],
        "co05": [0, 2, 1, 0],
        "co06": [1, 2, 1, 0],
    }
)


@pytest.fixture(scope="module")
def costs() -> EvidenceRecord:
    """Four people's amounts and reasons."""
    prices = cm.ImportMap(currency="SEK", price_year=2026)
    return cm.evaluate(
        cm.read_responses(ROWS, costs_bank(), import_map=prices), costs_bank(), QUICK
    )


@pytest.fixture(scope="module")
def synthetic() -> EvidenceRecord:
    """Nobody's answers to the same bank."""
    population = Population(break_off_share=0.0, not_applicable_rate=0.0, skipped_rate=0.0)
    data = cm.simulate_responses(costs_bank(), 80, seed=5, population=population)
    return cm.evaluate(data, costs_bank(), QUICK)


def section(context: ReportContext, anchor: str) -> Section:
    return next(found for found in context.sections if found.anchor == anchor)


def texts(part: Section) -> str:
    return " ".join(block.text for block in part.blocks if isinstance(block, Paragraph))


def table(part: Section, caption: str) -> Table:
    return next(b for b in part.blocks if isinstance(b, Table) and b.caption == caption)


def cells(found: Table) -> dict[str, list[str]]:
    """Return the texts of each row by its heading."""
    return {row[0].text: [cell.text for cell in row[1:]] for row in found.rows}


def test_one_part_stands_in_the_place_of_factors_and_alpha(costs: EvidenceRecord) -> None:
    context = build_context(costs)
    assert [part.anchor for part in context.sections] == [
        "sample",
        "items",
        "formative",
        "scores",
        "methods",
    ]
    assert texts(section(context, "formative")).startswith(
        "Every subscale is formative (Money, Time and Forgone): its items together make up the"
        " total"
    )


def test_an_instrument_with_a_reflective_subscale_keeps_its_parts(evidence: EvidenceRecord) -> None:
    builders = section_builders(InstrumentTexts.of(evidence.instrument))
    assert build_internal_consistency in builders
    assert build_formative not in builders


def test_verdicts_say_what_does_not_apply(costs: EvidenceRecord, render: Render) -> None:
    found = [
        (group.measurement_property, verdict.subject, verdict.sign, verdict.word, verdict.tone)
        for group in build_context(costs).verdicts
        for verdict in group.verdicts
    ]
    without = ("\N{EN DASH}", "does not apply", "")
    assert found[:5] == [
        ("Structural validity", "Whole instrument", *without),
        ("Internal consistency", "Money", *without),
        ("Internal consistency", "Time", *without),
        ("Internal consistency", "Forgone", *without),
        ("Cross-cultural validity", "Whole instrument", *without),
    ]
    assert {entry[2:] for entry in found[5:]} == {("?", "indeterminate", "fair")}
    page = Page(render(costs))
    assert page.errors == []
    assert page.text.count("does not apply") == 5


def test_the_summary_counts_what_does_not_apply_apart(costs: EvidenceRecord) -> None:
    first, second, third = build_context(costs).summary
    assert first == (
        "By the criteria of COSMIN 2018, 6 ratings from the answers of 4 respondents:"
        " 0 sufficient, 6 indeterminate and 0 insufficient."
    )
    assert second == "6 of them were not assessed; the reasons say why."
    assert third == "5 properties of formative subscales do not apply, and are not counted."


def test_one_case_is_counted_as_one(costs: EvidenceRecord) -> None:
    rated = tuple(
        Rating.model_validate(rating.model_dump() | {"applies": True})
        if rating.subject in ("instrument", "time", "forgone")
        else rating
        for rating in costs.ratings
    )
    lines = build_context(costs.model_copy(update={"ratings": rated})).summary
    assert "1 property of formative subscales does not apply, and is not counted." in lines


def test_amounts_are_told_in_their_units(costs: EvidenceRecord) -> None:
    part = section(build_context(costs), "items")
    found = table(part, "Amounts as answered")
    assert [column.label for column in found.columns] == [
        "Item",
        "Unit",
        "n",
        "Missing",
        "Mean",
        "SD",
        "Median",
        "Quartiles",
        "At lowest",
    ]
    assert cells(found) == {
        "co01": [
            "SEK (2026 prices)",
            "4",
            "0",
            "316.81",
            "622.65",
            "8.25",
            "3.00 to 322.06",
            "25.0%",
        ],
        "co02": ["SEK (2026 prices)", "3", "1", "1.75", "3.03", "0.00", "0.00 to 2.62", "66.7%"],
        "co03": ["hours", "4", "0", "1.62", "1.25", "1.75", "1.12 to 2.25", "25.0%"],
        "co04": ["hours", "4", "0", "1.75", "2.02", "1.25", "0.38 to 2.62", "25.0%"],
    }
    assert found.rows[0][0].note == "In the past 4 weeks: How much of co01?"
    assert "the mean lies above the median" in texts(part)


def test_sums_are_told_apart_from_other_scores(costs: EvidenceRecord) -> None:
    part = section(build_context(costs), "scores")
    assert cells(table(part, "Sums of amounts")) == {
        "Money": ["SEK (2026 prices)", "3", "1", "7.25", "6.49", "9.25", "4.62 to 10.88", "33.3%"],
        "Time": ["hours", "4", "0", "3.38", "3.20", "3.00", "1.50 to 4.88", "25.0%"],
    }
    assert cells(table(part, "Scores")) == {
        "Forgone": ["4", "0", "0", "1.25", "0.96", "0 to 2", "25.0%", "50.0%"],
    }
    (bullets,) = [block for block in part.blocks if hasattr(block, "entries")]
    assert bullets.entries[0] == (
        "Money: half of n = 3 have 9.25 SEK (2026 prices) or less, the mean is 7.25, and 33.3%"
        " stand at the lowest amount; 1 left an amount out and has no sum."
    )
    assert bullets.entries[1].endswith("0 left an amount out and have no sum.")


def test_answers_without_an_order_have_shares_and_no_mean(costs: EvidenceRecord) -> None:
    part = section(build_context(costs), "items")
    assert "The answers to these items have no order" in texts(part)
    assert not any(isinstance(b, Table) and b.caption == "Items as answered" for b in part.blocks)
    (figure,) = [block for block in part.blocks if isinstance(block, Figure)]
    assert [entry.label for entry in figure.legend] == [
        "0 No",
        "1 Yes, because of the cost",
        "2 Yes, because of the wait",
    ]
    # There is no table of ends to point to.
    assert "Floor and ceiling" not in figure.svg
    assert "Floor and ceiling" not in texts(part)


def test_the_description_of_graded_answers_points_to_their_ends(evidence: EvidenceRecord) -> None:
    part = section(build_context(evidence), "items")
    figures = [block for block in part.blocks if isinstance(block, Figure)]
    assert "Floor and ceiling shares stand in the table of items." in figures[0].svg


def test_what_nobody_gave_is_said_to_be_missing(costs: EvidenceRecord) -> None:
    empty = costs.items[0].model_copy(
        update={
            "n": 0,
            "mean": None,
            "standard_deviation": None,
            "median": None,
            "lower_quartile": None,
            "upper_quartile": None,
            "floor": None,
        }
    )
    record = costs.model_copy(update={"items": (empty, *costs.items[1:])})
    found = cells(table(section(build_context(record), "items"), "Amounts as answered"))
    assert found["co01"] == ["SEK (2026 prices)", "0", "0", *["not available"] * 5]


def test_no_amount_that_one_person_gave_is_printed(costs: EvidenceRecord, render: Render) -> None:
    text = Page(render(costs)).text
    assert "1,250.75" not in text
    assert "1250.75" not in text


def test_the_page_has_neither_alpha_nor_factors(costs: EvidenceRecord, render: Render) -> None:
    page = Page(render(costs))
    assert page.errors == []
    headings = " ".join(page.all_texts("h2") + page.all_texts("h3"))
    for word in ("Correlations", "Factors", "consistency", "invariance", "opinions", "adequacy"):
        assert word not in headings
    assert "No coefficient was estimated." in page.text


def test_synthetic_answers_are_said_to_be_none_wherever_one_looks(
    synthetic: EvidenceRecord, render: Render
) -> None:
    page = Page(render(synthetic))
    assert page.all_texts("title")[0] == "Synthetic data: Costs (costs@0.1.0): evidence report"
    assert page.all_texts("h1") == ["Synthetic data: Costs"]
    context = build_context(synthetic)
    assert context.banner == "Synthetic data: evidence of nothing"
    assert context.banner_reason.startswith(
        "A program made these answers, and no person gave them."
    )
    # That the bank is a draft is said as well.
    assert context.banner_reason.endswith("later versions need not be comparable.")
    assert "no person gave them" in page.text
    assert "No person gave these answers: a program made them." in page.text


def test_real_answers_are_not_said_to_be_synthetic(costs: EvidenceRecord, render: Render) -> None:
    assert sentences.title(costs) == "Costs"
    assert sentences.banner(costs)[0] == "Draft: not for use"
    assert "ynthetic" not in Page(render(costs)).text


@pytest.mark.parametrize(
    ("status", "version", "reason"),
    [
        ("released", "1.0.0", "its numbers say nothing about the instrument."),
        ("retired", "1.0.0", "This version of the instrument was withdrawn from use."),
        ("released", "0.9.0", "later versions need not be comparable."),
    ],
)
def test_synthetic_answers_to_any_instrument_bear_the_banner(
    synthetic: EvidenceRecord, status: str, version: str, reason: str
) -> None:
    instrument = synthetic.instrument.model_copy(update={"status": status, "version": version})
    words, why = sentences.banner(synthetic.model_copy(update={"instrument": instrument}))
    assert words == "Synthetic data: evidence of nothing"
    assert why.endswith(reason)


def test_a_file_that_a_program_made_gives_itself_away(costs: EvidenceRecord) -> None:
    intake = costs.data.intake.model_copy(update={"source": "synthetic_costs.csv"})
    record = costs.model_copy(update={"data": costs.data.model_copy(update={"intake": intake})})
    assert sentences.title(record) == "Synthetic data: Costs"
