"""What is known about names: tables, the gazetteer, word lists, and the user's glossary."""
