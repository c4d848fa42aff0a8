"""The office's letters and register books on paper: plain facts in, PDF/A bytes out."""
