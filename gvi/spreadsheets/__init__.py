"""Lists that come as spreadsheets: reading them, naming every bad cell, and writing their templates."""
