"""REDCap data dictionaries before a validator that nobody here wrote: linkml-redcap."""

import csv
import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from form_cases import all_instruments
from reference_values import ROOT

from covalue_measures.export.exporter import ExportRequest
from covalue_measures.export.identity import name_of
from covalue_measures.export.redcap import RedcapExporter, RedcapZipExporter

pytestmark = pytest.mark.clients

PYTHON = ROOT / ".venv-clients-redcap" / "bin" / "python"
SCRIPT = Path(__file__).parent / "py" / "redcap_validate.py"


def findings(folder: Path) -> dict[str, list[str]]:
    """Return what the validator finds in each data dictionary of a folder."""
    done = subprocess.run([PYTHON, SCRIPT, folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["version"] == "0.1.2"
    found: dict[str, list[str]] = report["found"]
    return found


def test_the_validator_finds_nothing_in_any_bank(tmp_path) -> None:
    for instrument in all_instruments():
        for language in instrument.bank.languages:
            request = ExportRequest(instrument=instrument, language=language, profile="score")
            name = f"{name_of(instrument)}_{language}.csv"
            (tmp_path / name).write_bytes(RedcapExporter().export(request).content)
            archive = io.BytesIO(RedcapZipExporter().export(request).content)
            with zipfile.ZipFile(archive) as opened:
                (tmp_path / f"zip_{name}").write_bytes(opened.read("instrument.csv"))
    found = findings(tmp_path)
    assert len(found) > 150
    assert not any(found.values()), found


@pytest.mark.parametrize(
    ("column", "wrong"),
    [(0, "Comsu-01"), (3, "likert"), (7, "decimal"), (13, "XX"), (15, "Group A")],
)
def test_the_validator_finds_what_is_wrong(tmp_path, column, wrong) -> None:
    """Otherwise the test above would say nothing."""
    request = ExportRequest(instrument=next(all_instruments()), language="en", profile="administer")
    content = RedcapExporter().export(request).content.decode()
    header, *rows = csv.reader(io.StringIO(content, newline=""))
    rows[2][column] = wrong
    with (tmp_path / "broken.csv").open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([header, *rows])
    (message,) = findings(tmp_path)["broken"]
    assert wrong in message
