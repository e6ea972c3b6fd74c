"""Returns become facts: files are read safely, cell by cell, and every cell remembers where it stood."""
