"""Where models can be had from: one file a kind."""
