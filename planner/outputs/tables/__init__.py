"""Neutral tables (``Rota``) for every paper of a plan."""
