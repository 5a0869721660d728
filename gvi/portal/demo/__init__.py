"""The demo partnership: invented people, invented events, dates around today."""
