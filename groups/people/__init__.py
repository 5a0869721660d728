"""The people in groups: their codes, an agency's own dossiers of them, and who may read these."""
