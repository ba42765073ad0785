"""The questionnaire itself, to be read and printed."""
