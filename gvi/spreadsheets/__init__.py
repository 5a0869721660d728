"""Lists as spreadsheets: reading them, reporting every bad cell, and writing templates."""
