"""A small gateway over what the rest of this package computes: storage, keys, log, admission and HTTP."""
