"""Improvement packs: asked for, made in the background, downloaded."""
