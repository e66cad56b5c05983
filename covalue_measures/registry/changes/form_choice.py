"""That two instruments are not the same form of their bank."""

from collections.abc import Sequence

from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.rule import load_rules
from covalue_measures.schema.instrument import Instrument

_ITEM_SET = 15


def other_form(old: Instrument, new: Instrument, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the change from one form, or the bank, to another; none for the same form.

    It asks for no bump: another form is not another version.
    """
    was_renamed = any(
        change.kind == "renamed"
        and change.path == f"forms.{new.form_id}"
        and change.old == old.form_id
        for change in changes
    )
    if old.form_id == new.form_id or was_renamed:
        return ()
    row = load_rules()[_ITEM_SET]
    return (
        Change(
            rule=row.number,
            kind="changed",
            path="forms",
            old=old.form_id or "all items",
            new=new.form_id or "all items",
            line="instrument",
            line_names=(),
            bump="none",
            raw=row.raw,
            scores=row.scores,
            reason=row.reason,
        ),
    )
