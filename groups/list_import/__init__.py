"""The police's list as a file: check its rows, plan what they would change, save it."""
