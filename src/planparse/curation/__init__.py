"""People's word on what the rules read: corrections, where they belong in a text, and laying them over an extraction."""
