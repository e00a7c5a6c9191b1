"""Timeline + view -> findings; the only place that knows views.  One module per question."""
