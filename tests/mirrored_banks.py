"""A second bank beside ``demo``: the same event, seen by family."""

from collections.abc import Callable
from pathlib import Path

Edit = Callable[[str, str, str], None]

#: What differs in the bank of the other role.
_OF_FAMILY = (
    ("id: demo", "id: mirror"),
    ("role: service_user", "role: family"),
    ("de01", "mi01"),
    ("de02", "mi02"),
    ("They listened.", "They listened to me."),
    ("theme_ids: [CV2-T-COM]", "theme_ids: [CV2-D-PEER]"),
)
_CHOSEN = """\
choices:
  - item_id: de01
    reason: Everything else rests on it.
"""


def add_mirror(root: Path, edit: Edit) -> None:
    """Pair the first items of ``demo`` and of a new bank ``mirror``; the form says its reason."""
    pair = "    pair_id: listening\n"
    edit("bank.yaml", "    stem: They listened.\n", f"    stem: They listened.\n{pair}")
    first = "    recall: In the past week\n    provenance: {kind: deductive}"
    edit("bank.yaml", first, first.replace("}", ", theme_ids: [CV2-T-COM, LOC1-D-TIME]}"))
    text = (root / "demo" / "bank.yaml").read_text(encoding="utf-8")
    form = root / "demo" / "forms" / "1a.yaml"
    form.write_text(form.read_text(encoding="utf-8") + _CHOSEN, encoding="utf-8")
    for old, new in _OF_FAMILY:
        text = text.replace(old, new)
    folder = root / "mirror"
    folder.mkdir()
    (folder / "bank.yaml").write_text(text, encoding="utf-8")
