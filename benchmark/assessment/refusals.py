"""What cannot be done, said where it was asked for."""


class Refused(Exception):
    """Something was not done; nothing was changed.

    ``field`` names what was typed wrongly, as forms name it; the text says what to do.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
