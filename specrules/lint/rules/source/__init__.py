"""Rules about where a requirement comes from, how firmly it is put, who owes it and what follows."""
