"""日志 — what is kept out of the log: addresses that are a key in themselves."""

import logging
import re

_KEY = re.compile(r"(/application/(?:cases|mine/open)/)[^/\s\"'?]+")
_HIDDEN = r"\1****"


class KeysHidden(logging.Filter):
    """隐去钥匙 — lets every line through, an applicant's address of a case and a link to sign in by, without its key."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Write the line again where it names such an address."""
        said = record.getMessage()
        if (hidden := _KEY.sub(_HIDDEN, said)) != said:
            record.msg, record.args = hidden, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = _KEY.sub(_HIDDEN, record.exc_text)
        return True
