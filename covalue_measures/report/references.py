"""Publications behind the formulas."""

from covalue_measures.report.context import Reference

ALPHA = Reference(
    subject="Alpha",
    citation="Cronbach (1951), Psychometrika 16, equation 2",
    doi="10.1007/BF02310555",
)
ALPHA_INTERVAL = Reference(
    subject="Interval of alpha",
    citation=("Feldt, Woodruff and Salih (1987), Applied Psychological Measurement 11, equation 9"),
    doi="10.1177/014662168701100107",
)
ORDINAL_ALPHA = Reference(
    subject="Ordinal alpha",
    citation=(
        "Zumbo, Gadermann and Zeisser (2007), Journal of Modern Applied Statistical Methods 6"
    ),
    doi="10.22237/jmasm/1177992180",
)
OMEGA_TOTAL = Reference(
    subject="Omega total",
    citation="McDonald (1999), Test theory: a unified treatment, equations 6.20 and 6.21",
)
OMEGA_HIERARCHICAL = Reference(
    subject="Omega hierarchical",
    citation="Zinbarg, Revelle, Yovel and Li (2005), Psychometrika 70, equations 4 and 5",
    doi="10.1007/s11336-003-0974-7",
)
POLYCHORIC = Reference(
    subject="Polychoric correlations",
    citation="Olsson (1979), Psychometrika 44, two-step estimation",
    doi="10.1007/BF02296207",
)
KMO = Reference(
    subject="Sampling adequacy (KMO)",
    citation=(
        "Kaiser and Rice (1974), Educational and Psychological Measurement 34, equations 1 and 2"
    ),
    doi="10.1177/001316447403400115",
)
BARTLETT = Reference(
    subject="Bartlett's test",
    citation="Bartlett (1951), Biometrika 38",
    doi="10.1093/biomet/38.3-4.337",
)
PARALLEL_ANALYSIS = Reference(
    subject="Parallel analysis",
    citation="Horn (1965), Psychometrika 30",
    doi="10.1007/BF02289447",
)
PARALLEL_ANALYSIS_OF_ORDINAL_DATA = Reference(
    subject="Parallel analysis of ordinal data",
    citation="Garrido, Abad and Ponsoda (2013), Psychological Methods 18",
    doi="10.1037/a0030005",
)
