"""Rules about what a requirement takes as evidence."""
