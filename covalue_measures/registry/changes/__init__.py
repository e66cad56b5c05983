"""What changes between versions of an instrument mean: versions that developers can depend on."""

from covalue_measures.registry.changes.bump import BUMPS, Bump, bumped
from covalue_measures.registry.changes.change import Change, ChangeKind
from covalue_measures.registry.changes.change_group import ChangeGroup, group_changes
from covalue_measures.registry.changes.comparability import MEANINGS, Comparability
from covalue_measures.registry.changes.compare_versions import compare_versions
from covalue_measures.registry.changes.comparison import VersionComparison
from covalue_measures.registry.changes.finding import Finding
from covalue_measures.registry.changes.language_equivalence import LanguageEquivalence
from covalue_measures.registry.changes.line_change import LineChange
from covalue_measures.registry.changes.pool import PoolingVerdict, pool
from covalue_measures.registry.changes.recode import recode
from covalue_measures.registry.changes.recode_map import (
    ItemRecode,
    LeftOut,
    OptionRecode,
    RecodeMap,
)
from covalue_measures.registry.changes.rule import Code, Consequence, Rule, load_rules
from covalue_measures.registry.changes.wording_judgement import Verdict, WordingJudgement

__all__ = [
    "BUMPS",
    "MEANINGS",
    "Bump",
    "Change",
    "ChangeGroup",
    "ChangeKind",
    "Code",
    "Comparability",
    "Consequence",
    "Finding",
    "ItemRecode",
    "LanguageEquivalence",
    "LeftOut",
    "LineChange",
    "OptionRecode",
    "PoolingVerdict",
    "RecodeMap",
    "Rule",
    "Verdict",
    "VersionComparison",
    "WordingJudgement",
    "bumped",
    "compare_versions",
    "group_changes",
    "load_rules",
    "pool",
    "recode",
]
