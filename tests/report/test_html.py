import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from evidence_maker import SMALL, EvidenceMaker
from page_reader import Page

from covalue_measures.evaluation.evidence import EvidenceRecord
from covalue_measures.exceptions import EvidenceError
from covalue_measures.report import render_report
from covalue_measures.schema import ItemBank, LocalizedText

Render = Callable[[EvidenceRecord], str]
RECORDS = ("evidence", "large_evidence", "degenerate_evidence")


@pytest.fixture(scope="module", params=RECORDS)
def page_text(request: pytest.FixtureRequest, render: Render) -> str:
    return render(request.getfixturevalue(request.param))


def with_first_item(evidence: EvidenceRecord, stem: str) -> EvidenceRecord:
    """Return the record with another wording of its first item."""
    bank = evidence.instrument.definition
    item = bank.items[0].model_copy(update={"stem": LocalizedText(texts=(("en", stem),))})
    definition = bank.model_copy(update={"items": (item, *bank.items[1:])})
    instrument = evidence.instrument.model_copy(update={"definition": definition})
    return evidence.model_copy(update={"instrument": instrument})


def test_the_page_is_well_formed(page_text: str) -> None:
    page = Page(page_text)

    assert page.errors == []
    assert page_text.startswith("<!DOCTYPE html>")


def test_ids_are_unique_and_every_reference_has_a_target(page_text: str) -> None:
    page = Page(page_text)
    ids = page.values("id")

    assert len(ids) == len(set(ids))
    labels = [name for value in page.values("aria-labelledby") for name in value.split()]
    anchors = [href[1:] for href in page.values("href") if href.startswith("#")]
    assert len(labels) > 5
    assert len(anchors) > 10
    assert set(labels) | set(anchors) <= set(ids)


def test_nothing_is_loaded(page_text: str) -> None:
    page = Page(page_text)

    for sign in ("src=", "url(", "<script", "<link", "@import", "srcset", "<iframe", "<object"):
        assert sign not in page_text
    for href in page.values("href"):
        assert href.startswith(("#", "https://doi.org/10."))
    addresses = re.findall(r"https?://\S+", page_text)
    assert all(address.startswith("https://doi.org/10.") for address in addresses)


def test_a_screen_reader_finds_its_way(page_text: str) -> None:
    page = Page(page_text)
    tags = [tag for tag, _ in page.elements]
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]

    assert ("html", {"lang": "en"}) in page.elements
    assert tags.count("h1") == tags.count("main") == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.values("href")[0] == "#main"
    assert tags.count("caption") == tags.count("table")
    assert all("scope" in found for tag, found in page.elements if tag == "th")
    drawings = [found for tag, found in page.elements if tag == "svg"]
    assert drawings
    assert all(found["role"] == "img" and found["aria-labelledby"] for found in drawings)
    assert tags.count("figcaption") == tags.count("figure") == len(drawings)
    assert tags.count("desc") == len(drawings)


def test_figures_follow_the_theme(page_text: str) -> None:
    drawings = re.findall(r"<svg.*?</svg>", page_text, flags=re.DOTALL)
    style = re.search(r"<style>(.*?)</style>", page_text, flags=re.DOTALL)

    assert style is not None
    defined = set(re.findall(r"--([\w-]+):", style.group(1)))
    for drawing in drawings:
        assert not re.search(r"#[0-9a-f]{6}", drawing)
        assert set(re.findall(r"var\(--([\w-]+)\)", drawing)) <= defined
    used = set(re.findall(r'class="swatch ([\w-]+)"', page_text))
    assert used <= set(re.findall(r"\.([\w-]+) \{", style.group(1)))


def test_the_verdicts_come_first(page_text: str) -> None:
    first_table = page_text.index("<table")

    assert page_text[first_table:].startswith('<table class="verdicts">')
    assert first_table < page_text.index("<svg")
    assert page_text.index('<section id="verdicts"') < page_text.index('<section id="warnings"')


def test_the_same_evidence_gives_the_same_bytes(evidence: EvidenceRecord, tmp_path: Path) -> None:
    first = render_report(evidence, tmp_path / "first.html")
    second = render_report(EvidenceMaker(SMALL, "contacts").record(), tmp_path / "second.html")

    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("record", RECORDS)
def test_a_stored_record_gives_the_same_page(
    record: str, request: pytest.FixtureRequest, render: Render, tmp_path: Path
) -> None:
    evidence: EvidenceRecord = request.getfixturevalue(record)
    stored = tmp_path / "evidence.json"
    stored.write_text(evidence.to_json(), encoding="utf-8")

    page = render_report(stored, tmp_path / "page.html")

    assert page == tmp_path / "page.html"
    assert page.read_text(encoding="utf-8") == render(evidence)


def test_texts_of_the_instrument_are_escaped(evidence: EvidenceRecord, render: Render) -> None:
    stem = "Fish & <script>alert('chips')</script>"

    text = render(with_first_item(evidence, stem))

    assert "<script" not in text
    assert "Fish &amp; &lt;script&gt;" in text
    assert f"comsu01{stem}" in Page(text).all_texts("th")


def test_labels_in_figures_are_escaped(evidence: EvidenceRecord, render: Render) -> None:
    title = "Costs <b>& $prices$"
    subscale = evidence.subscales[0].model_copy(update={"title": title})
    record = evidence.model_copy(update={"subscales": (subscale, *evidence.subscales[1:])})

    page = Page(render(record))

    assert page.errors == []
    assert f"{title}, n = 208" in page.all_texts("text")


def test_letters_that_matplotlib_lacks_are_left_to_the_reader(
    evidence: EvidenceRecord, render: Render
) -> None:
    subscale = evidence.subscales[0].model_copy(update={"title": "説明"})
    record = evidence.model_copy(update={"subscales": (subscale, *evidence.subscales[1:])})

    assert "説明, n = 208" in Page(render(record)).all_texts("text")


def test_another_language_is_marked(evidence: EvidenceRecord, render: Render) -> None:
    definition = evidence.instrument.definition.model_dump_json()
    swedish = definition.replace('"en"', '"sv"').replace("The care team", "Vårdteamet")
    instrument = evidence.instrument.model_copy(
        update={"definition": ItemBank.model_validate_json(swedish)}
    )

    text = render(evidence.model_copy(update={"instrument": instrument}))

    assert '<span class="note" lang="sv">Vårdteamet explained step 01' in text
    assert '<h1 lang="sv">' in text


def test_a_report_of_25_items_is_small(large_evidence: EvidenceRecord, render: Render) -> None:
    assert len(render(large_evidence).encode()) < 500_000


def test_a_form_that_the_definition_lacks_is_named(
    evidence: EvidenceRecord, render: Render
) -> None:
    instrument = evidence.instrument.model_copy(update={"form": "4a"})

    with pytest.raises(EvidenceError, match=r"contradicts itself:\n.*has no form '4a'"):
        render(evidence.model_copy(update={"instrument": instrument}))


def test_a_page_that_cannot_be_written_is_named(evidence: EvidenceRecord, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"Cannot write the report '.*nowhere.*report\.html'"):
        render_report(evidence, tmp_path / "nowhere" / "report.html")
