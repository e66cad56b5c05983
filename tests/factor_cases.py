"""The correlation matrices that R's factor analyses were run on."""

from functools import cache

import numpy as np
from reference_values import BFI_ITEMS, HS_ITEMS, read_data

import covalue_measures as cm

#: Name to the number of factors that R extracted.
N_FACTORS = {"hs9": 3, "thurstone": 3, "reise16": 5, "bfi25": 5}
#: The same, with the polychoric correlations of bfi25's complete rows.
FACTORS = N_FACTORS | {"bfi25_poly": 5}


@cache
def correlations_of(name: str) -> cm.CorrelationResult:
    """Return the correlations by the name that the R scripts give them."""
    if name == "hs9":
        return cm.estimate_pearson(read_data("holzinger1939")[HS_ITEMS])
    if name == "bfi25":
        return cm.estimate_pearson(read_data("bfi")[BFI_ITEMS])
    if name == "bfi25_poly":
        return cm.estimate_polychoric(read_data("bfi")[BFI_ITEMS], missing="listwise")
    table, n_respondents = {"thurstone": ("cor_thurstone", 213), "reise16": ("cor_reise", 1000)}[
        name
    ]
    return cm.CorrelationResult.from_matrix(read_data(table), n_respondents)


def matrix_for(name: str) -> np.ndarray:
    """Return the correlations as an array."""
    return correlations_of(name).matrix
