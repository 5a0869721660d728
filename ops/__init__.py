"""The two servers and the start of the application on one machine, without containers.

Nothing here needs Django to be configured: the servers must be up before the settings can be read.
"""
