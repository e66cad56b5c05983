import json

import pytest

from covalue_measures.exceptions import RegistryError, RegistryWarning
from covalue_measures.registry import bank_entries, load_bank, load_form, write_release
from covalue_measures.registry.lock import make_lock
from covalue_measures.registry.yanked import read_yanked, yank_release


@pytest.fixture
def releases(folder, root, edit):
    """Versions 0.1.0 and 0.1.1 released, and a draft of 0.2.0."""
    for older, newer in (("0.1.0", "0.1.1"), ("0.1.1", "0.2.0")):
        write_release(folder, root)
        edit("bank.yaml", f'version: "{older}"', f'version: "{newer}"')
    return root


def test_a_yanked_release_is_not_the_newest_and_still_loads_with_a_warning(releases):
    yank_release("demo@0.1.1", "A key was wrong.", "2026-11-25", releases)
    assert load_bank("demo", root=releases).reference == "demo@0.1.0"
    assert load_bank("demo@~0.1", root=releases).reference == "demo@0.1.0"
    assert make_lock(["demo"], root=releases).banks[0].reference == "demo@0.1.0"
    message = "'demo@0.1.1' was yanked on 2026-11-25: A key was wrong."
    with pytest.warns(RegistryWarning, match=message) as caught:
        bank = load_bank("demo@0.1.1", root=releases)
    assert bank.reference == "demo@0.1.1"
    assert caught[0].filename == __file__


def test_a_bank_whose_every_release_is_yanked_is_its_draft(releases):
    for version in ("0.1.0", "0.1.1"):
        yank_release(f"demo@{version}", "Wrong.", "2026-11-25", releases)
    reasons = r"0.1.0 on 2026-11-25 \(Wrong.\), 0.1.1 on 2026-11-25 \(Wrong.\)"
    message = f"'demo@0.2.0' is a draft: every release of the bank was yanked: {reasons}"
    with pytest.warns(RegistryWarning, match=message) as caught:
        assert load_bank("demo", root=releases).reference == "demo@0.2.0"
    assert caught[0].filename == __file__
    with pytest.raises(RegistryError, match=f"Every release of bank 'demo' was yanked: {reasons}"):
        make_lock(["demo"], root=releases)
    with pytest.raises(RegistryError, match=f"to use are none; yanked are {reasons}"):
        load_bank("demo@^0.1", root=releases)


def test_a_draft_never_stands_in_for_the_yanked_release_of_its_version(folder, root, edit):
    write_release(folder, root)
    edit("bank.yaml", "They left.", "They stayed away.")
    yank_release("demo@0.1.0", "Wrong.", "2026-11-25", root)
    message = r"Every release of bank 'demo' was yanked: 0.1.0 on 2026-11-25 \(Wrong.\)\. Name a"
    for load, reference in ((load_bank, "demo"), (load_form, "demo/1a")):
        with pytest.raises(RegistryError, match=message):
            load(reference, root=root)
    with pytest.warns(RegistryWarning, match=message):
        assert bank_entries(root) == ()
    with pytest.warns(RegistryWarning, match="was yanked"):
        assert load_bank("demo@0.1.0", root=root).item("de02").stem.get("en") == "They left."


def test_a_refusal_names_what_was_yanked_and_why(releases):
    yank_release("demo@0.1.1", "A key was wrong.", "2026-11-25", releases)
    with pytest.raises(
        RegistryError,
        match=r"are 0.1.0, 0.1.1; yanked are 0.1.1 on 2026-11-25 \(A key was wrong.\), the draft",
    ):
        load_bank("demo@0.3.0", root=releases)


def test_a_release_is_yanked_once_and_with_a_reason(releases):
    with pytest.raises(RegistryError, match=r"'demo@0.2.0' was never released"):
        yank_release("demo@0.2.0", "Wrong.", "2026-11-25", releases)
    with pytest.raises(RegistryError, match="text '' is empty"):
        yank_release("demo@0.1.1", "", "2026-11-25", releases)
    yank_release("demo@0.1.1", "Wrong.", "2026-11-25", releases)
    with pytest.raises(RegistryError, match="was yanked on 2026-11-25 already"):
        yank_release("demo@0.1.1", "Wrong again.", "2026-11-26", releases)


def test_the_release_itself_is_not_touched(releases):
    path = releases / "demo/releases/0.1.1.json"
    before = path.read_bytes()
    yank_release("demo@0.1.1", "Wrong.", "2026-11-25", releases)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[", "is not a list of yanked releases"),
        (json.dumps({"demo@0.1.0": {"reason": "x"}}), "date: Field required"),
    ],
)
def test_a_spoilt_list_is_refused(releases, content, message):
    (releases / "yanked_releases.json").write_text(content, encoding="utf-8")
    with pytest.raises(RegistryError, match=message):
        read_yanked(releases)


def test_a_retired_bank_says_so_when_it_is_loaded(folder, root, edit):
    edit(
        "bank.yaml",
        "status: draft",
        "status: retired\nretirement: {reason: Misread., superseded_by: demo2}",
    )
    write_release(folder, root)
    with pytest.warns(RegistryWarning, match="is retired: Misread. Use 'demo2'."):
        load_bank("demo", root=root)
