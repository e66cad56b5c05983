from collections.abc import Callable

import pytest
from evidence_maker import LARGE, EvidenceMaker
from factor_evidence_maker import Kind, make_factor_model, make_fit
from page_reader import Page

from covalue_measures.evaluation.evidence import EvidenceRecord, FactorModelRecord
from covalue_measures.report.context import (
    Caution,
    Command,
    Details,
    Figure,
    Paragraph,
    Reference,
    References,
    Section,
    Table,
)
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.sections.confirmatory import build_confirmatory
from covalue_measures.report.sections.exploratory import build_exploratory
from covalue_measures.report.sections.methods import build_methods

Render = Callable[[EvidenceRecord], str]
MINUS = "\N{MINUS SIGN}"


BUILDERS = {
    "exploratory-factors": build_exploratory,
    "confirmatory": build_confirmatory,
    "methods": build_methods,
}


def section(evidence: EvidenceRecord, anchor: str) -> Section:
    return BUILDERS[anchor](evidence, InstrumentTexts.of(evidence.instrument))


def subsection(part: Section, anchor: str) -> Section:
    return next(found for found in part.subsections if found.anchor == anchor)


def table(part: Section, caption: str) -> Table:
    """Return a table of the section, an unopened one too."""
    blocks = [
        inner
        for block in part.blocks
        for inner in (block.blocks if isinstance(block, Details) else (block,))
    ]
    tables = [block for block in blocks if isinstance(block, Table)]
    return next(found for found in tables if found.caption.startswith(caption))


def paragraphs(part: Section) -> list[str]:
    return [block.text for block in part.blocks if isinstance(block, Paragraph)]


def with_model(evidence: EvidenceRecord, **update: object) -> EvidenceRecord:
    assert evidence.confirmatory is not None
    model = FactorModelRecord.model_validate(dict(evidence.confirmatory) | update)
    return evidence.model_copy(update={"confirmatory": model})


def references(evidence: EvidenceRecord) -> tuple[Reference, ...]:
    part = subsection(section(evidence, "methods"), "formulas")
    (block,) = part.blocks
    assert isinstance(block, References)
    return block.entries


def test_exploratory_factors_say_how_they_were_found(evidence: EvidenceRecord) -> None:
    part = section(evidence, "exploratory-factors")

    assert paragraphs(part) == [
        "2 factors of 9 items, extracted by minimum residuals from polychoric correlations, oblimin"
        " rotation (factors left free to correlate); n = 212. The residual correlations have a root"
        " mean square of .031, RMSEA .044, TLI .958. Nothing here is rated: the criteria are about"
        " confirmatory models."
    ]
    assert not any(isinstance(block, Caution) for block in part.blocks)
    correlations = table(part, "Correlations of the factors")
    assert [[cell.text for cell in row] for row in correlations.rows] == [
        ["Factor 1", "1.00", ".34"],
        ["Factor 2", ".34", "1.00"],
    ]


def test_every_loading_is_shown_and_salient_ones_are_bold(
    evidence: EvidenceRecord, render: Render
) -> None:
    record = evidence.exploratory
    assert record is not None
    rows = table(section(evidence, "exploratory-factors"), "Pattern loadings").rows

    assert len(rows) == 9
    n_bold = 0
    for row, item_id, loadings in zip(rows, record.item_ids, record.loadings, strict=True):
        assert row[0].text == item_id
        for cell, value in zip(row[1:], loadings, strict=False):
            assert cell.text == f"{value:.2f}".replace("0.", ".").replace("-", MINUS)
            assert cell.is_strong == (abs(value) >= 0.4)
            n_bold += cell.is_strong
    assert 0 < n_bold < 18
    assert render(evidence).count("<strong>.") >= n_bold


def test_weak_exploratory_solutions_are_named_first(evidence: EvidenceRecord) -> None:
    assert evidence.exploratory is not None
    record = evidence.exploratory.model_copy(
        update={"converged": False, "heywood_items": ("comsu01",), "n_distinct_minima": 3}
    )
    part = section(evidence.model_copy(update={"exploratory": record}), "exploratory-factors")

    first = part.blocks[0]
    assert isinstance(first, Caution)
    assert [entry.split(":")[0] for entry in first.entries] == [
        "The estimation did not converge",
        "Almost no uniqueness is left for comsu01 (Heywood case)",
        "The rotation ended at 3 different solutions; the simplest is shown, and others are almost"
        " as simple. Look at them before a factor is named.",
    ]


def test_one_factor_has_no_rotation(evidence: EvidenceRecord) -> None:
    assert evidence.exploratory is not None
    record = evidence.exploratory.model_copy(
        update={
            "n_factors": 1,
            "rotation": "none",
            "is_oblique": False,
            "n_distinct_minima": None,
            "factors": ("factor_1",),
            "loadings": tuple(row[:1] for row in evidence.exploratory.loadings),
            "factor_correlations": ((1.0,),),
        }
    )
    part = section(evidence.model_copy(update={"exploratory": record}), "exploratory-factors")

    assert paragraphs(part)[0].startswith(
        "1 factor of 9 items, extracted by minimum residuals from polychoric correlations; n = 212."
    )
    assert [block.kind for block in part.blocks] == ["paragraph", "figure", "details"]


def test_the_verdict_and_the_model_come_first(evidence: EvidenceRecord) -> None:
    assert paragraphs(section(evidence, "confirmatory")) == [
        "By the criteria of COSMIN 2018 the claimed structure is rated sufficient. CFI and TLI and"
        " RMSEA and SRMR meet the criterion. Criteria: CFI or TLI > .95, or RMSEA < .06, or SRMR <"
        " .08. The data do not contradict the model; they may not contradict others either. The"
        " loadings and the residuals show where it is weak.",
        "Correlated factors (2 factors of items), 9 items and 46 free parameters; diagonally"
        " weighted least squares with robust standard errors and an adjusted test (WLSMV) of"
        " polychoric correlations, delta parameterization; missing answers: pairwise; n = 209 of"
        " 212 respondents.",
    ]


def test_an_unrated_structure_is_called_so(evidence: EvidenceRecord) -> None:
    part = section(evidence.model_copy(update={"ratings": ()}), "confirmatory")

    assert paragraphs(part)[0] == "The fit of the claimed structure was not rated."


def test_each_index_has_its_version(evidence: EvidenceRecord) -> None:
    fit = table(section(evidence, "confirmatory"), "Fit of the claimed structure, WLSMV, n = 209")

    assert [(row[0].text, row[0].tag, row[1].text) for row in fit.rows] == [
        ("Chi-square", "scaled", "421.31"),
        ("Degrees of freedom", "", "265"),
        ("p of exact fit", "scaled", "< .001"),
        ("Chi-square, not corrected", "naive", "402.12"),
        ("CFI", "robust", ".957"),
        ("TLI", "robust", ".951"),
        ("RMSEA", "robust", ".053"),
        ("90% interval of RMSEA", "robust", ".043 to .062"),
        ("p of close fit", "robust", ".312"),
        ("SRMR", "", ".061"),
    ]
    assert fit.notes == (
        "CFI, TLI and RMSEA: the robust version is rated, because it estimates the value that"
        " maximum likelihood would give if the latent responses had been seen.",
    )


def test_versions_that_differ_are_explained_apart(evidence: EvidenceRecord) -> None:
    fit = make_fit(
        scaled_df=231.6,
        tli_version="scaled",
        rmsea_version="naive",
        version_note="The robust TLI has no value: a level of 0.5 is not reached.",
    )
    record = with_model(evidence, fit=fit)
    notes = table(section(record, "confirmatory"), "Fit").notes

    assert [note.split(":")[0] for note in notes[:3]] == ["CFI", "TLI", "RMSEA"]
    assert "from the corrected chi-square" in notes[1]
    assert "from the chi-square without correction" in notes[2]
    assert notes[3] == "The robust TLI has no value: a level of .5 is not reached."
    assert "Xia and Yang" in notes[4]
    rows = table(section(record, "confirmatory"), "Fit").rows
    assert rows[1][1].text == "231.6"


def test_maximum_likelihood_has_its_criteria(evidence: EvidenceRecord) -> None:
    fit = make_fit(
        scaled_statistic=None,
        scaled_df=None,
        scaled_p=None,
        scaling_factor=None,
        cfi_version="naive",
        tli_version="naive",
        rmsea_version="naive",
        log_likelihood=-2104.31,
        aic=4262.6,
        bic=4353.2,
    )
    record = with_model(
        evidence, fit=fit, estimator="ML", correlation="pearson", parameterization=None
    )
    part = section(record, "confirmatory")
    rows = [(row[0].text, row[0].tag, row[1].text) for row in table(part, "Fit").rows]

    assert rows[:3] == [
        ("Chi-square", "naive", "402.12"),
        ("Degrees of freedom", "", "265"),
        ("p of exact fit", "naive", "< .001"),
    ]
    assert rows[-3:] == [
        ("Log-likelihood", "", f"{MINUS}2,104.3"),
        ("AIC", "", "4,262.6"),
        ("BIC", "", "4,353.2"),
    ]
    assert "maximum likelihood of covariances; missing answers" in paragraphs(part)[1]
    assert not any("Xia" in note for note in table(part, "Fit").notes)


def test_an_index_without_a_value_is_not_available(evidence: EvidenceRecord) -> None:
    fit = make_fit(cfi=None, rmsea=None, rmsea_lower=None, rmsea_upper=None, rmsea_close_p=None)
    rows = table(section(with_model(evidence, fit=fit), "confirmatory"), "Fit").rows
    values = {row[0].text: row[1].text for row in rows}

    assert values["CFI"] == values["RMSEA"] == values["p of close fit"] == "not available"
    assert values["90% interval of RMSEA"] == "not available"


def test_an_improper_solution_is_said_first(evidence: EvidenceRecord) -> None:
    problem = "The residual variance of 'comsu02' is -0.12."
    part = section(with_model(evidence, problems=(problem,)), "confirmatory")

    first = part.blocks[0]
    assert isinstance(first, Caution)
    assert first.text.startswith("The solution is improper")
    assert first.entries == ("The residual variance of 'comsu02' is -.12.",)
    assert paragraphs(part)[0].endswith("says nothing before its cause is known.")
    assert "do not contradict" not in paragraphs(part)[0]
    assert len(part.subsections) == 3


@pytest.mark.parametrize("update", [{"converged": False}, {"fit": None}])
def test_without_convergence_no_estimate_is_shown(
    evidence: EvidenceRecord, render: Render, update: dict[str, object]
) -> None:
    record = with_model(evidence, problems=("It stopped after 500 iterations.",), **update)
    part = section(record, "confirmatory")

    first = part.blocks[0]
    assert isinstance(first, Caution)
    assert "did not converge. No estimate is shown" in first.text
    assert first.entries == ("It stopped after 500 iterations.",)
    assert [block.kind for block in part.blocks] == ["caution", "paragraph", "details"]
    assert part.subsections == ()
    text = Page(render(record)).text
    assert text.index("did not converge. No estimate") < text.index("explaining =~ comsu01")


def test_the_syntax_is_there_to_be_used_again(evidence: EvidenceRecord) -> None:
    blocks = section(evidence, "confirmatory").blocks
    (syntax,) = (block for block in blocks if isinstance(block, Details))

    assert syntax.blocks == (
        Command(
            text="explaining =~ comsu01 + comsu02 + comsu03 + comsu04 + comsu05\n"
            "deciding =~ comsu06 + comsu07 + comsu08 + comsu09"
        ),
    )


def test_every_loading_has_its_interval(evidence: EvidenceRecord) -> None:
    model = evidence.confirmatory
    assert model is not None
    part = subsection(section(evidence, "confirmatory"), "model-loadings")
    rows = table(part, "Standardized loadings").rows

    assert len(rows) == len(model.loadings) == 9
    for row, loading in zip(rows, model.loadings, strict=True):
        assert row[0].text == loading.item_id
        assert row[0].note.startswith("The care team")
        assert row[1].text == loading.factor.capitalize()
        assert row[2].text == f"{loading.standardized:.3f}".removeprefix("0")
    assert [cell.text for cell in rows[3][2:]] == [
        ".080",
        ".060",
        f"{MINUS}.038 to .198",
        ".214",
        ".512",
    ]


def test_factors_and_their_pairs(evidence: EvidenceRecord) -> None:
    assert evidence.confirmatory is not None
    part = subsection(section(evidence, "confirmatory"), "model-factors")
    (pair,) = evidence.confirmatory.factor_correlations

    assert [[cell.text for cell in row] for row in table(part, "Reliability").rows] == [
        ["Explaining", ".834", ".507"],
        ["Deciding", ".834", ".507"],
    ]
    (row,) = table(part, "Pairs of factors").rows
    assert row[0].text == "Explaining with Deciding"
    assert row[1].text == f"{pair.estimate:.2f}".replace("-0.", f"{MINUS}.").removeprefix("0")
    assert row[3].text == ".62"


def test_factors_without_numbers_say_so(evidence: EvidenceRecord) -> None:
    record = with_model(evidence, reliability=(), htmt=(), factor_correlations=())
    part = subsection(section(record, "confirmatory"), "model-factors")

    assert paragraphs(part) == ["Reliability and correlations of the factors are not available."]


def test_residuals_and_modifications_are_for_inspection(evidence: EvidenceRecord) -> None:
    assert evidence.confirmatory is not None
    assert evidence.confirmatory.residuals is not None
    part = subsection(section(evidence, "confirmatory"), "model-residuals")
    largest = evidence.confirmatory.residuals.largest

    assert len(table(part, "Residual correlations").rows) == 9
    rows = table(part, "Largest residual").rows
    assert [(row[0].text, row[1].text) for row in rows] == [
        (entry.first, entry.second) for entry in largest
    ]
    modifications = table(part, "Largest modification indices")
    assert [[cell.text for cell in row] for row in modifications.rows] == [
        ["comsu01 ~~ comsu02", "41.2", "0.213"],
        ["deciding =~ comsu01", "18.4", f"{MINUS}0.302"],
    ]
    assert any("For inspection, not for repair" in note for note in modifications.notes)


@pytest.mark.parametrize("kind", ["one_factor", "correlated_factors", "second_order", "bifactor"])
def test_every_kind_of_model_is_drawn(kind: Kind, render: Render) -> None:
    record = EvidenceMaker(LARGE, None, kind).record()
    model = make_factor_model(LARGE, kind)
    assert Page(render(record)).errors == []
    confirmatory = section(record, "confirmatory")
    part = subsection(confirmatory, "model-loadings")
    diagram = next(block for block in part.blocks if isinstance(block, Figure))
    drawn = Page(diagram.svg).all_texts("text")
    for item_id in model.item_ids:
        assert drawn.count(item_id) == 1
    numbers = [entry.standardized for entry in (*model.loadings, *model.factor_loadings)]
    numbers += [entry.estimate for entry in model.factor_correlations]
    for number in numbers:
        text = f"{number:.2f}".replace("-0.", f"{MINUS}.").removeprefix("0")
        same = [value for value in numbers if f"{value:.2f}" == f"{number:.2f}"]
        assert drawn.count(text) == len(same)
    has_general = kind in ("second_order", "bifactor")
    assert drawn.count("General factor") == has_general
    factors = subsection(confirmatory, "model-factors")
    captions = [block.caption for block in factors.blocks if isinstance(block, Table)]
    on_general = "Standardized loadings on the general factor, n = 209"
    assert (on_general in captions) == (kind == "second_order")


def test_a_model_that_was_not_fitted_says_why(evidence: EvidenceRecord) -> None:
    bank = evidence.instrument.definition
    formative = tuple(
        subscale.model_copy(update={"measurement_model": "formative"})
        for subscale in bank.subscales
    )
    bank = bank.model_copy(update={"structure": None, "subscales": formative})
    instrument = evidence.instrument.model_copy(update={"definition": bank})
    nothing = {"confirmatory": None, "exploratory": None}
    claimed = evidence.model_copy(update=nothing)
    unclaimed = claimed.model_copy(update={"instrument": instrument})

    assert paragraphs(section(unclaimed, "confirmatory")) == [
        "No confirmatory model was fitted: the instrument claims no structure, since it has no"
        " reflective subscale."
    ]
    assert paragraphs(section(claimed, "confirmatory"))[0].startswith(
        "The claimed structure was not fitted"
    )
    assert paragraphs(section(claimed, "exploratory-factors"))[0].startswith(
        "No exploratory factors were extracted"
    )


def test_publications_follow_the_estimator(evidence: EvidenceRecord) -> None:
    ordinal = {entry.subject for entry in references(evidence)}
    continuous = {
        entry.subject
        for entry in references(with_model(evidence, estimator="MLR", correlation="pearson"))
    }
    nothing = evidence.model_copy(
        update={"exploratory": None, "confirmatory": None, "invariance": ()}
    )

    assert ordinal - continuous == {
        "Factor model of ordinal items",
        "Robust fit indices of ordinal items",
        "Fit indices of ordinal items and their cut-offs",
    }
    assert continuous - ordinal == {
        "Maximum likelihood with robust standard errors",
        "Robust CFI and TLI",
        "Robust RMSEA",
    }
    assert not {"CFI", "Rotation by gradient projection"} & {
        entry.subject for entry in references(nothing)
    }


def test_the_methods_paragraph_names_the_models(evidence: EvidenceRecord) -> None:
    (text,) = paragraphs(section(evidence, "methods"))

    assert (
        "Exploratory factors were extracted from the polychoric correlations by minimum residuals"
        " with oblimin rotation." in text
    )
    assert "The claimed structure (correlated factors) was fitted by diagonally weighted" in text
    assert "groups by site was examined by multiple-group models (WLSMV)" in text
