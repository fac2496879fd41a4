"""How the embedding model of the product is made, end to end, with one command."""
