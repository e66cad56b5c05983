"""Whether answers were made by a program."""

from covalue_measures.responses.intake_record import IntakeRecord

#: Layout of answers that come straight from a simulation.
SYNTHETIC_LAYOUT = "synthetic"
#: What the name of every synthetic file, and of its column of respondent ids, starts with.
SYNTHETIC_PREFIX = "synthetic_"


def is_synthetic(intake: IntakeRecord) -> bool:
    """Return whether no person gave the answers that were taken in like this.

    Answers say so themselves when they come from a simulation. A file of them says it in three
    places: in its name, in the import map beside it, and in the name of its column of ids, which
    nobody can read the file without declaring. A renamed file without its import map still
    counts.
    """
    import_map = intake.import_map
    declared = (intake.source, import_map.respondent_id or "", *intake.ignored_columns)
    return (
        import_map.synthetic
        or intake.layout == SYNTHETIC_LAYOUT
        or any(name.startswith(SYNTHETIC_PREFIX) for name in declared)
    )
