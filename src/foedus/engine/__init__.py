"""Case -> timeline of labelled propositions: in force, casus, the life of obligations, derivations."""
