"""Tests of the treaty library."""
