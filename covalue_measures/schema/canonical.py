"""The one byte sequence of a definition, and its digest."""

import hashlib
import json
from typing import Any

import rfc8785
from pydantic import BaseModel


def canonical_json(document: BaseModel | dict[str, Any]) -> bytes:
    """Return ``document`` as canonical JSON.

    Every field is written, defaults included, so that the bytes do not depend on how the
    document was made.

    Raises
    ------
    rfc8785.CanonicalizationError
        If a number has no exact canonical form: NaN, infinities, integers from 2**53 on.

    References
    ----------
    RFC 8785, JSON Canonicalization Scheme, section 3.2.
    """
    content = document.model_dump(mode="json") if isinstance(document, BaseModel) else document
    return rfc8785.dumps(content)


def digest(document: BaseModel | dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return digest_of_bytes(canonical_json(document))


def digest_of_bytes(content: bytes) -> str:
    """Return the SHA-256 of ``content``, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def parse_json(text: str | bytes) -> Any:
    """Return the JSON value in ``text``; a repeated key is an error, not a silent overwrite.

    Raises
    ------
    ValueError
        If ``text`` is not JSON, is not UTF-8, or an object repeats a key.
    """

    def refuse_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        content = dict(pairs)
        if len(content) != len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise ValueError(f"the key {twice!r} stands twice in one object")
        return content

    return json.loads(text, object_pairs_hook=refuse_repeated_keys)
