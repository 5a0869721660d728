"""What was done before there was a system, from one spreadsheet: actions, meetings, call-ins, notifications."""
