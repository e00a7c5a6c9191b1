"""Tests of the bundled cases, beyond the ``expect`` lines that each of them carries."""
