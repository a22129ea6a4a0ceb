"""Property tests run the same examples every time: what passed here passes on every machine. LUNJIE_EXPLORE=1 looks further."""

import os

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile("explore" if os.environ.get("LUNJIE_EXPLORE") else "steady")
