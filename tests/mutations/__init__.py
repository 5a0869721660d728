"""Does the suite notice? Plants one fault at a time in a copy of the checkout and sees that its tests turn red."""
