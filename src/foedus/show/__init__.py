"""Findings -> what a person sees: text for any width, and records for programs.

Importing this package is cheap: rich is imported only where something is drawn.
"""
