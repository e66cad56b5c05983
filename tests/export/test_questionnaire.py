import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from printed_sheet import Sheet
from visits_bank import Content, parse, visits

import covalue_measures as cm
from covalue_measures.exceptions import InstrumentError, RegistryError
from covalue_measures.export.questionnaire import render_questionnaire
from covalue_measures.schema import Instrument, InstrumentLike, ItemBank

FORM = "communication_service_user@0.1.0/4a"


@pytest.fixture
def content() -> Content:
    return visits()


@pytest.fixture
def render(tmp_path: Path) -> Callable[..., Sheet]:
    """Write a sheet and read it back."""

    def write(instrument: InstrumentLike, **options: Any) -> Sheet:
        path = render_questionnaire(instrument, tmp_path / "sheet.html", **options)
        assert path == tmp_path / "sheet.html"
        return Sheet(path.read_text(encoding="utf-8"))

    return write


Render = Callable[..., Sheet]


@pytest.mark.parametrize(
    ("language", "title", "recall"),
    [
        ("en", "Communication, short form 4a", "In the past 3 months"),
        ("sv", "Kommunikation, kortversion 4a", "Under de senaste 3 månaderna"),
    ],
)
def test_a_form_is_one_grid_with_every_item_and_label_once(
    render: Render, language: str, title: str, recall: str
) -> None:
    form = cm.load_form(FORM)

    sheet = render(form, language=language)

    stems = [item.stem.get(language) for item in form.items]
    assert sheet.questions == [f"{number} {stem}" for number, stem in enumerate(stems, start=1)]
    scale = form.bank.response_scales[0]
    labels = [option.label.get(language) for option in scale.options]
    assert sheet.texts("th", "option", scope="col") == labels
    labels = [option.label.get(language) for option in scale.missing]
    assert sheet.texts("th", "missing", scope="col") == labels
    assert len(sheet.texts("span", "box")) == 4 * (5 + 3)
    assert sheet.text.count(recall) == 1
    assert sheet.texts("h1") == [title]
    assert sheet.texts("title") == [f"{title} ({FORM})"]
    assert sheet.attributes("html") == [{"lang": language}]
    (instruction,) = sheet.texts("p", "instruction")
    assert form.bank.instruction is not None
    assert instruction == form.bank.instruction.get(language)
    assert sheet.text.index(title) < sheet.text.index(instruction) < sheet.text.index(recall)


def test_items_stay_in_order_and_form_a_group_with_their_neighbors(
    render: Render, content: Content
) -> None:
    sheet = render(parse(content))

    assert sheet.questions == [
        "1 Staff & I <spoke>.",
        "2 I left too early.",
        "3 I was on time.",
        "4 How long did you travel?",
        "5 How long did you wait?",
        "6 What did you pay?",
        "7 In the past 4 weeks Did you give up a visit?",
        "8 How was your visit?",
    ]
    assert sheet.texts("caption") == [
        "Questions 1\N{EN DASH}2",
        "Question 3",
        "Questions 4\N{EN DASH}5",
        "Question 6",
    ]
    assert sheet.texts("th", "lead") == [
        "In the past 3 months Mark one box on each line.",
        "In the past 4 weeks Mark one box on each line.",
        "In the past 4 weeks Write a number or mark one box on each line.",
        "In the past 4 weeks Write a number on each line.",
    ]
    assert sheet.texts("th", "option") == ["Never", "Sometimes", "Always"] * 2
    assert sheet.texts("th", "missing") == ["Does not apply", "I do not know"] * 3
    assert {found.get("scope") for found in sheet.attributes("th")} == {"col", "row"}


def test_reasons_and_wide_labels_stand_below_each_other_missing_ones_apart(
    render: Render, content: Content
) -> None:
    sheet = render(parse(content))

    reasons, wide = sheet.texts("ul", "options")
    assert reasons == "No Yes, because of the cost Yes, because of the distance"
    assert wide.startswith("Extraordinarily happy 0 Extraordinarily happy 1")
    assert sheet.texts("ul", "missing") == ["Does not apply I do not know"] * 2
    assert len(sheet.texts("fieldset")) == 2
    assert sheet.texts("p", "hint") == ["Mark one box."] * 2


def test_amounts_have_a_field_and_a_unit_and_money_says_its_currency_once(
    render: Render, content: Content
) -> None:
    bank = parse(content)

    blank, crowns = render(bank), render(bank, currency="SEK", language="sv")

    assert blank.texts("td", "field") == ["hours", "hours", ""]
    assert blank.texts("th", "field") == ["Your answer", "amount Currency:"]
    assert len(blank.texts("span", "line")) == 3 + 1
    assert crowns.texts("td", "field") == ["timmar", "timmar", ""]
    assert crowns.texts("th", "field") == ["Ditt svar", "belopp Valuta: SEK"]
    assert crowns.text.count("SEK") == 1
    assert len(crowns.texts("span", "line")) == 3


def test_values_ids_and_reversal_are_not_shown(render: Render, content: Content) -> None:
    bank = parse(content)
    unmarked = json.loads(json.dumps(content))
    unmarked["items"][1]["keying"] = "positive"

    sheet = render(bank)

    assert "vis0" not in sheet.text
    assert "-98" not in sheet.text
    assert sheet.texts("span", "code") == []
    other = render(parse(unmarked))
    assert sheet.text.replace(bank.digest[:12], "") == other.text.replace(
        parse(unmarked).digest[:12], ""
    )


def test_codes_are_printed_for_data_entry(render: Render, content: Content) -> None:
    sheet = render(parse(content), with_codes=True)

    assert sheet.texts("th", "option") == ["Never 0", "Sometimes 1", "Always 2"] * 2
    assert sheet.texts("th", "missing") == ["Does not apply -98", "I do not know -97"] * 3
    assert sheet.texts("th", "field") == ["Your answer 0.0-744.0", "amount Currency: 0-744"]
    assert sheet.questions[1] == "2 I left too early. vis02"
    assert sheet.texts("li")[1:4] == [
        "No 0",
        "Yes, because of the cost 1",
        "Yes, because of the distance 2",
    ]
    assert sheet.texts("ul", "notices") == ["With codes for data entry: not for respondents."]


def test_texts_are_shown_literally(render: Render, content: Content) -> None:
    sheet = render(parse(content), language="sv")

    assert sheet.texts("h1") == ["Besök & <b>kostnader</b>"]
    assert sheet.questions[0] == "1 Vi & de <talade>."
    assert {tag for tag, _, _ in sheet.elements}.isdisjoint({"b", "spoke", "talade"})


def test_the_page_holds_no_script_and_loads_nothing(
    render: Render, content: Content, tmp_path: Path
) -> None:
    sheet = render(parse(content))

    assert {tag for tag, _, _ in sheet.elements}.isdisjoint(
        {"script", "link", "img", "iframe", "input"}
    )
    page = (tmp_path / "sheet.html").read_text()
    assert "url(" not in page
    assert "@import" not in page
    assert "http" not in page


def test_the_footer_says_what_the_sheet_is(render: Render, content: Content) -> None:
    bank = parse(content, state="linguistically_validated")

    english, swedish = render(bank), render(bank, language="sv")

    assert english.texts("dl") == [
        f"Instrument visits@1.2.0 Status released Digest {bank.digest[:12]} License CC-BY-4.0"
        " Language English (en), original"
    ]
    assert swedish.texts("dl") == [
        f"Instrument visits@1.2.0 Status utgivet Kontrollsumma {bank.digest[:12]} Licens CC-BY-4.0"
        " Språk svenska (sv), översättning 0.3.0, språkligt validerad"
    ]
    for sheet, words in ((english, "Page"), (swedish, "Sida")):
        assert sheet.texts("ul", "notices") == []
        assert f'content: "{words} " counter(page)' in sheet.texts("style")[0]


@pytest.mark.parametrize(
    ("status", "language", "notices"),
    [
        ("draft", "en", "Draft: not for use in studies yet."),
        (
            "draft",
            "sv",
            "Utkast: ska inte användas i studier än. Utkast: översättningen är inte granskad.",
        ),
        ("candidate", "sv", "Utkast: översättningen är inte granskad."),
        ("retired", "en", "Retired: not for use in new studies."),
    ],
)
def test_drafts_are_marked(
    render: Render, content: Content, status: str, language: str, notices: str
) -> None:
    bank = parse(content | {"status": status}, state="draft")
    assert render(bank, language=language).texts("ul", "notices") == [notices]


def test_the_same_instrument_gives_the_same_bytes(content: Content, tmp_path: Path) -> None:
    first, second = (
        render_questionnaire(parse(content), tmp_path / f"{name}.html").read_bytes()
        for name in ("first", "second")
    )
    assert first == second


def test_a_language_that_the_bank_lacks_is_refused(content: Content, tmp_path: Path) -> None:
    with pytest.raises(
        RegistryError, match=r"'visits@1\.2\.0' has no texts in 'fi'; it has \['en', 'sv'\]"
    ):
        render_questionnaire(parse(content), tmp_path / "sheet.html", language="fi")
    assert list(tmp_path.iterdir()) == []


def test_a_language_without_words_around_the_items_is_refused(
    content: Content, tmp_path: Path
) -> None:
    finnish = json.dumps(parse(content).model_dump(mode="json")).replace('"sv"', '"fi"')
    with pytest.raises(InstrumentError, match=r"exist in \['en', 'sv'\], not in 'fi'"):
        render_questionnaire(
            ItemBank.model_validate_json(finnish), tmp_path / "s.html", language="fi"
        )


def test_a_region_shares_the_words_of_its_language(render: Render, content: Content) -> None:
    finland = json.dumps(parse(content).model_dump(mode="json")).replace('"sv"', '"sv-FI"')
    sheet = render(ItemBank.model_validate_json(finland), language="sv-FI")
    assert sheet.attributes("html") == [{"lang": "sv-FI"}]
    assert sheet.texts("p", "hint") == ["Sätt ett kryss."] * 2


def changed(bank: ItemBank, stem: str) -> ItemBank:
    """Return the bank with another English text of its third item."""
    text = json.dumps(bank.model_dump(mode="json"))
    return ItemBank.model_validate_json(text.replace("I was on time.", stem))


def test_a_stale_translation_is_refused_and_its_texts_named(
    render: Render, content: Content, tmp_path: Path
) -> None:
    bank = changed(parse(content), "I came on time.")

    with pytest.raises(
        InstrumentError,
        match=r"'visits@1\.2\.0' into 'sv' is incomplete or older than the original in"
        r" items\.vis03\.stem\. Bring it up to date, or allow stale texts",
    ):
        render_questionnaire(bank, tmp_path / "sheet.html", language="sv")

    assert render(bank).questions[2] == "3 I came on time."
    sheet = render(bank, language="sv", allow_stale=True)
    assert sheet.questions[2] == "3 Jag kom i tid."
    assert sheet.texts("ul", "notices") == [
        "Översättningen är ofullständig eller äldre än originalet."
    ]


def test_what_was_not_translated_is_marked_as_the_original(
    render: Render, content: Content, tmp_path: Path
) -> None:
    document = parse(content).model_dump(mode="json")
    del document["items"][2]["stem"]["sv"]
    texts = document["translations"][0]["texts"]
    document["translations"][0]["texts"] = [
        entry for entry in texts if entry["path"] != "items.vis03.stem"
    ]
    bank = ItemBank.model_validate_json(json.dumps(document))

    with pytest.raises(InstrumentError, match=r"items\.vis03\.stem"):
        render_questionnaire(bank, tmp_path / "sheet.html", language="sv")

    sheet = render(bank, language="sv", allow_stale=True)
    assert sheet.texts("span", lang="en") == ["I was on time."]


def test_many_stale_texts_are_counted(content: Content, tmp_path: Path) -> None:
    document = parse(content).model_dump(mode="json")
    for entry in document["translations"][0]["texts"]:
        entry["source"] = "0" * 12
    bank = ItemBank.model_validate_json(json.dumps(document))
    n_more = len(document["translations"][0]["texts"]) - 10
    with pytest.raises(InstrumentError, match=rf"title, .*, and {n_more} more\. Bring"):
        render_questionnaire(bank, tmp_path / "sheet.html", language="sv")


def test_a_currency_that_is_none_is_refused(content: Content, tmp_path: Path) -> None:
    with pytest.raises(InstrumentError, match="currency 'kr' is no ISO 4217 code such as 'SEK'"):
        render_questionnaire(parse(content), tmp_path / "sheet.html", currency="kr")


def test_columns_of_a_scale_are_as_wide_as_each_other(render: Render) -> None:
    sheet = render(cm.load_form(FORM))
    widths = [found["style"] for found in sheet.attributes("col") if "style" in found]
    assert len(set(widths[:5])) == 1
    # The first missing option keeps its distance from the line.
    assert len(set(widths[6:])) == 1
    assert widths[5] != widths[6]


def test_a_form_of_a_bank_is_an_instrument_too(render: Render) -> None:
    bank = cm.load_bank("communication_service_user@0.1.0")
    assert len(render(bank).questions) == 15
    assert len(render(Instrument(bank=bank, form_id="4a")).questions) == 4


def test_every_bank_that_comes_with_the_package_can_be_printed(render: Render) -> None:
    for name in cm.list_banks()["bank"]:
        bank = cm.load_bank(name)
        for language in bank.languages:
            assert len(render(bank, language=language).questions) == len(bank.items), name
