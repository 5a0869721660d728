"""What the application costs, as ratios inside one run: `make bench`, `make bench ONLY=walls`."""
