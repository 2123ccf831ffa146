"""What the language models are asked to continue, written for this book.

The prompts of a text are of one length for its tokenizer; where another tokenizer sees them
longer or shorter, the ends of all are taken, as much as the shortest has.
"""

PROMPTS = {
    "wikitext-2": (
        "The tower of the old church was built in",
        "The film was shown in London and critics",
        "In the second half of the season , the team won",
        "The storm moved slowly to the north , and",
    ),
    "documentation": (
        "When a function is called, its arguments are",
        "A class is created by a statement that",
        "The value of the expression is a string",
        "If no exception occurs, the expression",
    ),
}
