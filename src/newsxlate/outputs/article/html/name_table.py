"""The names of an article as a table in HTML: each entry with all its renderings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from newsxlate.entities import Entities, Entity, NameAlignment
from newsxlate.outputs.article.display import direction, language_name
from newsxlate.outputs.article.html.markup import quote
from newsxlate.outputs.article.html.names import MISSPELT, State, color, shown, state, times
from newsxlate.outputs.article.view import Places, anchor, exists
from newsxlate.result import Result, Translation

_SWITCH = (
    '<input type="checkbox" id="colours" checked>'
    '<label for="colours">Colour the names, one colour for each</label>'
)


def write(result: Result) -> str:
    """All names in a table to be unfolded, and the switch for their colours.

    The script shows a row of it beside the name that is pointed at. Names that the
    source lacks come last. Empty if there are no names.
    """
    if result.ledger is None:
        return ""
    columns = [(n, made) for n, made in enumerate(result.translations, 1) if made.names]
    rows = [*_entries(result, result.ledger, columns), *_others(result, result.ledger, columns)]
    if not rows:
        return ""
    heads = ["Name", "Mentions", f"{language_name(result.article.language)} (source)"]
    heads += [language_name(translation.language) for _, translation in columns]
    head = "".join(f'<th scope="col">{quote(name)}</th>' for name in heads)
    body = "\n".join(f"<tr{row}</tr>" for row in rows)
    return (
        f"{_SWITCH}\n"
        f'<details class="names"><summary><h2>{_title(result, len(rows))}</h2></summary>\n'
        f"{_legend(result, result.ledger)}"
        f'<div class="wide"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody></table></div>\n</details>"
    )


def _title(result: Result, count: int) -> str:
    wrong = sum(not r.outcome.accepted for made in result.translations for r in made.names)
    told = f"{count} name{'s' if count != 1 else ''}"
    return f"{told}, {wrong} rendering{'s' if wrong != 1 else ''} to check" if wrong else told


def _legend(result: Result, entities: Entities) -> str:
    """What the signs mean, of those that are there."""
    used = [state(r) for made in result.translations for r in made.names]
    used += [MISSPELT for entity in entities.entries if entity.variants]
    told = [f"{_sign(how)} {how.label}" for how in dict.fromkeys(used) if how.sign]
    return f'<p class="legend">{" · ".join(told)}</p>\n' if told else ""


def _sign(how: State) -> str:
    return f'<b class="sign {how.style}">{how.sign}</b>' if how.sign else ""


def _entries(
    result: Result, entities: Entities, columns: Sequence[tuple[int, Translation]]
) -> Iterator[str]:
    places = Places(result.article)
    for entity in entities.entries:
        cells = [_head(entity), _mentions(entity, result, places), _forms(entity, result)]
        for number, made in columns:
            renderings = [one for one in made.names if one.entry == entity.id]
            cells.append(_cell(renderings, number, made.language, result))
        yield f' id="name-{entity.id}" class="{color(entity.id)}">{"".join(cells)}'


def _others(
    result: Result, entities: Entities, columns: Sequence[tuple[int, Translation]]
) -> Iterator[str]:
    """Rows for what no entry explains: names made up, or not found in the source."""
    known = {entity.id for entity in entities.entries}
    others = [(n, made, [r for r in made.names if r.entry not in known]) for n, made in columns]
    for source in dict.fromkeys(one.source for _, _, found in others for one in found):
        name = quote(source) if source else "<em>not in the source</em>"
        cells = [f'<th scope="row">{name}</th><td></td><td></td>']
        for number, made, found in others:
            renderings = [one for one in found if one.source == source]
            cells.append(_cell(renderings, number, made.language, result))
        yield f">{''.join(cells)}"


def _head(entity: Entity) -> str:
    variants = "".join(
        f"<li>{_sign(MISSPELT)} {quote(variant)} <small>{MISSPELT.label}</small></li>"
        for variant in entity.variants
    )
    listed = f"<ul>{variants}</ul>" if variants else ""
    return f'<th scope="row"><span class="entry">{quote(entity.canonical)}</span>{listed}</th>'


def _mentions(entity: Entity, result: Result, places: Places) -> str:
    if not entity.mentions:
        return "<td>0</td>"
    first = entity.mentions[0]
    label = quote(places.label(first.block, first.sentence))
    link = _link(label, 0, first.block, first.sentence, result)
    return f"<td>{len(entity.mentions)} <small>{link}</small></td>"


def _forms(entity: Entity, result: Result) -> str:
    counts = Counter(located.mention.text for located in entity.mentions)
    first = {located.mention.text: located for located in reversed(entity.mentions)}
    items = [
        _link(quote(text), 0, first[text].block, first[text].sentence, result)
        + f"<small>{times(count)}</small>"
        for text, count in counts.items()
    ]
    return _listed(items, result.article.language)


def _cell(renderings: Iterable[NameAlignment], column: int, language: str, result: Result) -> str:
    items = []
    for one, made in shown(renderings).items():
        block, sentence = made[0].block, made[0].sentence
        told = f"{one.state.label}{times(len(made))}"
        if one.text:
            stood = f"<del>{quote(one.replaced)}</del> " if one.replaced else ""
            name = f"{stood}{_link(quote(one.text), column, block, sentence, result)}"
        else:
            # What is missing is marked in the source.
            name, told = "", _link(told, 0, block, sentence, result)
        items.append(f'{_sign(one.state)} {name} <small lang="en" dir="ltr">{told}</small>')
    return _listed(items, language)


def _listed(items: Sequence[str], language: str) -> str:
    listed = "".join(f"<li>{item.strip()}</li>" for item in items)
    spoken = f'lang="{quote(language)}" dir="{direction(language)}"'
    return f"<td {spoken}><ul>{listed}</ul></td>" if items else "<td></td>"


def _link(label: str, column: int, block: int, sentence: int, result: Result) -> str:
    if not exists(result.article, block, sentence):
        return label
    return f'<a href="#{anchor(column, block, sentence)}">{label}</a>'
