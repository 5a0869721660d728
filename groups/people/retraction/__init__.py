"""Taking a code back, by hand or because the person may not have one any more."""
