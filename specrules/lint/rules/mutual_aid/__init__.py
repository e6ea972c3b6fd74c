"""Rules about mutual aid, from the commissioners' guide to it."""
