"""谁能打开什么 — a row for every address: what each person is answered, to GET and to POST.

The seven signs of a row stand for the people of `world.PEOPLE` in their order:

    2 the page (200)           4 not found (404)            l sent to sign in (302)
    r led elsewhere (3xx)      g withdrawn, a notice (410)  m not with this method (405)
    u an error page (401)      y may: done, or told what is missing (200, 204, 302, 409, 422)

The last column names the kinds of documents in the address (`world.TITLES`), where it has one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

# Everyone reads them, nobody posts to them.
PUBLIC_PAGES = """
    home organs organ organ-guide guide system statutory reports application archive archive-year withdrawn
    accessibility privacy data sitemap column feed-newest feed-search feed-organ feed-column sitemap-index
    sitemap-part robots catalogue-csv catalogue-jsonl search search-suggest correction-received
    api-agencies api-agency api-columns api-schemes api-documents api-description push-description
    account_inactive socialaccount_login_cancelled
"""

#   address                       GET     POST    documents
TABLE = """
    preferences                   rrrrrrr mmmmmmm
    document                      2222222 mmmmmmm public,old,spoilt
    document                      4444444 mmmmmmm draft,in_review,in_signing,scheduled,staff,on_application,withheld,discarded
    document                      ggggggg mmmmmmm withdrawn
    document-version              2222222 mmmmmmm public,old
    document-version              4444444 mmmmmmm draft,in_review,in_signing,scheduled,staff,on_application,withheld,discarded
    document-version              ggggggg mmmmmmm withdrawn,spoilt
    document-beside               2222222 mmmmmmm public
    document-beside               4444444 mmmmmmm draft,in_review,in_signing,scheduled,staff,on_application,withheld,discarded
    document-beside               ggggggg mmmmmmm withdrawn
    document-qr                   2222222 mmmmmmm public,old
    document-qr                   4444444 mmmmmmm draft,in_review,staff,on_application,withdrawn,discarded
    document-file                 2222222 mmmmmmm public,old
    document-file                 4444444 mmmmmmm draft,in_review,in_signing,scheduled,staff,on_application,withheld,discarded
    document-file                 ggggggg mmmmmmm withdrawn,spoilt
    corrections                   2222222 yyyyyyy
    api-document                  2222222 mmmmmmm public,old,spoilt
    api-document                  4444444 mmmmmmm draft,in_review,in_signing,scheduled,staff,on_application,withheld,discarded
    api-document                  ggggggg mmmmmmm withdrawn
    api-version                   2222222 mmmmmmm public,old
    api-version                   4444444 mmmmmmm draft,in_review,in_signing,scheduled,staff,on_application,withheld,discarded
    api-version                   ggggggg mmmmmmm withdrawn,spoilt
    push-me                       uuuuuuu mmmmmmm
    push-documents                uuuuuuu uuuuuuu
    push-document                 uuuuuuu mmmmmmm
    push-file                     mmmmmmm mmmmmmm
    push-submit                   mmmmmmm uuuuuuu
    push-root                     4444444 4444444
    push-nothing                  4444444 4444444
    api-root                      4444444 mmmmmmm
    api-nothing                   4444444 mmmmmmm

    account_home                  l222222 mmmmmmm
    account_new_delegation        l222222 lyyyyyy
    account_delegation_revoke     mmmmmmm ly444y4
    account_login                 2rrrrrr yyyyyyy
    account_logout                r222222 yyyyyyy
    account_reauthenticate        l222222 lyyyyyy
    account_change_password       l222222 lyyyyyy
    account_set_password          lrrrrrr lyyyyyy
    mfa_index                     l222222 lmmmmmm
    mfa_authenticate              rrrrrrr yyyyyyy
    mfa_reauthenticate            lrrrrrr lyyyyyy
    mfa_activate_totp             lrrrrrr lyyyyyy
    mfa_deactivate_totp           l444444 l444444
    mfa_view_recovery_codes       l444444 lmmmmmm
    mfa_generate_recovery_codes   lrrrrrr lyyyyyy
    mfa_download_recovery_codes   l444444 l444444
    usersessions_list             l222222 lyyyyyy
    socialaccount_connections     l222222 lyyyyyy
    socialaccount_login_error     uuuuuuu mmmmmmm
    openid_connect_login          4444444 4444444
    openid_connect_callback       4444444 4444444

    desk_today                    l222222 mmmmmmm
    desk_ledger                   l442224 mmmmmmm
    desk_site                     l444424 l4444y4
    desk_organs                   l244222 mmmmmmm
    desk_new_organ                l444224 l444yy4
    desk_organ                    l244224 mmmmmmm
    desk_organ_facts              l444224 l444yy4
    desk_organ_guide              l244224 ly44yy4
    desk_organ_rename             l444224 l444yy4
    desk_organ_move               l444224 l444yy4
    desk_organ_merge              l444224 l444yy4
    desk_organ_close              l444224 l444yy4
    desk_people                   l444424 mmmmmmm
    desk_new_person               l444424 l4444y4
    desk_person                   l444424 mmmmmmm
    desk_new_password             l444424 l4444y4
    desk_disable                  l444424 l4444y4
    desk_enable                   l444424 l4444y4
    desk_new_post                 l444424 l4444y4
    desk_post_end                 l444424 l4444y4
    desk_catalogue                l244242 mmmmmmm
    desk_overdue                  l244242 mmmmmmm
    desk_columns                  l244244 mmmmmmm
    desk_column                   l244244 ly44y44
    desk_new_column               l444244 l444y44
    desk_load_structure           l444244 l444y44
    desk_changes                  l444244 mmmmmmm
    desk_change                   l444244 l444y44
    desk_reshape                  l444244 l444y44

    desk_documents                l222242 mmmmmmm
    desk_new                      l244242 ly44y4y
    desk_import                   l244242 ly44y4y
    desk_batches                  l222242 mmmmmmm
    desk_new_table                l244242 ly44y4y
    desk_batch                    l222244 mmmmmmm
    desk_batch_columns            l244244 ly44y44
    desk_batch_job                mmmmmmm lyyyy44
    desk_batch_problems           l222244 mmmmmmm
    desk_begin_drop               mmmmmmm ly44y4y
    desk_dropped                  l244444 mmmmmmm
    desk_drop_file                mmmmmmm ly44444
    desk_end_of_drop              mmmmmmm ly44444
    desk_move                     mmmmmmm ly44y4y
    desk_sources                  l244242 mmmmmmm
    desk_new_source               lr44r4r lr44r4r
    desk_source                   l244244 mmmmmmm
    desk_edit_source              l244244 ly44y44
    desk_source_state             mmmmmmm ly44y44
    desk_tokens                   l444224 mmmmmmm
    desk_new_token                l444224 l444yy4
    desk_end_token                mmmmmmm l444yy4
    desk_document                 l222244 mmmmmmm public,draft,in_review,staff,withdrawn,discarded
    desk_edit                     l244244 ly44y44 draft,withdrawn
    desk_edit                     lr44r44 ly44y44 public,in_review,staff
    desk_submit                   mmmmmmm ly44y44 public,draft,in_review
    desk_discard                  mmmmmmm ly44y44 public,draft,in_review
    desk_revise                   mmmmmmm ly44y44 public,draft,withdrawn
    desk_validity                 l244244 ly44y44 public,draft,withdrawn
    desk_differences              l222244 mmmmmmm public,draft,old
    desk_review_one               l424444 l4y4444 in_review
    desk_review_one               l4r4444 l4y4444 public,draft,in_signing
    desk_sign_one                 l442444 l44y444 in_signing,scheduled
    desk_sign_one                 l44r444 l44y444 public,draft,in_review
    desk_version                  l222244 mmmmmmm public,draft,in_review,staff,spoilt
    desk_autosave                 mmmmmmm ly44y44 public,draft,in_review
    desk_presence                 mmmmmmm ly44y44 draft,in_review
    desk_hints                    l244244 mmmmmmm draft,in_review
    desk_privacy                  l222244 lyyyy44 public,draft,in_review,withdrawn
    desk_privacy_hint             l244244 mmmmmmm draft,in_review
    desk_masks                    l444224 l444yy4
    desk_originals                l424244 mmmmmmm
    desk_original                 mmmmmmm lyy4y44
    desk_sweeps                   l422244 l4yyy44
    desk_sweep                    l422244 mmmmmmm
    desk_sweep_stop               mmmmmmm l444y44
    desk_sweep_report             l422244 mmmmmmm
    desk_sweep_file               l422244 mmmmmmm
    desk_picture                  mmmmmmm ly44y44 draft,in_review
    desk_file                     l222244 mmmmmmm public,draft,in_review,staff,spoilt
    desk_review                   l424444 mmmmmmm
    desk_sign                     l442444 mmmmmmm
    desk_withdraw                 l442244 l44yy44
    desk_withdraw_confirm         mmmmmmm l44yy44
    desk_withdraw_done            l442244 mmmmmmm
    desk_corrections              l244242 mmmmmmm
    desk_correction               l244244 ly44y44
"""

MEANS = {
    "2": {200},
    "4": {404},
    "l": {302},
    "r": {301, 302},
    "g": {410},
    "m": {405},
    "u": {401},
    "y": {200, 204, 302, 409, 422},
}


@dataclass(frozen=True)
class Row:
    """一行 — an address, with the kind of document in it if there is one, and a sign for each person."""

    name: str
    get: str
    post: str
    kind: str


def rows() -> Iterator[Row]:
    """Every row, one for each kind of document."""
    for name in PUBLIC_PAGES.split():
        yield Row(name, "2" * 7, "m" * 7, "public")
    for line in filter(str.strip, TABLE.splitlines()):
        name, get, post, *kinds = line.split()
        for kind in (kinds or ["public"])[0].split(","):
            yield Row(name, get, post, kind)
