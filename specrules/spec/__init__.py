"""The language of specifications: its shape, and how text in it becomes values."""
