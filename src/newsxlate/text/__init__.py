"""Services for text that belong to no room in particular: flattening, joining, casing, folding."""
