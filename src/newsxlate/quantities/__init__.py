"""Read numbers, amounts, dates and times out of text in any language."""
