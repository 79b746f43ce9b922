"""Mark what does not belong to an article: each removed block says why."""

from __future__ import annotations

from dataclasses import replace

from newsxlate.article import Article, Kind
from newsxlate.cleaning.imprint import by_imprint
from newsxlate.cleaning.interview import find_questions
from newsxlate.cleaning.layout import structure
from newsxlate.cleaning.lines import by_menu, by_phrase
from newsxlate.cleaning.parts import Draft, make_part
from newsxlate.cleaning.rules import load
from newsxlate.cleaning.structure import find_boxes, find_headline, name_kinds
from newsxlate.cleaning.tail import by_biography, by_end, by_list

# Of all words, rules may remove this share in paragraphs. Beyond it they misread the article.
_MOST = 0.5


def clean(article: Article, *, keep_boilerplate: bool = False) -> Article:
    """Mark the clutter of an article as removed, and name the kinds of what is kept.

    What reading removed already stays removed. A block without a reason to go is kept: clutter in a
    translation annoys, a lost paragraph misinforms.

    Args:
        article: An article with blocks, in a language whose ``clutter.toml`` has rules; in others
            only kinds are named.
        keep_boilerplate: Remove nothing: neither here, nor what reading removed. Kinds are named
            all the same.

    Returns:
        The article with the same tiling; title, byline and publication date filled in from the
        text where they were not known.
    """
    rules = load(article.language)
    indices = [n for n, block in enumerate(article.blocks) if block.kept and block.text]
    parts = [make_part(article.blocks[n], rules) for n in indices]
    draft = Draft(parts, rules, structure(article.language))
    draft.title, draft.byline, draft.published = article.title, article.byline, article.published
    _judge(draft)
    judged = dict(zip(indices, draft.parts, strict=True))
    blocks = [
        replace(block, kind=judged[n].kind, removed=judged[n].reason) if n in judged else block
        for n, block in enumerate(article.blocks)
    ]
    if keep_boilerplate:
        blocks = [replace(block, removed=None) for block in blocks]
    headline = next((p.block.text for p in draft.parts if p.kind is Kind.HEADLINE), None)
    return replace(
        article,
        blocks=tuple(blocks),
        title=article.title or headline,
        byline=draft.byline,
        published=draft.published,
    )


def _judge(draft: Draft) -> None:
    """Every pass leaves what it is not sure of to the next."""
    by_phrase(draft)
    by_menu(draft)
    by_imprint(draft)
    find_boxes(draft)
    by_biography(draft)
    by_list(draft)
    by_end(draft)
    find_headline(draft)
    _mistrust(draft)
    find_questions(draft)
    name_kinds(draft)


def _mistrust(draft: Draft) -> None:
    """Take paragraphs back if most of the text would go: no site is mostly about itself."""
    gone = [part for part in draft.parts if not part.kept and part.body]
    if sum(len(p.words) for p in gone) > _MOST * sum(len(p.words) for p in draft.parts):
        for part in gone:
            part.kind, part.reason, part.rule = part.block.kind, None, ""
        draft.bound()
