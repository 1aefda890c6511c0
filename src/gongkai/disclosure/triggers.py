"""库内规则 — what the database itself refuses, whatever the program does (2019 Regulations Art. 17)."""

from gongkai.core.triggers import Trigger

# A review of this version, by someone other than its author, that passed.
_PASSED = (
    "EXISTS (SELECT 1 FROM disclosure_version v"
    " JOIN disclosure_review r ON r.version_id = v.id AND r.kind = 'confidentiality' AND r.outcome = 'passed'"
    " AND r.by_id = v.reviewed_by_id AND (v.author_id IS NULL OR r.by_id <> v.author_id)"
    " JOIN disclosure_review s ON s.version_id = v.id AND s.kind = 'signature' AND s.outcome = 'passed'"
    " AND s.by_id = v.signed_by_id AND s.by_id <> r.by_id AND (v.author_id IS NULL OR s.by_id <> v.author_id)"
    " WHERE v.id = NEW.public_id AND v.document_id = NEW.id AND v.state = 'published')"
)
_CONTENT = (
    "title",
    "document_number",
    "formed_on",
    "attribute",
    "ground",
    "body_html",
    "summary",
    "author_id",
)
_CHANGED = " OR ".join(
    f"(NEW.{name} IS NULL) <> (OLD.{name} IS NULL) OR NEW.{name} <> OLD.{name}" for name in _CONTENT
)

DISCLOSURE_TRIGGERS = (
    Trigger(
        "document_insert_unreviewed",
        "disclosure_document",
        "INSERT",
        f"NEW.status = 'published' AND NOT {_PASSED}",
        "a document cannot be published without a passed confidentiality review",
    ),
    Trigger(
        "document_publish_unreviewed",
        "disclosure_document",
        "UPDATE",
        f"NEW.status = 'published' AND NOT {_PASSED}",
        "a document cannot be published without a passed confidentiality review",
    ),
    Trigger(
        "version_content_is_fixed",
        "disclosure_version",
        "UPDATE",
        f"OLD.state <> 'draft' AND ({_CHANGED})",
        "the content of a version cannot change once it has left the draft state",
    ),
    Trigger("review_no_update", "disclosure_review", "UPDATE", "1 = 1", "reviews cannot be changed"),
    Trigger("review_no_delete", "disclosure_review", "DELETE", "1 = 1", "reviews cannot be deleted"),
)
