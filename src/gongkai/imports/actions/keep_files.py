"""存文件 — the files that rows bring become attachments of their drafts, within the change that is open."""

import re
from collections.abc import Mapping
from datetime import datetime

from gongkai.core import files
from gongkai.disclosure.models import Attachment, Version
from gongkai.imports.bringing import Brings


def keep_files(brings: Mapping[Version, Brings], now: datetime) -> None:
    """Keep the files of these drafts, and point their bodies at the pictures among them."""
    made = [
        (
            one.named,
            Attachment(
                version=version,
                file=files.keep(one.data, media_type=one.upload.media_type, now=now),
                name=one.upload.name,
                caption=one.caption,
                text=one.upload.text,
                position=position,
                embedded=bool(one.named),
            ),
        )
        for version, brought in brings.items()
        for position, one in enumerate(brought.files)
    ]
    Attachment.objects.bulk_create(attachment for _named, attachment in made)
    for version in {attachment.version for named, attachment in made if named}:
        own = {named: attachment.pk for named, attachment in made if named and attachment.version == version}
        version.body_html = re.sub(
            r"attachment:([^\"'<>]+)",
            lambda found, own=own: f"attachment:{own.get(found[1], found[1])}",  # type: ignore[misc]
            version.body_html,
        )
        version.save(update_fields=["body_html"])
