# A first comment.
def first() -> str:
    return "first value"


def second() -> str:
    return "second value"


def third() -> str:
    return "third value"
