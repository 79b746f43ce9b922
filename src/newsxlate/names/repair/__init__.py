"""Put the right name in a translation, and make what stands before it agree."""
