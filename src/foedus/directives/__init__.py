"""What a text says: frozen, unresolved values, each with its place in the file.

Nothing here knows whether a name exists or what a clause comes to; that is the work of ``foedus.case``.
"""

from foedus.directives.model import *  # noqa: F403
from foedus.directives.phrases import *  # noqa: F403
