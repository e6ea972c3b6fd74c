"""Help to write a specification: what there is to choose from, a start, a duty more, a newer format."""
