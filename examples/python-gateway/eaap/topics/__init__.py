"""A module for each topic of vectors: `answer(input)` returns the output or raises Refused."""
