"""What a party fills in: a return made from what a specification asks, as a workbook, CSV or YAML."""
