"""What the page of codes is compared with: the same rows in a plain Django admin, with a guardian grant on each row."""
