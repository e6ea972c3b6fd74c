"""Specifications and the catalogue, tried: what ``specrules test`` does.

``examples`` runs what an author wrote down, ``boundaries`` makes the cases at the
edges of every target, ``reach`` says which results a requirement can come to, and
``files`` puts the three together for whole files.
"""
