"""What the CO-VALUE study reported, in the words of its abstracts."""

from covalue_measures.records.theme import Theme, ThemeKind
from covalue_measures.schema.covalue_domains import COVALUE_DOMAINS

_PHASE_1 = (
    "Oliver, Forcino and Batalden (2021), International Journal for Quality in Health Care,"
    " doi:10.1093/intqhc/mzab077"
)
_PHASE_2 = "Forcino et al. (2024), The Permanente Journal, doi:10.7812/TPP/24.009"

_PHASE_2_FINDINGS: tuple[tuple[str, str, ThemeKind], ...] = (
    ("CV2-D-PEER", "Peer learning within the community of practice", "driver"),
    ("CV2-D-TEAM", "Diverse, multidisciplinary improvement team", "driver"),
    ("CV2-D-LEAD", "Leadership support", "driver"),
    ("CV2-D-CAM", "Camaraderie, shared momentum and resilience", "driver"),
    ("CV2-C-RES", "Limited resources and mounting responsibilities", "context"),
    ("CV2-A-ACC", "Acceptability of the tools", "tool_evaluation"),
    ("CV2-A-UTL", "Utility of the tools", "tool_evaluation"),
    ("CV2-A-FEA", "Feasibility of the tools", "tool_evaluation"),
)
_PHASE_1_FINDINGS: tuple[tuple[str, str, ThemeKind], ...] = (
    ("CV1-A-CTX", "Variation and context specificity in the use of the guide", "tool_evaluation"),
    ("CV1-A-SIMP", "Need for simple, technology-supported versions", "tool_evaluation"),
)

#: Themes of phase 2 (``CV2``), then of phase 1 (``CV1``). Themes below these, and quotes, are not
#: known here. One analyst coded phase 2; investigator triangulation validated the themes.
#: Camaraderie stands in the study's discussion, not among its results.
COVALUE_THEMES: tuple[Theme, ...] = (
    *(
        Theme(
            id=domain.theme_id,
            title=domain.title,
            kind="value_domain",
            source=domain.source,
            domain_id=domain.id,
        )
        for domain in COVALUE_DOMAINS
    ),
    *(
        Theme(id=theme_id, title=title, kind=kind, source=_PHASE_2)
        for theme_id, title, kind in _PHASE_2_FINDINGS
    ),
    *(
        Theme(id=theme_id, title=title, kind=kind, source=_PHASE_1)
        for theme_id, title, kind in _PHASE_1_FINDINGS
    ),
)
