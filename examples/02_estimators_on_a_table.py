"""Use the estimators on a plain table, without any instrument.

A table declares nothing: no missing codes, no keying. What is declared nowhere is not guessed, so
the items that count backwards are mirrored here by hand.
"""

from pathlib import Path

import pandas as pd

import covalue_measures as cm

bfi = pd.read_csv(Path(__file__).resolve().parent / "bfi" / "bfi.csv")
backwards = ["A1", "C4", "C5", "E1", "E2", "O2", "O5"]
items = bfi.iloc[:, :25].assign(**{name: 7 - bfi[name] for name in backwards})

# Alpha with Feldt's interval; what each item does to it.
neuroticism = items[["N1", "N2", "N3", "N4", "N5"]]
alpha = cm.estimate_alpha(neuroticism, ordinal=True)
print(f"alpha {alpha.alpha:.3f} [{alpha.interval[0]:.3f}, {alpha.interval[1]:.3f}]")
print(f"of the polychoric correlations {alpha.ordinal_alpha:.3f}, n = {alpha.n_respondents}")
print(alpha.item_statistics.round(3))

# Polychoric correlations of all 300 pairs, with thresholds.
polychoric = cm.estimate_polychoric(items)
print(polychoric.correlations.iloc[:5, :5].round(3))
print("thresholds of N1:", polychoric.thresholds["N1"].round(3))

# The result is data for other estimators: nothing is estimated twice.
suitability = cm.assess_suitability(polychoric)
print(f"KMO {suitability.kmo:.3f}")
omega = cm.estimate_omega(items.iloc[:, :15], n_factors=3)
print(f"omega total {omega.omega_total:.3f}, hierarchical {omega.omega_hierarchical:.3f}")

# How many factors? Observed eigenvalues against those of the same columns, each shuffled.
number = cm.suggest_n_factors(items, correlation="polychoric", n_draws=10)
print(number.n_components, "components and", number.n_factors, "factors")
