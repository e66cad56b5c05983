"""Files as teams send them, each wrong in one way; what is said about it, word for word."""

import re

import pytest

from covalue_measures.exceptions import IntakeError

HEADER = "vis1,vis2,vis3,vis4\n"
FREQ5 = "response scale 'freq5' allows 0-4, or missing -98 (not_applicable), -99 (declined)"


@pytest.mark.parametrize(
    ("content", "said", "message"),
    [
        pytest.param(
            HEADER + "0,1,2,3\n0,1,2,-99\n",
            {},
            "Item 'vis4' has response -99, but response scale 'grade11' allows 0-10 (line 3, column"
            " 'vis4' of visits.csv). If '-99' stands for a missing answer, say in the import map"
            " which kind: missing: [{text: '-99', reason: ...}].",
            id="undeclared_missing_value",
        ),
        pytest.param(
            HEADER + "Never,Often,Rarely,3\nNever,Ofta,Rarely,3\n",
            {"coding": "labels", "language": "en"},
            "Item 'vis2' has 'Ofta', but response scale 'freq5' allows the labels 'Never',"
            " 'Rarely', 'Sometimes', 'Often', 'Always', 'Does not apply', 'Prefer not to say' (line"
            " 3, column 'vis2' of visits.csv). 'Ofta' is a label (sv) of this response scale; if"
            " that is what the cells hold, say 'coding: labels' and 'language: sv' in the import"
            " map.",
            id="labels_in_another_language",
        ),
        pytest.param(
            HEADER.replace(",", ";") + "0;1;2;3\n0;1,5;2;3\n",
            {},
            f"Item 'vis2' has '1,5', but {FREQ5} (line 3, column 'vis2' of visits.csv). A cell"
            " holds one whole number without a comma.",
            id="semicolons_and_decimal_commas",
        ),
        pytest.param(
            HEADER.encode() + "0,1,2,3\n0,sällan,2,3\n".encode("cp1252"),
            {},
            "visits.csv is not text in utf-8: byte 31 (line 3) is 0xe4. Write the file's encoding"
            " in the import map, such as 'encoding: cp1252', or save the file as UTF-8.",
            id="cp1252",
        ),
        pytest.param(
            "id," + HEADER + "7,0,1,2,3\n8,0,1,2,3\n7,4,4,4,4\n",
            {"respondent_id": "id"},
            "The same respondent id stands on lines 2, 4 of visits.csv. Keep one record per"
            " respondent, or split the occasions into files.",
            id="one_respondent_with_two_records",
        ),
        pytest.param(
            HEADER + "0,1,2,3\n0,2026-03-04,2,3\n",
            {},
            f"Item 'vis2' has a text of 10 characters, but {FREQ5}"
            " (line 3, column 'vis2' of visits.csv)."
            " Did a spreadsheet turn the answer into a date?",
            id="answer_turned_into_a_date",
        ),
        pytest.param(
            HEADER + "0,4-mar,2,3\n",
            {},
            f"Item 'vis2' has '4-mar', but {FREQ5} (line 2, column 'vis2' of visits.csv). Did a"
            " spreadsheet turn the answer into a date?",
            id="answer_turned_into_a_day",
        ),
        pytest.param(
            HEADER + "0,1,2,3\n",
            {"instrument": "visits@2.0.0"},
            "The import map is for 'visits@2.0.0', and 'visits@1.0.0' is another major version:"
            " answers to the one are no answers to the other. Read them by the version they were"
            " collected with.",
            id="map_for_another_version",
        ),
        pytest.param(
            HEADER + "0,1,2,3\n0,5,2,3\n",
            {
                "options": tuple(
                    {"text": text, "code": code, "scale": "freq5"}
                    for text, code in zip(
                        "12345", ("never", "rare", "some", "often", "alway"), strict=True
                    )
                )
            },
            "Item 'vis1' has response 0, but response scale 'freq5' allows here the texts '-98',"
            " 'na', '-99', 'pnta', '1', '2', '3', '4', '5' (2 cells, the first in line 2, column"
            " 'vis1' of visits.csv).",
            id="zero_in_a_file_that_counts_from_one",
        ),
    ],
)
def test_a_bad_file_is_refused_and_says_where(read, content, said, message):
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}"):
        read(content, **said)
