"""A lead scores the fixed scenes of a questionnaire."""
