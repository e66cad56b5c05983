import re

import pytest

from covalue_measures.exceptions import InstrumentError, RegistryError
from covalue_measures.registry.draft import read_draft
from covalue_measures.schema import LocalizedText, MissingReason


def test_the_files_of_a_folder_make_one_bank(folder):
    bank = read_draft(folder)
    assert bank.reference == "demo@0.1.0"
    assert [item.id for item in bank.items] == ["de01", "de02"]
    assert [rule.id for rule in bank.scoring_rules] == ["total_sum"]
    assert bank.forms[0].item_ids == ("de01",)
    assert bank.languages == ("en", "sv")
    assert bank.response_scales[0].missing[0].reason is MissingReason.NOT_APPLICABLE


def test_translations_join_the_texts_that_they_translate(folder):
    bank = read_draft(folder)
    assert bank.items[0].stem == LocalizedText(
        texts=(("en", "They listened."), ("sv", "De lyssnade."))
    )
    assert bank.items[0].recall.get("sv") == "Under den senaste veckan"
    assert bank.forms[0].title.get("sv") == "Formulär 1a"
    assert bank.response_scales[0].missing[0].label.get("sv") == "Inte aktuellt"
    assert bank.items[1].stem.languages == ("en",)
    assert "items.de01.stem" not in bank.stale_texts("sv")
    assert "items.de02.stem" in bank.stale_texts("sv")


def test_a_changed_original_makes_its_translation_stale(folder, edit):
    edit("bank.yaml", "They listened.", "They listened to me.")
    assert "items.de01.stem" in read_draft(folder).stale_texts("sv")


def test_yes_and_no_stay_text(folder):
    scale = read_draft(folder).response_scales[0]
    assert [(option.code, option.label.get("en")) for option in scale.options] == [
        ("no", "no"),
        ("yes", "yes"),
    ]


def test_scoring_forms_and_translations_are_optional(folder):
    for name in ("scoring.yaml", "forms/1a.yaml", "i18n/sv.yaml"):
        (folder / name).unlink()
    bank = read_draft(folder)
    assert (bank.scoring_rules, bank.forms, bank.translations) == ((), (), ())


def test_scoring_may_stand_in_the_bank_itself_but_not_in_both_files(folder):
    with (folder / "bank.yaml").open("a", encoding="utf-8") as bank_file:
        bank_file.write((folder / "scoring.yaml").read_text(encoding="utf-8"))
    message = r"bank.yaml' holds 'scoring_rules', which also stands in a file of its own"
    with pytest.raises(InstrumentError, match=message):
        read_draft(folder)
    (folder / "scoring.yaml").unlink()
    assert read_draft(folder).scoring_rules[0].id == "total_sum"


NOT_YAML = [
    (
        "bank.yaml",
        "status: draft",
        "status: draft\nstatus: released",
        "line 4: the key 'status' stands twice",
    ),
    ("bank.yaml", "title: Demo", "title: &t Demo", "line 4: anchors"),
    ("bank.yaml", "title: Demo", "title: *t", "line 4: aliases"),
    ("bank.yaml", "title: Demo", "title: !!str Demo", "line 4: tags"),
    ("bank.yaml", "title: Demo", "<<: {title: Demo}", "line 4: merge keys"),
    ("scoring.yaml", "method: sum", "method: [sum", "line 7: expected ',' or ']'"),
    (
        "forms/1a.yaml",
        "title: Form 1a",
        "title: Form: 1a",
        "line 3: mapping values are not allowed",
    ),
    ("i18n/sv.yaml", "state: draft", "state: !x draft", "line 3: tags"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), NOT_YAML)
def test_refused_yaml_is_named_with_its_file_and_line(folder, edit, name, old, new, message):
    edit(name, old, new)
    with pytest.raises(RegistryError, match=f"{re.escape(name)}', {message}"):
        read_draft(folder)


REFUSED = [
    ("bank.yaml", "keying: negative", "keying: reversed", "items.1.keying: Input should be"),
    ("bank.yaml", "status: draft", "status: final", "status: Input should be 'draft'"),
    ("bank.yaml", "status: draft", "state: draft", "state: Extra inputs are not permitted"),
    ("bank.yaml", 'version: "0.1.0"', "version: 1.10", "version: '1.10' is not a semantic"),
    ("bank.yaml", "value: 0", "value: 0.5", "response_scales.0.options.0.value: Input should"),
    ("bank.yaml", "value: 0", "value: true", "response_scales.0.options.0.value: Input should"),
    ("bank.yaml", "stem: They left.", "stem: 5", "items.1.stem: Input should be an object"),
    ("bank.yaml", "They left.", "They\u00a0left.", r"the invisible character U\+00A0"),
    ("bank.yaml", "They left.", "They left fo\u0308r good.", "not in Unicode normal form NFC"),
    ("bank.yaml", "language: en", "lang: en", "does not say the language of its texts"),
    ("scoring.yaml", "minimum_answered: 2", "minimum_answered: 3", "needs 3 answers of 2 items"),
    ("scoring.yaml", "scoring_rules:", "rules:", r"'scoring_rules' alone, not \['rules'\]"),
    ("forms/1a.yaml", "id: 1a", "id: 1A", "forms.0.id: String should match pattern"),
    (
        "i18n/sv.yaml",
        "items.de01.stem:",
        "items.de1.stem:",
        "translation 'sv' holds 'items.de1.stem', which bank 'demo' does not have",
    ),
    (
        "i18n/sv.yaml",
        "language: sv",
        "language: de",
        "sv.yaml' must be of the language in its name, 'sv', not of 'de'",
    ),
    ("i18n/sv.yaml", "language: sv", "by: me", "in its name, 'sv', not of None"),
    ("i18n/sv.yaml", "    text: De lyssnade.\n", "", "items.de01.stem.text: Field required"),
    ("i18n/sv.yaml", "De lyssnade.", "7", "items.de01.stem.text: Input should be a valid string"),
    ("i18n/sv.yaml", "state: draft", "state: done", "translations.0.state: Input should be"),
    ("i18n/sv.yaml", "method: One forward translation.\n", "", "translations.0.method: Field req"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), REFUSED)
def test_a_contradiction_is_named_with_its_field(folder, edit, name, old, new, message):
    edit(name, old, new)
    with pytest.raises(InstrumentError, match=message) as caught:
        read_draft(folder)
    assert str(folder) in str(caught.value)


def test_texts_of_a_translation_are_entries_with_a_source(folder, edit):
    text = (folder / "i18n/sv.yaml").read_text(encoding="utf-8")
    start = text[: text.index("texts:")]
    (folder / "i18n/sv.yaml").write_text(start + "texts: {title: Demo}\n", encoding="utf-8")
    with pytest.raises(InstrumentError, match=r"sv.yaml', texts:\ntitle: Input should be"):
        read_draft(folder)


def test_a_translation_into_the_base_language_is_refused(folder):
    text = (folder / "i18n/sv.yaml").read_text(encoding="utf-8")
    english = text.replace("language: sv", "language: en")
    (folder / "i18n/en.yaml").write_text(english, encoding="utf-8")
    with pytest.raises(InstrumentError, match="has a translation into its base language"):
        read_draft(folder)


def test_a_missing_bank_file_is_named(tmp_path):
    with pytest.raises(RegistryError, match=r"There is no file '.*bank.yaml'"):
        read_draft(tmp_path)


def test_text_that_is_not_utf8_is_refused(folder):
    (folder / "bank.yaml").write_bytes("title: Mål".encode("cp1252"))
    with pytest.raises(RegistryError, match=r"bank.yaml' is not UTF-8 text: .*byte 0xe5"):
        read_draft(folder)


@pytest.mark.parametrize(("text", "found"), [("", "''|None"), ("- a\n", r"\['a'\]"), ("5", "5")])
def test_a_file_that_is_no_mapping_is_refused(folder, text, found):
    (folder / "bank.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError, match=f"must hold a mapping of fields, not ({found})"):
        read_draft(folder)
