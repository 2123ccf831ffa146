"""Families of models: each knows how to `sample`, how to `fit` and what to `record`."""
