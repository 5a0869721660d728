"""Swedish alphabetical order without ICU: one immutable SQL function, the same on every server."""

from django.db.models import Func, TextField


class Swedish(Func):
    """Sort key of a text: a–z, å, ä, ö, upper and lower case alike."""

    function = "gvi.swedish"
    output_field = TextField()
