"""The default English summary of the acceptance article, by a real model."""

import re
from pathlib import Path

import pytest

from newsxlate.options import Length, Options
from newsxlate.pipeline import Pipeline

EXAMPLE = Path(__file__).parent.parent / "examples" / "kim-in-russland.txt"
CLUTTER = ("See also", "KCNA", "Sophie", "Müller", "Stuttgart", "Related", "NATO")


@pytest.mark.real_model
def test_the_acceptance_article_is_summarised_in_english():
    options = Options(model="qwen2.5-coder-1.5b-instruct", summary=(Length("sentences", 3),))
    with Pipeline(options) as pipeline:
        [summary] = pipeline.summarize(pipeline.read(EXAMPLE)).summaries
    for wanted in ("Kim Jong Un", "Putin", r"extend|prolong", r"arms|weapons"):
        assert re.search(wanted, summary.text), wanted
    for clutter in CLUTTER:
        assert clutter not in summary.text
    assert summary.precision.entities == 1.0
    assert len(summary.sentences) == 3
    assert summary.title
    assert summary.teaser
