import re

import pandas as pd
import pytest
from costs_case import costs_bank

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake import read_responses
from covalue_measures.responses import ImportMap

PLATFORM = "SubmissionDate,KEY,AttachmentsPresent"
HEADER = f"{PLATFORM},co01,co01_why,co02,co03,co04,co05,co06,time_sum,co01_answer,cvm_definition\n"
SAID = ImportMap(currency="SEK", price_year=2026)


@pytest.fixture(scope="module")
def costs():
    return costs_bank()


def write(tmp_path, *lines):
    path = tmp_path / "central.csv"
    path.write_text(HEADER + "".join(f"2026-01-02,{n},0,{line}\n" for n, line in enumerate(lines)))
    return path


def test_an_amount_and_why_there_is_none_are_one_answer(tmp_path, costs, cells_of):
    mark = f"cvm={costs.reference}#{costs.digest[:12]}"
    path = write(
        tmp_path,
        f"1.5,,0,0,0,0,0,0,1.5,{mark}",
        f",-98,0,0,0,0,0,0,-98,{mark}",
        f",,0,0,0,0,0,0,,{mark}",
    )
    data = read_responses(path, costs, import_map=SAID)
    assert [row[0] for row in cells_of(data)] == [150, "not_applicable", "skipped"]
    assert data.intake.applied_rules[:3] == (
        "Read why there is no amount from the second question of 'co01'.",
        "Set aside 1 score that the form computed: 'time_sum'.",
        "Set aside 1 field that the form computed: 'co01_answer'.",
    )


def test_an_amount_with_a_reason_why_there_is_none_is_refused(tmp_path, costs):
    path = write(tmp_path, "1.5,-98,0,0,0,0,0,0,1.5,")
    with pytest.raises(IntakeError, match=r"^Item 'co01' has a text of 8 characters, but"):
        read_responses(path, costs, import_map=SAID)


def test_columns_that_the_import_map_names_stay(tmp_path, costs):
    path = write(tmp_path, "1.5,,0,0,0,0,0,7,1.5,")
    said = SAID.model_copy(update={"groups": ("time_sum",), "ignore": ("co01_answer",)})
    data = read_responses(path, costs, import_map=said)
    assert data.groups[0].labels == ("7",)
    assert data.intake.ignored_columns == ("co01_answer",)


@pytest.mark.parametrize(
    "mark", ["cvm=costs@0.2.0#{digest}", "cvm=costs@0.1.0#0123456789ab", "made by hand"]
)
def test_another_definition_is_refused_unless_accepted(tmp_path, costs, mark):
    mark = mark.format(digest=costs.digest[:12])
    path = write(tmp_path, f"1.5,,0,0,0,0,0,0,1.5,{mark}")
    message = (
        f"1 record of central.csv has the mark '{mark}', which is not that of 'costs@0.1.0'"
        f" ({costs.digest[:12]}). If the items are the same, say so in the import map:"
        f" questionnaire: ['{mark}']."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_responses(path, costs, import_map=SAID)
    said = SAID.model_copy(update={"questionnaire": (mark,)})
    assert read_responses(path, costs, import_map=said).n_respondents == 1


def test_in_a_plain_table_no_name_has_a_meaning_of_its_own(costs):
    frame = pd.DataFrame({f"co0{n}": [0] for n in range(1, 7)} | {"co01_why": [-98]})
    with pytest.raises(IntakeError, match="what to do with the column 'co01_why'"):
        read_responses(frame, costs, import_map=SAID)
