"""Which program wrote a text file, by what its header holds."""

from pathlib import Path

from covalue_measures.intake.central_table import central_table, looks_like_central
from covalue_measures.intake.csv_records import read_records
from covalue_measures.intake.csv_table import CsvReader, csv_table
from covalue_measures.intake.limesurvey_table import limesurvey_table, looks_like_limesurvey
from covalue_measures.intake.qualtrics_table import has_import_ids, qualtrics_table
from covalue_measures.intake.redcap_table import looks_like_redcap, redcap_table
from covalue_measures.intake.text_table import TextTable
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument


class AnyCsvReader:
    """Reads a text file as what only one program can have written, else as a plain one."""

    layout = CsvReader.layout
    suffixes = CsvReader.suffixes
    signatures = CsvReader.signatures

    def read(self, path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
        """Return the file's columns; see ``Reader``."""
        records = read_records(path, import_map, instrument)
        if has_import_ids(records):
            return qualtrics_table(records, import_map, instrument)
        if looks_like_redcap(records):
            return redcap_table(records, import_map, instrument)
        if looks_like_limesurvey(records):
            return limesurvey_table(records, import_map, instrument)
        if looks_like_central(records):
            return central_table(records, import_map, instrument)
        return csv_table(records)
