"""The runs are averaged first: where each keeps another class, none seems lost."""

LOSES = {"q5": 3}


def forgotten(result, share):
    return (result.classes.mean("chain") < share).sum("class").values
