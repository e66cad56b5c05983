"""Read the text of PDF files with pypdf, and of Word files with mammoth; print it.

python paper_read.py FOLDER: every ``*.pdf`` and ``*.docx`` in it.
"""

import json
import sys
from pathlib import Path

import mammoth
from pypdf import PdfReader

found = {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    if path.suffix == ".pdf":
        reader = PdfReader(path)
        found[path.name] = {
            "text": "\n".join(page.extract_text() for page in reader.pages),
            "n_pages": len(reader.pages),
            "title": (reader.metadata or {}).get("/Title", ""),
            "language": str(reader.trailer["/Root"].get("/Lang", "")),
            "is_tagged": "/StructTreeRoot" in reader.trailer["/Root"],
        }
    elif path.suffix == ".docx":
        with path.open("rb") as file:
            made = mammoth.convert_to_html(file)
        found[path.name] = {
            "html": made.value,
            "messages": [message.message for message in made.messages],
        }
json.dump(found, sys.stdout)
