"""Tests of the words that everything shares."""
