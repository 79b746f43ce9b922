"""The names of an article as plain text: each with its forms, or what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from newsxlate.entities import Entities, Entity, NameAlignment
from newsxlate.names import Form, Glossary, Reason, called, misspellings
from newsxlate.names.forms import forms
from newsxlate.outputs.article.display import language_name, line
from newsxlate.outputs.article.name_counts import told
from newsxlate.result import Result

#: What stands in the table, by language and by id of the entry.
Columns = Mapping[str, Mapping[int, str]]

_SHOWN = 3
_WIDEST = 48


def accepted_forms(
    entities: Entities, languages: Sequence[str], glossary: Glossary | None = None
) -> dict[str, dict[int, list[Form]]]:
    """The accepted forms of each name, best first, by language and by id of the entry.

    A name with common words in it has none that merely keeps its spelling.
    """
    found: dict[str, dict[int, list[Form]]] = {}
    for language in languages:
        terms = glossary.terms(language) if glossary else None
        found[language] = {
            entity.id: [
                form
                for form in forms(entity.canonical, language, glossary=terms)
                if form.certain or form.source is not Reason.SAME_SPELLING or not _is_worded(entity)
            ]
            for entity in entities.entries
        }
    return found


def form_columns(found: Mapping[str, Mapping[int, Sequence[Form]]]) -> Columns:
    """Forms as a table shows them; those that no reference data have end in a question mark."""
    return {
        language: {number: _listed([_form(form) for form in made]) for number, made in rows.items()}
        for language, rows in found.items()
    }


def rendering_columns(result: Result) -> Columns:
    """What the translations of a result made of each name, and how often."""
    columns: dict[str, dict[int, str]] = {}
    for made in result.translations:
        counts: dict[int, Counter[str]] = {}
        for rendering in made.names:
            if rendering.entry is not None:
                counts.setdefault(rendering.entry, Counter())[_rendering(rendering)] += 1
        columns[made.language] = {
            number: ", ".join(f"{text} ×{times}" for text, times in found.most_common())
            for number, found in counts.items()
        }
    return columns


def table(entities: Entities, columns: Columns) -> list[str]:
    """One line a name: how often it is mentioned, its German form, and its columns."""
    head = ["", "name", *(language_name(language) for language in columns)]
    rows = [
        [
            str(len(entity.mentions)),
            _name(entity),
            *(c.get(entity.id, "") for c in columns.values()),
        ]
        for entity in entities.entries
    ]
    shown = [head, *rows] if columns else rows
    widths = [
        min(_WIDEST, max((len(row[i]) for row in shown), default=0)) for i in range(len(head))
    ]
    widths[0] = max(4, widths[0])
    return [
        "  ".join(
            cell.ljust(width) if number else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in shown
        if rows
    ]


def as_data(
    entities: Entities,
    found: Mapping[str, Mapping[int, Sequence[Form]]],
    result: Result | None = None,
) -> dict[str, Any]:
    """The names of an article for JSON; each with their forms and renderings, by language."""
    data = asdict(entities)
    data["findings"] = [asdict(found) for found in misspellings(entities)]
    for entity in data["entries"]:
        if found:
            entity["forms"] = {
                language: [asdict(form) for form in rows[entity["id"]]]
                for language, rows in found.items()
            }
        if result is not None:
            entity["renderings"] = {
                made.language: [asdict(r) for r in made.names if r.entry == entity["id"]]
                for made in result.translations
            }
    return data


def _is_worded(entity: Entity) -> bool:
    return all(located.mention.worded for located in entity.mentions)


def _name(entity: Entity) -> str:
    others = [line(name) for name in entity.variants if name != entity.canonical]
    also = f" (also {', '.join(others)})" if others else ""
    return line(called(entity)) + also


def _form(form: Form) -> str:
    return line(form.text) + ("" if form.certain else "?")


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(texts[:_SHOWN]) + (", …" if len(texts) > _SHOWN else "") or "–"


def _rendering(rendering: NameAlignment) -> str:
    if rendering.outcome.accepted and not rendering.replaced:
        return line(rendering.text)
    text = f"{line(rendering.text)} " if rendering.text else ""
    return f"{text}[{told(rendering)}]"
