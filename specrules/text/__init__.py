"""The text of a file: read with every position, named where it is broken, mended, and edited by span."""
