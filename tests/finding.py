"""What a test looks for in a text and has to find."""

import re


def find(pattern: str, text: str, flags: int = 0) -> re.Match[str]:
    """The first place that fits. Fails the test where there is none."""
    found = re.search(pattern, text, flags)
    assert found, f"{pattern} is not there"
    return found
