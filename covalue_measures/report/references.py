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
MINRES = Reference(
    subject="Extraction by minimum residuals",
    citation="Harman and Jones (1966), Psychometrika 31",
    doi="10.1007/BF02289468",
)
ROTATION = Reference(
    subject="Rotation by gradient projection",
    citation="Bernaards and Jennrich (2005), Educational and Psychological Measurement 65",
    doi="10.1177/0013164404272507",
)
ORDINAL_FACTOR_MODEL = Reference(
    subject="Factor model of ordinal items",
    citation="Muthén (1984), Psychometrika 49",
    doi="10.1007/BF02294210",
)
ROBUST_MAXIMUM_LIKELIHOOD = Reference(
    subject="Maximum likelihood with robust standard errors",
    citation="Yuan and Bentler (2000), Sociological Methodology 30",
    doi="10.1111/0081-1750.00078",
)
CFI = Reference(
    subject="CFI",
    citation="Bentler (1990), Psychological Bulletin 107",
    doi="10.1037/0033-2909.107.2.238",
)
TLI = Reference(
    subject="TLI",
    citation="Tucker and Lewis (1973), Psychometrika 38",
    doi="10.1007/BF02291170",
)
RMSEA = Reference(
    subject="RMSEA",
    citation="Steiger (1990), Multivariate Behavioral Research 25",
    doi="10.1207/s15327906mbr2502_4",
)
SRMR = Reference(
    subject="SRMR and cut-offs of fit indices",
    citation="Hu and Bentler (1999), Structural Equation Modeling 6",
    doi="10.1080/10705519909540118",
)
ROBUST_CFI_AND_TLI = Reference(
    subject="Robust CFI and TLI",
    citation="Brosseau-Liard and Savalei (2014), Multivariate Behavioral Research 49",
    doi="10.1080/00273171.2014.933697",
)
ROBUST_RMSEA = Reference(
    subject="Robust RMSEA",
    citation="Brosseau-Liard, Savalei and Li (2012), Multivariate Behavioral Research 47",
    doi="10.1080/00273171.2012.715252",
)
ROBUST_INDICES_OF_ORDINAL_DATA = Reference(
    subject="Robust fit indices of ordinal items",
    citation="Savalei (2021), Multivariate Behavioral Research 56",
    doi="10.1080/00273171.2020.1717922",
)
FIT_OF_ORDINAL_DATA = Reference(
    subject="Fit indices of ordinal items and their cut-offs",
    citation="Xia and Yang (2019), Behavior Research Methods 51",
    doi="10.3758/s13428-018-1055-2",
)
MODIFICATION_INDICES = Reference(
    subject="Modification indices",
    citation="Sörbom (1989), Psychometrika 54",
    doi="10.1007/BF02294623",
)
AVERAGE_VARIANCE_EXTRACTED = Reference(
    subject="Composite reliability and average variance extracted",
    citation="Fornell and Larcker (1981), Journal of Marketing Research 18",
    doi="10.1177/002224378101800104",
)
HTMT = Reference(
    subject="Heterotrait-monotrait ratio",
    citation=(
        "Henseler, Ringle and Sarstedt (2015), Journal of the Academy of Marketing Science 43"
    ),
    doi="10.1007/s11747-014-0403-8",
)
INVARIANCE_CUT_OFFS = Reference(
    subject="Cut-offs of changes in fit",
    citation="Chen (2007), Structural Equation Modeling 14",
    doi="10.1080/10705510701301834",
)
INVARIANCE_OF_ORDINAL_ITEMS = Reference(
    subject="Invariance of ordinal items",
    citation="Wu and Estabrook (2016), Psychometrika 81",
    doi="10.1007/s11336-016-9506-0",
)
