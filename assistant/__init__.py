"""A question in a dialogue in, an answer with checked citations out."""
