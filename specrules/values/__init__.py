"""What people write as words and figures, read into values: quantities, days, periods."""
