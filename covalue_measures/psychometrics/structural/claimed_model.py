"""The structure that a bank claims, as a model that data can contradict."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from covalue_measures.exceptions import ModelError
from covalue_measures.schema.instrument import Instrument

_GENERAL = "general"


@dataclass(frozen=True, slots=True)
class ClaimedModel:
    """A model description and how its factors are to be scaled."""

    syntax: str
    #: Whether factors are uncorrelated.
    orthogonal: bool
    #: Whether factor variances are 1; otherwise first loadings are.
    standardized_latents: bool


def claimed_model(instrument: Instrument) -> ClaimedModel:
    """Return the model of the structure that an instrument claims.

    A factor is named after its subscale, a general one ``general``; ``_factor`` is added where
    that is the name of an item or of another factor.

    Raises
    ------
    ModelError
        If the instrument claims no structure.
    """
    structure = instrument.structure
    if structure is None:
        raise ModelError(
            f"'{instrument.reference}' claims no factor structure: it has no reflective subscale."
        )
    subscales = [instrument.subscale(name) for name in structure.subscale_ids]
    items = tuple(dict.fromkeys(item for subscale in subscales for item in subscale.item_ids))
    has_general = structure.kind in ("second_order", "bifactor")
    if structure.kind == "one_factor":
        asked = [subscales[0].id if len(subscales) == 1 else _GENERAL]
        formulas = [(_names(asked, items)[0], items)]
    else:
        asked = [subscale.id for subscale in subscales]
        names = _names([_GENERAL, *asked] if has_general else asked, items)
        factors = names[1:] if has_general else names
        formulas = [
            (factor, subscale.item_ids) for factor, subscale in zip(factors, subscales, strict=True)
        ]
        if structure.kind == "second_order":
            formulas.append((names[0], tuple(factors)))
        if structure.kind == "bifactor":
            formulas.insert(0, (names[0], items))
    return ClaimedModel(
        syntax="\n".join(f"{factor} =~ {' + '.join(parts)}" for factor, parts in formulas),
        orthogonal=structure.kind == "bifactor",
        # Where a factor explains factors, a variance of 1 would be that of their residuals.
        standardized_latents=structure.kind != "second_order",
    )


def _names(asked: Sequence[str], items: Iterable[str]) -> list[str]:
    """Return valid names, none of them an item's."""
    taken = set(items)
    names = []
    for name in asked:
        valid = f"f_{name}" if name[0].isdigit() else name
        while valid in taken:
            valid += "_factor"
        taken.add(valid)
        names.append(valid)
    return names
