"""What every part stands on: errors, findings, files, and how this program was made."""
