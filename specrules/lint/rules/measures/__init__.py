"""Rules about checks and their targets."""
