"""What no page may have inside it, for the policy of contents forbids it; looked for in every answer."""

from __future__ import annotations

import re

_WRONG = {
    "a style sheet in the page": re.compile(r"<style\b", re.IGNORECASE),
    "a style on an element": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a script in the page": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "a script of an event": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script as an address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "something loaded from elsewhere": re.compile(
        r"<(?:script|img|iframe|link|source|object|embed)\b[^>]*\s(?:src|href|data)=[\"']?(?:[a-z]+:)?//",
        re.IGNORECASE,
    ),
}


def inline(page: str) -> list[str]:
    """The faults of a page or a template, each with what stands there."""
    return [f"{name}: {found.group()[:80]}" for name, one in _WRONG.items() if (found := one.search(page))]
