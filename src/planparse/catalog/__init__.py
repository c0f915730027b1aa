"""The catalog as a file: writing, reading, holding it against the contract, and comparing two of them."""
