"""An evidence record with plausible numbers, from simulated answers."""

import json
from collections import Counter

import numpy as np
from factor_evidence_maker import Kind, make_exploratory, make_factor_model, make_invariance

from covalue_measures.evaluation.evidence import (
    AlphaItemRecord,
    AlphaRecord,
    CategoryCount,
    CorrelationRecord,
    DataRecord,
    EvaluationSettings,
    EvidenceRecord,
    InstrumentRecord,
    ItemRecord,
    ItemSuitability,
    McarRecord,
    MissingCount,
    MissingPattern,
    MissingRecord,
    OmegaRecord,
    ParallelAnalysisRecord,
    Rating,
    SampleSizeRating,
    ScoreCount,
    ScoreRecord,
    SecondOpinion,
    SecondOpinionsRecord,
    SoftwareVersion,
    SubscaleRecord,
    SuitabilityRecord,
)
from covalue_measures.responses import ImportMap, IntakeRecord, ItemColumn
from covalue_measures.schema import ItemBank, MissingReason

SOURCE = "Prinsen et al. (2018), doi:10.1007/s11136-018-1798-3, table 1"
LABELS = ("Never", "Rarely", "Sometimes", "Often", "Always")
N = 212
REVERSED = frozenset({"comsu04", "comsu08", "cstsu02"})
#: Item ids by subscale.
SMALL = {
    "explaining": ("comsu01", "comsu02", "comsu03", "comsu04", "comsu05"),
    "deciding": ("comsu06", "comsu07", "comsu08", "comsu09"),
    "contacts": ("comsu10", "comsu11", "comsu12"),
}
LARGE = {
    name: tuple(f"{prefix}su{number:02}" for number in range(1, 6))
    for name, prefix in (
        ("communication", "com"),
        ("self_efficacy", "sef"),
        ("interconnectedness", "int"),
        ("strain", "cst"),
        ("access", "acc"),
    )
}


def make_bank(subscales: dict[str, tuple[str, ...]], formative: str | None, kind: Kind) -> ItemBank:
    reflective = [name for name in subscales if name != formative]
    document = {
        "id": "communication_service_user",
        "version": "0.1.0",
        "status": "draft",
        "title": {"en": "Communication, service users"},
        "language": "en",
        "role": "service_user",
        "domain": "communication",
        "construct_definition": {"en": "Exchange that leads to shared plans."},
        "license": "CC-BY-4.0",
        "provenance": {"kind": "deductive"},
        "facets": [{"id": "all", "title": {"en": "All"}}],
        "response_scales": [
            {
                "id": "frequency_5",
                "options": [
                    {"code": f"f{value}", "value": value, "label": {"en": label}}
                    for value, label in enumerate(LABELS)
                ],
            }
        ],
        "items": [
            {
                "id": item_id,
                "stem": {"en": f"The care team explained step {item_id[-2:]} in plain words."},
                "facet": "all",
                "role": "service_user",
                "response_scale": "frequency_5",
                "keying": "negative" if item_id in REVERSED else "positive",
                "provenance": {"kind": "deductive"},
            }
            for members in subscales.values()
            for item_id in members
        ],
        "subscales": [
            {
                "id": name,
                "title": {"en": name.replace("_", " ").capitalize()},
                "measurement_model": "formative" if name == formative else "reflective",
                "item_ids": members,
            }
            for name, members in subscales.items()
        ],
        "structure": {"kind": kind, "subscale_ids": reflective},
    }
    return ItemBank.model_validate_json(json.dumps(document))


class EvidenceMaker:
    """Simulated answers, and a record of simple statistics of them."""

    def __init__(
        self,
        subscales: dict[str, tuple[str, ...]],
        formative: str | None,
        kind: Kind = "correlated_factors",
    ) -> None:
        rng = np.random.default_rng(7)
        self.subscales, self.formative, self.kind = subscales, formative, kind
        self.bank = make_bank(subscales, formative, kind)
        self.item_ids = tuple(item.id for item in self.bank.items)
        general = rng.normal(size=N)
        latent = []
        for members in subscales.values():
            trait = 0.6 * general + 0.8 * rng.normal(size=N)
            latent += [0.75 * trait + 0.66 * rng.normal(size=N) for _ in members]
        #: Keyed in one direction.
        self.keyed = np.digitize(np.array(latent).T, (-1.6, -0.8, 0.1, 1.0)).astype(float)
        self.is_missing = rng.random(self.keyed.shape) < 0.03
        self.reflective = tuple(
            item_id
            for name, members in subscales.items()
            if name != formative
            for item_id in members
        )

    def record(self) -> EvidenceRecord:
        correlations = self.correlations()
        reflective = {
            name: members for name, members in self.subscales.items() if name != self.formative
        }
        ratings = [self.structural_validity()]
        for name in self.subscales:
            is_formative = name == self.formative
            rating = "?" if is_formative else {"explaining": "+", "deciding": "-"}.get(name, "?")
            reason = "The subscale is formative." if is_formative else "Alpha beside its criterion."
            value = "" if is_formative else f"alpha 0.815 [0.775, 0.850] (n = {N})"
            ratings.append(self.rating("internal consistency", name, rating, reason, value))
        return EvidenceRecord(
            created="2024-09-16T09:30:00+00:00",
            instrument=InstrumentRecord(
                reference=self.bank.reference,
                name=self.bank.id,
                version=str(self.bank.version),
                form=None,
                status=self.bank.status,
                title="Communication, service users",
                digest=self.bank.digest,
                definition=self.bank,
            ),
            data=self.data(),
            settings=EvaluationSettings(),
            software=(
                SoftwareVersion(package="python", version="3.11.9"),
                SoftwareVersion(package="covalue-measures", version="0.1.0"),
                SoftwareVersion(package="numpy", version="2.4.6"),
            ),
            missing=self.missing(),
            items=tuple(map(self.item, self.item_ids)),
            correlations=correlations,
            suitability=SuitabilityRecord(
                correlation="pearson",
                kmo=0.871,
                items=tuple(ItemSuitability(item_id=i, kmo=0.86) for i in self.reflective),
                bartlett_chi_square=812.413,
                bartlett_df=len(self.reflective) * (len(self.reflective) - 1) // 2,
                bartlett_p=3.1e-140,
                determinant=0.0192,
                n=N,
            ),
            dimensionality=self.parallel_analysis(correlations),
            exploratory=make_exploratory(reflective),
            confirmatory=make_factor_model(reflective, self.kind),
            invariance=(make_invariance(self.reflective),),
            general_omega=self.omega(0.902, 0.744) if len(self.subscales) > 3 else None,
            subscales=tuple(map(self.subscale, self.subscales)),
            second_opinions=SecondOpinionsRecord(
                taken=True,
                reason="",
                opinions=tuple(
                    SecondOpinion(
                        coefficient="alpha",
                        subject=name,
                        ours=0.8153214,
                        theirs=0.8153214,
                        package="pingouin",
                        package_version="0.7.0",
                        difference=2.2e-16,
                        tolerance=1e-9,
                        within_tolerance=True,
                        basis=f"{N} respondents, pairwise covariances",
                    )
                    for name in self.subscales
                    if name != self.formative
                ),
            ),
            sample_sizes=(
                SampleSizeRating(
                    analysis="factor analysis",
                    subject="instrument",
                    n=196,
                    n_items=len(self.reflective),
                    adequacy="very good",
                    threshold="very good from 7 respondents an item and 100 in all",
                    source="Mokkink et al. (2018), doi:10.1007/s11136-017-1765-4, box 3",
                ),
            ),
            ratings=tuple(ratings),
            warnings=("Polychoric correlations at the boundary: 'comsu01' with 'comsu02'.",),
        )

    def structural_validity(self) -> Rating:
        return Rating(
            measurement_property="structural validity",
            subject="instrument",
            rating="+",
            value="CFI 0.957, TLI 0.951, RMSEA 0.053, SRMR 0.061 (n = 209)",
            threshold="CFI or TLI > 0.95, or RMSEA < 0.06, or SRMR < 0.08",
            source=SOURCE,
            reason="CFI and TLI and RMSEA and SRMR meet the criterion.",
        )

    def rating(
        self, measured: str, subject: str, rating: str, reason: str, value: str = ""
    ) -> Rating:
        return Rating.model_validate(
            {
                "measurement_property": measured,
                "subject": subject,
                "rating": rating,
                "value": value,
                "threshold": "alpha >= 0.70" if value else "",
                "source": SOURCE,
                "reason": reason,
            }
        )

    def data(self) -> DataRecord:
        return DataRecord(
            fingerprint="ab" * 32,
            n_respondents=N,
            n_complete=int((~self.is_missing.any(axis=1)).sum()),
            group_names=("site",),
            intake=IntakeRecord(
                source="pilot.csv",
                layout="csv",
                n_rows=N,
                columns=tuple(ItemColumn(item=i, column=i.upper()) for i in self.item_ids),
                ignored_columns=("comment",),
                applied_rules=("9 was read as missing (does not know) in 12 cells.",),
                import_map=ImportMap(ignore=("comment",)),
            ),
        )

    def missing(self) -> MissingRecord:
        n_missing = int(self.is_missing.sum())
        patterns = Counter(tuple(np.array(self.item_ids)[row].tolist()) for row in self.is_missing)
        return MissingRecord(
            n_cells=self.is_missing.size,
            n_missing=n_missing,
            by_reason=(
                MissingCount(reason=MissingReason.DONT_KNOW, count=12),
                MissingCount(reason=MissingReason.SKIPPED, count=n_missing - 12),
            ),
            n_patterns=len(patterns),
            patterns=tuple(
                MissingPattern(missing_items=items, n_respondents=count)
                for items, count in patterns.most_common(6)
            ),
            mcar=McarRecord(statistic=31.42, df=28, p=0.298, n_patterns=len(patterns), n=212),
            mcar_note="",
        )

    def item(self, item_id: str) -> ItemRecord:
        column = self.item_ids.index(item_id)
        answers = self.keyed[~self.is_missing[:, column], column]
        answers = 4 - answers if item_id in REVERSED else answers
        n = len(answers)
        return ItemRecord(
            item_id=item_id,
            n=n,
            missing=(MissingCount(reason=MissingReason.SKIPPED, count=N - n),),
            categories=tuple(
                CategoryCount(value=value, count=int((answers == value).sum()))
                for value in range(5)
            ),
            mean=float(answers.mean()),
            standard_deviation=float(answers.std(ddof=1)),
            skew=-0.31,
            kurtosis=-0.42,
            floor=float((answers == 0).mean()),
            ceiling=float((answers == 4).mean()),
            reversed=item_id in REVERSED,
        )

    def matrix(self, item_ids: tuple[str, ...]) -> np.ndarray:
        columns = [self.item_ids.index(item_id) for item_id in item_ids]
        return np.corrcoef(self.keyed[:, columns], rowvar=False)

    def correlations(self) -> CorrelationRecord:
        matrix = self.matrix(self.reflective)
        return CorrelationRecord(
            method="polychoric",
            item_ids=self.reflective,
            matrix=tuple(tuple(map(float, row)) for row in matrix),
            n_pairwise_minimum=196,
            smallest_eigenvalue=float(np.linalg.eigvalsh(matrix)[0]),
            n_pairs_with_empty_cells=3,
        )

    def parallel_analysis(self, correlations: CorrelationRecord) -> ParallelAnalysisRecord:
        eigenvalues = np.linalg.eigvalsh(correlations.matrix)[::-1]
        n_items = len(self.reflective)
        reference = np.linspace(1.5, 0.6, n_items)
        n_kept = int(np.argmax(eigenvalues < reference))
        return ParallelAnalysisRecord(
            correlation="polychoric",
            method="observed columns, each shuffled",
            n_draws=100,
            quantile=0.95,
            component_eigenvalues=tuple(map(float, eigenvalues)),
            component_reference=tuple(map(float, reference)),
            factor_eigenvalues=tuple(map(float, eigenvalues - 0.6)),
            factor_reference=tuple(map(float, reference - 1)),
            n_components=n_kept,
            n_factors=n_kept,
            n_hypothesized=len(self.subscales) - (self.formative is not None),
            structure=self.bank.structure.kind if self.bank.structure else None,
        )

    def omega(self, total: float, hierarchical: float | None) -> OmegaRecord:
        return OmegaRecord(
            omega_total=total,
            omega_hierarchical=hierarchical,
            explained_common_variance=hierarchical,
            n_factors=1 if hierarchical is None else 5,
            correlation="polychoric",
            rmsr=0.031,
            converged=True,
            heywood_items=(),
        )

    def subscale(self, name: str) -> SubscaleRecord:
        members = self.subscales[name]
        is_formative = name == self.formative
        counts = np.bincount(self.keyed[:, : len(members)].sum(axis=1).astype(int), minlength=25)
        highest = 4 * len(members)
        return SubscaleRecord(
            subscale_id=name,
            title=name.replace("_", " ").capitalize(),
            measurement_model="formative" if is_formative else "reflective",
            item_ids=members,
            alpha=None if is_formative else self.alpha(members),
            omega=None if is_formative else self.omega(0.831, None),
            scores=(
                ScoreRecord(
                    rule_id=f"{name}_sum",
                    rule_version="1.0.0",
                    n=N - 4,
                    n_without_score=4,
                    n_prorated=17,
                    minimum_possible=0.0,
                    maximum_possible=float(highest),
                    mean=11.42,
                    standard_deviation=3.87,
                    floor=0.014,
                    ceiling=0.047,
                    counts=tuple(
                        ScoreCount(lower=value, upper=value + 1, count=int(counts[value]))
                        for value in range(highest + 1)
                    ),
                ),
            ),
        )

    def alpha(self, members: tuple[str, ...]) -> AlphaRecord:
        matrix = self.matrix(members)
        k = len(members)
        alpha = k / (k - 1) * (1 - k / matrix.sum())
        items = []
        for position, item_id in enumerate(members):
            rest = np.delete(np.arange(k), position)
            left = matrix[np.ix_(rest, rest)]
            dropped = (k - 1) / (k - 2) * (1 - (k - 1) / left.sum())
            items.append(
                AlphaItemRecord(
                    item_id=item_id,
                    n=N - 6,
                    item_rest_correlation=float(matrix[position, rest].sum() / left.sum() ** 0.5),
                    alpha_if_dropped=float(dropped + 0.05 * (position == 1)),
                )
            )
        return AlphaRecord(
            alpha=float(alpha),
            interval_lower=float(alpha) - 0.04,
            interval_upper=float(alpha) + 0.035,
            confidence_level=0.95,
            standardized_alpha=float(alpha) + 0.003,
            ordinal_alpha=float(alpha) + 0.032,
            n_respondents=N,
            n_complete=198,
            missing="pairwise",
            items=tuple(items),
        )
