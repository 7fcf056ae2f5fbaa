"""Warroom: run a product launch from one screen."""

__version__ = "0.1.0"
