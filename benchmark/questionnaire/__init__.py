"""A YAML file becomes a frozen Questionnaire."""
