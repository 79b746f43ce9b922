import pytest

from newsxlate.article import Article, Block, Kind, Sentence


def test_blocks_must_tile_the_text() -> None:
    with pytest.raises(ValueError, match="block 1 does not start"):
        Article(
            text="a b",
            language="de",
            blocks=(Block(Kind.HEADLINE, 0, 1, "a"), Block(Kind.PARAGRAPH, 2, 3, "b")),
        )


def test_text_behind_the_last_block_is_refused() -> None:
    with pytest.raises(ValueError, match="end before the text"):
        Article(text="a b", language="de", blocks=(Block(Kind.PARAGRAPH, 0, 2, "a"),))


def test_sentences_lie_inside_their_block() -> None:
    with pytest.raises(ValueError, match="sentence outside"):
        Article(
            text="a b",
            language="de",
            blocks=(
                Block(Kind.PARAGRAPH, 0, 2, "a", sentences=(Sentence(0, 3, "a b"),)),
                Block(Kind.PARAGRAPH, 2, 3, "b"),
            ),
        )


def test_the_id_depends_on_the_text_alone() -> None:
    block = Block(Kind.PARAGRAPH, 0, 1, "a")
    first = Article(text="a", language="de", blocks=(block,), title="x")
    second = Article(text="a", language="de", blocks=(block,), source="y")
    other = Article(text="b", language="de", blocks=(block,))
    assert first.id == second.id
    assert first.id != other.id
    assert len(first.id) == 16


def test_kept_leaves_out_removed_blocks_and_keeps_their_index() -> None:
    article = Article(
        text="abc",
        language="de",
        blocks=(
            Block(Kind.BOILERPLATE, 0, 1, "a", removed="navigation"),
            Block(Kind.HEADLINE, 1, 2, "b"),
            Block(Kind.PARAGRAPH, 2, 3, "c"),
        ),
    )
    assert [(index, article.raw(block)) for index, block in article.kept()] == [(1, "b"), (2, "c")]
