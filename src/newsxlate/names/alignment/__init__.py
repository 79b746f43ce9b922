"""What stands for each name in a translation, and what is wrong about it."""
