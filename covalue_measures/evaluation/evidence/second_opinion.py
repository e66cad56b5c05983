"""The same coefficient by another program."""

from covalue_measures.schema.model import Definition


class SecondOpinion(Definition):
    """Two values of one coefficient, and how far they lie apart."""

    coefficient: str
    #: Subscale or ``all items``.
    subject: str
    ours: float
    theirs: float
    package: str
    package_version: str
    #: Absolute difference.
    difference: float
    tolerance: float
    within_tolerance: bool
    #: What both computed from: rows, treatment of missing, rounding of the other program.
    basis: str


class SecondOpinionsRecord(Definition):
    """All second opinions, or why there are none."""

    taken: bool
    #: Why none was taken; empty where they were.
    reason: str
    opinions: tuple[SecondOpinion, ...]
    #: What the other programs were not asked, and why, in sentences.
    not_taken: tuple[str, ...] = ()
