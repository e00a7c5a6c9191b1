"""Tests of Boolean functions of assumptions."""
