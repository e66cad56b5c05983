"""The published schemas in ajv, which nobody here wrote; ``clients/js`` says which."""

import json
import subprocess
from functools import cache
from typing import Any

import pytest
from broken_documents import broken
from jsonschema import Draft202012Validator
from reference_values import ROOT
from schema_documents import Content, mutants, whole

from covalue_measures.export.published_schemas import PUBLISHED_SCHEMAS

pytestmark = pytest.mark.clients

SCRIPT = ROOT / "tests" / "clients" / "js" / "ajv_validate.mjs"


@cache
def published() -> dict[str, Any]:
    """Return the schemas as they lie in the documentation."""
    return {
        entry.name: json.loads((ROOT / "docs" / "schema" / entry.path).read_text(encoding="utf-8"))
        for entry in PUBLISHED_SCHEMAS
    }


def errors_of(documents: list[tuple[str, Content]]) -> list[list[str]]:
    """Return what ajv finds wrong with each document, every schema compiled in strict mode."""
    request = {
        "schemas": published(),
        "documents": [{"schema": kind, "content": json.dumps(c)} for kind, c in documents],
    }
    done = subprocess.run(
        ["node", SCRIPT],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr == ""
    errors: list[list[str]] = json.loads(done.stdout)
    return errors


def test_ajv_accepts_what_the_package_writes_and_reads() -> None:
    documents = whole()
    errors = errors_of([(kind, content) for kind, _, content in documents])
    found = {f"{doc[0]}, {doc[1]}": error for doc, error in zip(documents, errors, strict=True)}
    assert {name: error for name, error in found.items() if error} == {}


def test_ajv_refuses_broken_documents_unless_beyond_a_schema() -> None:
    documents = broken()
    errors = errors_of([(document.kind, document.content) for document in documents])
    accepted = {
        document.fault for document, error in zip(documents, errors, strict=True) if not error
    }
    assert accepted == {document.fault for document in documents if document.is_beyond_a_schema}


def test_ajv_and_the_validator_for_python_agree_about_mutants() -> None:
    documents = mutants(1000, seed=8)
    validators = {name: Draft202012Validator(schema) for name, schema in published().items()}
    errors = errors_of([(kind, content) for kind, _, content in documents])
    differing = [
        (kind, what, error)
        for (kind, what, content), error in zip(documents, errors, strict=True)
        if validators[kind].is_valid(content) != (not error)
    ]
    assert differing == []
