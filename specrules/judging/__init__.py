"""From evidence to verdicts and scorecards, and what would change them."""
