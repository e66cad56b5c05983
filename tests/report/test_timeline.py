import itertools
import re
from pathlib import Path

import pytest
from page_reader import Page
from reference_values import ROOT
from team_record_maker import RATING, guide, passport, series_of

from covalue_measures.exceptions import MeasuresError
from covalue_measures.intake.team_records import read_team_records
from covalue_measures.records.record_series import RecordSeries
from covalue_measures.report.timeline import render_timeline

EXAMPLES = ROOT / "examples" / "team_records"


def render(series: RecordSeries, folder: Path) -> str:
    return render_timeline(series, folder / "timeline.html").read_text(encoding="utf-8")


def of_one(**changes: object) -> RecordSeries:
    return RecordSeries(records=(passport(**changes),))


@pytest.fixture(params=["passport", "guide", "plain"])
def page_text(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "plain":
        return render(of_one(), tmp_path)
    return render(read_team_records(EXAMPLES / request.param), tmp_path)


@pytest.fixture
def passport_text(tmp_path: Path) -> str:
    return render(read_team_records(EXAMPLES / "passport"), tmp_path)


def test_the_page_is_well_formed(page_text: str) -> None:
    page = Page(page_text)

    assert page.errors == []
    assert page_text.startswith("<!DOCTYPE html>")


def test_every_reference_has_a_target(page_text: str) -> None:
    page = Page(page_text)
    ids = page.values("id")

    assert len(ids) == len(set(ids))
    labels = [name for value in page.values("aria-labelledby") for name in value.split()]
    anchors = [href[1:] for href in page.values("href") if href.startswith("#")]
    assert set(labels) | set(anchors) <= set(ids)


def test_nothing_is_loaded(page_text: str) -> None:
    for sign in ("src=", "url(", "<script", "<link", "@import", "srcset", "<iframe", "<object"):
        assert sign not in page_text


def test_a_screen_reader_finds_its_way(page_text: str) -> None:
    page = Page(page_text)
    tags = [tag for tag, _ in page.elements]
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    drawings = [found for tag, found in page.elements if tag == "svg"]

    assert tags.count("h1") == tags.count("main") == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert all(found["role"] == "img" and found["aria-labelledby"] for found in drawings)
    assert tags.count("desc") == tags.count("figcaption") == len(drawings)
    assert all("scope" in found for tag, found in page.elements if tag == "th")


def test_charts_follow_the_theme(passport_text: str) -> None:
    style = re.search(r"<style>(.*?)</style>", passport_text, flags=re.DOTALL)
    drawings = re.findall(r"<svg.*?</svg>", passport_text, flags=re.DOTALL)

    assert style is not None
    assert len(drawings) == 2
    defined = set(re.findall(r"--([\w-]+):", style.group(1)))
    for drawing in drawings:
        assert set(re.findall(r"var\(--([\w-]+)\)", drawing)) <= defined
    used = set(re.findall(r'class="swatch ([\w-]+)"', passport_text))
    assert used <= set(re.findall(r"\.([\w-]+) \{", style.group(1)))


def test_every_record_is_an_entry_in_the_order_of_time(passport_text: str) -> None:
    series = read_team_records(EXAMPLES / "passport")
    page = Page(passport_text)

    assert [date for date in page.all_texts("time")] == list(series.dates)
    for record in series.records:
        for narrative in record.narratives:
            assert narrative.text in page.text
    assert "What we tried" in page.all_texts("h4")


def test_an_entry_says_what_its_record_says(tmp_path: Path) -> None:
    page = Page(
        render(
            of_one(
                ratings=[RATING],
                domains=["communication", "costs_of_care"],
                drivers=["CV2-D-PEER"],
                contributors=[{"role": "leader", "n": 1}, {"role": "service_user", "n": 2}],
                attachments=[
                    {
                        "title": "Rule",
                        "location": "https://example.org/rule.pdf",
                        "media_type": "application/pdf",
                        "sha256": "ab" * 32,
                    }
                ],
            ),
            tmp_path,
        )
    )

    assert page.all_texts("dd")[2:] == [
        "Shared plans: 4 (0 to 10, higher is better)",
        "Communication; Direct and indirect costs of health care utilization",
        "Peer learning within the community of practice",
        "1 leader and 2 service users",
        "Rule: https://example.org/rule.pdf (application/pdf, SHA-256 abababababab…)",
    ]
    assert "https://example.org/rule.pdf" in page.values("href")


def test_a_chart_says_what_the_rules_see(passport_text: str) -> None:
    text = Page(passport_text).text

    assert "More than chance: shift, number of runs and crossings of the median signal" in text
    assert "11 values, 1 record without one. The median is 3.5 on a scale from 1 to 5" in text
    assert "the series has 7: no signal is claimed" in text
    assert "10.1371/journal.pone.0113825" in text


def test_a_calm_series_signals_nothing(tmp_path: Path) -> None:
    page = Page(render(series_of(3, 5, 3, 3, 5, 5, 3, 5, 3, 3, 5, 5, 4), tmp_path))

    assert "No rule sees more than chance." in page.text
    assert "signal" not in page.all_texts("span")


def test_the_guide_speaks_by_its_sections(tmp_path: Path) -> None:
    series = RecordSeries(
        records=(guide(narratives=[{"section": "value_shop_thinking", "text": "Text."}]),)
    )

    page = Page(render(series, tmp_path))

    assert page.all_texts("h1") == ["Self-assessment guide, team t07"]
    assert page.all_texts("h4") == ["Value-shop thinking"]


def test_without_ratings_there_is_no_chart(tmp_path: Path) -> None:
    text = render(of_one(), tmp_path)

    assert "Ratings over time" not in text
    assert "The records name no rating, domain or driver." in text


def test_texts_are_escaped(tmp_path: Path) -> None:
    unsafe = "<script>alert('chips')</script> & more"
    text = render(
        of_one(
            narratives=[{"section": unsafe, "text": unsafe}],
            ratings=[RATING | {"name": unsafe, "definition": unsafe}],
            attachments=[{"title": unsafe, "location": "a.pdf", "media_type": "text/html"}],
        ),
        tmp_path,
    )

    assert "<script" not in text
    assert Page(text).errors == []


def test_paragraphs_and_another_language_are_kept(tmp_path: Path) -> None:
    text = render(
        of_one(language="sv", narratives=[{"section": "Lärdom", "text": "Först.\n\nSedan."}]),
        tmp_path,
    )

    assert '<div lang="sv">' in text
    assert Page(text).all_texts("p")[4:6] == ["Först.", "Sedan."]


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    series = read_team_records(EXAMPLES / "passport")

    assert render(series, tmp_path) == render(series, tmp_path)


def test_a_page_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(MeasuresError, match=r"Cannot write the timeline '.*nowhere"):
        render_timeline(of_one(), tmp_path / "nowhere" / "timeline.html")
