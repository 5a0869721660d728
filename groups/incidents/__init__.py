"""Violent incidents: reported, verified, reviewed, attributed to groups, published."""
