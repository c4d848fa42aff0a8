"""What the gate sees in files, and what it must not see."""
