"""Catalogs as tables for other programs: a row a target."""
