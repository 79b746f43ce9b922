"""Review: what people say of translations and summaries, kept beside the machine's text."""
