"""谁能打开什么 — a row for every address: what each person is answered, to GET and to POST.

The eight signs of a row stand for the people of `world.PEOPLE` in their order:

    2 the page (200)           4 not found (404)            l sent to sign in (302)
    r led elsewhere (3xx)      g withdrawn, a notice (410)  m not with this method (405)
    u an error page (401)      y may: done, or told what is missing (200, 204, 302, 409, 422)

The last column names the kinds of documents in the address (`world.TITLES`), where it has one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

# Everyone reads them, nobody posts to them.
PUBLIC_PAGES = """
    home organs organ organ-guide guide system rules statutory reports application archive archive-year withdrawn
    accessibility privacy data sitemap report-library report-library-compare report-library-table column feed-newest feed-answered feed-search feed-organ feed-column sitemap-index
    sitemap-part robots application-answered application-form catalogue-csv catalogue-jsonl search search-suggest correction-received
    figures figure-definitions figure-definition
    api-agencies api-agency api-columns api-schemes api-documents api-description push-description
    account_inactive socialaccount_login_cancelled
"""

#   address                       GET      POST     documents
TABLE = """
    preferences                   rrrrrrrr mmmmmmmm
    document                      22222222 mmmmmmmm public,old,spoilt
    document                      44444444 mmmmmmmm draft,in_review,in_signing,scheduled,staff,on_application,withheld,discarded
    document                      gggggggg mmmmmmmm withdrawn
    document-version              22222222 mmmmmmmm public,old
    document-version              44444444 mmmmmmmm draft,in_review,in_signing,scheduled,staff,on_application,withheld,discarded
    document-version              gggggggg mmmmmmmm withdrawn,spoilt
    document-beside               22222222 mmmmmmmm public
    document-beside               44444444 mmmmmmmm draft,in_review,in_signing,scheduled,staff,on_application,withheld,discarded
    document-beside               gggggggg mmmmmmmm withdrawn
    document-qr                   22222222 mmmmmmmm public,old
    document-qr                   44444444 mmmmmmmm draft,in_review,staff,on_application,withdrawn,discarded
    document-file                 22222222 mmmmmmmm public,old
    document-file                 44444444 mmmmmmmm draft,in_review,in_signing,scheduled,staff,on_application,withheld,discarded
    document-file                 gggggggg mmmmmmmm withdrawn,spoilt
    corrections                   22222222 yyyyyyyy
    application-new               22222222 yyyyyyyy
    application-step              22222222 yyyyyyyy
    application-check             rrrrrrrr yyyyyyyy
    application-saved             rrrrrrrr mmmmmmmm
    application-resume            22222222 yyyyyyyy
    application-discard           mmmmmmmm yyyyyyyy
    application-mine              22222222 yyyyyyyy
    application-mine-code         rrrrrrrr yyyyyyyy
    application-mine-open         gggggggg gggggggg
    application-mine-leave        mmmmmmmm yyyyyyyy
    application-progress          22222222 yyyyyyyy
    application-form-file         22222222 mmmmmmmm
    case                          22222222 mmmmmmmm
    case-receipt                  22222222 mmmmmmmm
    case-qr                       22222222 mmmmmmmm
    case-letter                   22222222 mmmmmmmm
    case-letter-file              22222222 mmmmmmmm
    case-file                     44444444 mmmmmmmm
    case-supplement               rrrrrrrr yyyyyyyy
    case-withdraw                 22222222 yyyyyyyy
    case-reasons                  rrrrrrrr yyyyyyyy
    case-urge                     22222222 yyyyyyyy
    case-showing                  22222222 yyyyyyyy
    case-correct                  rrrrrrrr yyyyyyyy
    report-check                  22222222 yyyyyyyy
    report-check-download         mmmmmmmm 44444444
    report-library-report         44444444 mmmmmmmm
    api-document                  22222222 mmmmmmmm public,old,spoilt
    api-document                  44444444 mmmmmmmm draft,in_review,in_signing,scheduled,staff,on_application,withheld,discarded
    api-document                  gggggggg mmmmmmmm withdrawn
    api-version                   22222222 mmmmmmmm public,old
    api-version                   44444444 mmmmmmmm draft,in_review,in_signing,scheduled,staff,on_application,withheld,discarded
    api-version                   gggggggg mmmmmmmm withdrawn,spoilt
    push-me                       uuuuuuuu mmmmmmmm
    push-documents                uuuuuuuu uuuuuuuu
    push-document                 uuuuuuuu mmmmmmmm
    push-file                     mmmmmmmm mmmmmmmm
    push-submit                   mmmmmmmm uuuuuuuu
    push-root                     44444444 44444444
    push-nothing                  44444444 44444444
    api-root                      44444444 mmmmmmmm
    api-nothing                   44444444 mmmmmmmm

    account_home                  l2222222 mmmmmmmm
    account_new_delegation        l2222222 lyyyyyyy
    account_delegation_revoke     mmmmmmmm ly444y44
    account_login                 2rrrrrrr yyyyyyyy
    account_logout                r2222222 yyyyyyyy
    account_reauthenticate        l2222222 lyyyyyyy
    account_change_password       l2222222 lyyyyyyy
    account_set_password          lrrrrrrr lyyyyyyy
    mfa_index                     l2222222 lmmmmmmm
    mfa_authenticate              rrrrrrrr yyyyyyyy
    mfa_reauthenticate            lrrrrrrr lyyyyyyy
    mfa_activate_totp             lrrrrrrr lyyyyyyy
    mfa_deactivate_totp           l4444444 l4444444
    mfa_view_recovery_codes       l4444444 lmmmmmmm
    mfa_generate_recovery_codes   lrrrrrrr lyyyyyyy
    mfa_download_recovery_codes   l4444444 l4444444
    usersessions_list             l2222222 lyyyyyyy
    socialaccount_connections     l2222222 lyyyyyyy
    socialaccount_login_error     uuuuuuuu mmmmmmmm
    openid_connect_login          44444444 44444444
    openid_connect_callback       44444444 44444444

    desk_today                    l2222222 mmmmmmmm
    desk_ledger                   l4422244 mmmmmmmm
    desk_site                     l4444244 l4444y44
    desk_calendar                 l2222222 mmmmmmmm
    desk_calendar_year            l2222222 mmmmmmmm
    desk_calendar_file            l2222222 mmmmmmmm
    desk_calendar_load            l4442244 l444yy44
    desk_calendar_unload          l4442244 l444yy44
    desk_organs                   l2442224 mmmmmmmm
    desk_new_organ                l4442244 l444yy44
    desk_organ                    l2442244 mmmmmmmm
    desk_organ_facts              l4442244 l444yy44
    desk_organ_guide              l2442244 ly44yy44
    desk_organ_rename             l4442244 l444yy44
    desk_organ_move               l4442244 l444yy44
    desk_organ_merge              l4442244 l444yy44
    desk_organ_close              l4442244 l444yy44
    desk_people                   l4444244 mmmmmmmm
    desk_new_person               l4444244 l4444y44
    desk_person                   l4444244 mmmmmmmm
    desk_new_password             l4444244 l4444y44
    desk_disable                  l4444244 l4444y44
    desk_enable                   l4444244 l4444y44
    desk_new_post                 l4444244 l4444y44
    desk_post_end                 l4444244 l4444y44
    desk_catalogue                l2442424 mmmmmmmm
    desk_overdue                  l2442424 mmmmmmmm
    desk_columns                  l2442444 mmmmmmmm
    desk_column                   l2442444 ly44y444
    desk_new_column               l4442444 l444y444
    desk_load_structure           l4442444 l444y444
    desk_changes                  l4442444 mmmmmmmm
    desk_change                   l4442444 l444y444
    desk_reshape                  l4442444 l444y444

    desk_documents                l2222424 mmmmmmmm
    desk_new                      l2442424 ly44y4y4
    desk_import                   l2442424 ly44y4y4
    desk_batches                  l2222424 mmmmmmmm
    desk_new_table                l2442424 ly44y4y4
    desk_batch                    l2222444 mmmmmmmm
    desk_batch_columns            l2442444 ly44y444
    desk_batch_job                mmmmmmmm lyyyy444
    desk_batch_problems           l2222444 mmmmmmmm
    desk_begin_drop               mmmmmmmm ly44y4y4
    desk_dropped                  l2444444 mmmmmmmm
    desk_drop_file                mmmmmmmm ly444444
    desk_drop_put_right           mmmmmmmm ly444444
    desk_end_of_drop              mmmmmmmm ly444444
    desk_move                     mmmmmmmm ly44y4y4
    desk_sources                  l2442424 mmmmmmmm
    desk_new_source               lr44r4r4 lr44r4r4
    desk_source                   l2442444 mmmmmmmm
    desk_edit_source              l2442444 ly44y444
    desk_source_state             mmmmmmmm ly44y444
    desk_tokens                   l4442244 mmmmmmmm
    desk_new_token                l4442244 l444yy44
    desk_end_token                mmmmmmmm l444yy44
    desk_document                 l2222444 mmmmmmmm public,draft,in_review,staff,withdrawn,discarded
    desk_edit                     l2442444 ly44y444 draft,withdrawn
    desk_edit                     lr44r444 ly44y444 public,in_review,staff
    desk_submit                   mmmmmmmm ly44y444 public,draft,in_review
    desk_discard                  mmmmmmmm ly44y444 public,draft,in_review
    desk_revise                   mmmmmmmm ly44y444 public,draft,withdrawn
    desk_validity                 l2442444 ly44y444 public,draft,withdrawn
    desk_differences              l2222444 mmmmmmmm public,draft,old
    desk_review_one               l4244444 l4y44444 in_review
    desk_review_one               l4r44444 l4y44444 public,draft,in_signing
    desk_sign_one                 l4424444 l44y4444 in_signing,scheduled
    desk_sign_one                 l44r4444 l44y4444 public,draft,in_review
    desk_version                  l2222444 mmmmmmmm public,draft,in_review,staff,spoilt
    desk_autosave                 mmmmmmmm ly44y444 public,draft,in_review
    desk_presence                 mmmmmmmm ly44y444 draft,in_review
    desk_hints                    l2442444 mmmmmmmm draft,in_review
    desk_privacy                  l2222444 lyyyy444 public,draft,in_review,withdrawn
    desk_privacy_hint             l2442444 mmmmmmmm draft,in_review
    desk_masks                    l4442244 l444yy44
    desk_originals                l4242444 mmmmmmmm
    desk_original                 mmmmmmmm lyy4y444
    desk_sweeps                   l4222444 l4yyy444
    desk_sweep                    l4222444 mmmmmmmm
    desk_sweep_stop               mmmmmmmm l444y444
    desk_sweep_report             l4222444 mmmmmmmm
    desk_sweep_file               l4222444 mmmmmmmm
    desk_messages                 l2222222 lyyyyyyy
    desk_notices                  l4442244 mmmmmmmm
    desk_notice_again             mmmmmmmm l444yy44
    desk_picture                  mmmmmmmm ly44y444 draft,in_review
    desk_file                     l2222444 mmmmmmmm public,draft,in_review,staff,spoilt
    desk_review                   l4244444 mmmmmmmm
    desk_sign                     l4424444 mmmmmmmm
    desk_withdraw                 l4422444 l44yy444
    desk_withdraw_confirm         mmmmmmmm l44yy444
    desk_withdraw_done            l4422444 mmmmmmmm
    desk_cases                    l4422442 mmmmmmmm
    desk_case_organs              l4442444 mmmmmmmm
    desk_new_case                 l4442442 l444y44y
    desk_new_case_hints           mmmmmmmm l444y44y
    desk_case                     l4422442 mmmmmmmm
    desk_case_applicant           l4422442 l44yy44y
    desk_case_evidence            l4422442 l44yy44y
    desk_case_receipt             l4442442 mmmmmmmm
    desk_case_file                l4444444 l4444444
    desk_case_paper               l4422442 mmmmmmmm
    desk_letter_paper             l4422442 mmmmmmmm
    desk_decision                 l4442442 l444y44y
    desk_sign_decision            l4444444 l4444444
    desk_release                  l4444444 l4444444
    desk_release_page             l4444444 mmmmmmmm
    desk_case_deed                l4442442 l444y44y
    desk_case_deed_of             l4442442 l444y44y
    desk_letter                   l4422442 mmmmmmmm
    desk_letter_edit              l444r44r l444y44y
    desk_letter_file              l4422442 mmmmmmmm
    desk_corrections              l2442424 mmmmmmmm
    desk_correction               l2442444 ly44y444

    desk_declared                 l2222422 mmmmmmmm
    desk_declared_chase           mmmmmmmm l444y444
    desk_declared_history         l2222442 mmmmmmmm
    desk_declared_evidence        l2222442 mmmmmmmm
    desk_declared_year            l2222442 ly444444
    desk_declared_template        l2222442 mmmmmmmm
    desk_declared_table           mmmmmmmm ly444444
    desk_declared_confirm         mmmmmmmm l4yy4444

    desk_figures                  l2222422 mmmmmmmm
    desk_monthly                  l2222422 mmmmmmmm
    desk_monthly_chase            mmmmmmmm l444y444
    desk_monthly_lock             mmmmmmmm l444y444
    desk_month                    l2222442 mmmmmmmm
    desk_month_start              mmmmmmmm ly44y444
    desk_month_note               mmmmmmmm ly44y444
    desk_month_confirm            mmmmmmmm l4yy4444
    desk_month_submit             mmmmmmmm ly44y444
    desk_month_return             l4222444 l4yyy444
    desk_month_correct            l2442444 ly44y444
    desk_figure_rows              l4444444 mmmmmmmm
    desk_reports                  l2222422 mmmmmmmm
    desk_reports_chase            mmmmmmmm l444y444
    desk_report                   l2222442 mmmmmmmm
    desk_report_download          l2222442 mmmmmmmm
    desk_report_start             mmmmmmmm ly44y444
    desk_report_edit              l2442444 ly44y444
    desk_report_new_section       l2442444 ly44y444
    desk_report_section           mmmmmmmm ly44y444
    desk_report_illustrations     l2442444 mmmmmmmm
    desk_report_new_picture       l2442444 ly44y444
    desk_report_new_chart         l2442444 ly44y444
    desk_report_illustration      mmmmmmmm ly44y444
    desk_report_illustration_words l2442444 ly44y444
    desk_report_picture           l4444444 mmmmmmmm
    desk_report_submit            mmmmmmmm ly44y444
    desk_report_return            l2222442 lyyyy44y
    desk_report_sign              mmmmmmmm l44y4444
    desk_report_release           mmmmmmmm ly44y444
    desk_report_correct           l2442444 ly44y444
    desk_report_units             l4444444 mmmmmmmm
    desk_report_differences       l4444444 mmmmmmmm
    desk_library                  l2222422 mmmmmmmm
    desk_library_check            l2222422 lyyyy4yy
    desk_library_keep             mmmmmmmm ly44y4y4
    desk_library_compare          l2222422 mmmmmmmm
    desk_library_table            l2222422 mmmmmmmm
    desk_library_documents        l2442424 l4444444
    desk_library_report           l2222442 mmmmmmmm
    desk_library_file             l2222442 mmmmmmmm
    desk_library_show             mmmmmmmm ly44y444
    desk_library_remove           mmmmmmmm ly44y444
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
        yield Row(name, "2" * 8, "m" * 8, "public")
    for line in filter(str.strip, TABLE.splitlines()):
        name, get, post, *kinds = line.split()
        for kind in (kinds or ["public"])[0].split(","):
            yield Row(name, get, post, kind)
