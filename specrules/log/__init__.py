"""The meeting log: what was said, asked, agreed and promised about a contract, as dated records."""
