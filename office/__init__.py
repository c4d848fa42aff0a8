"""The ground floor: what the institution has, whatever the subject."""
