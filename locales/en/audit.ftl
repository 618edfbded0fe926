# The school's own look at its portal.
audit-title = Self-check
work-at-audit = Self-check
audit-about = Counted as those count who check websites: which columns are empty, late or without dates, and what to do first. The numbers are those of portal and report. Links are looked at by the command gongkai audit, not by this page.
audit-heading-none = Nothing was found to mend
audit-heading = { $count ->
    [one] One thing to mend
   *[other] { $count } things to mend
 }
audit-score = How much of the list is disclosed
audit-points = points
audit-score-line = How much of the list is disclosed: { $points } points of 100
audit-score-of = { $applicable } items apply, { $disclosed } are disclosed, { $nil } stated as nothing; { $dated } were last brought up to date on a known day.
audit-score-year = The account of { $year }; known days are of all school years.
audit-score-about = Points = (disclosed + stated as nothing) ÷ items that apply. The weights of third parties were not published; this reads them as “is there something of it”. Under 60 usually fails.
audit-indicators = Indicators
audit-indicator = Indicator
audit-value = Measured
audit-verdict = Result
audit-source = Source
audit-at-once = fails a site alone
audit-line = { $name }: { $value }, { $verdict } ({ $source })
audit-never = never
audit-basis-rule = { $source }
audit-basis-reading = { $source }, read for items
audit-verdict-fails = fails
audit-verdict-mend = holds, with something to mend
audit-verdict-unmeasured = not measured
audit-verdict-holds = holds
audit-unmeasured-not-looked = the command gongkai audit looks at links
audit-unmeasured-not-reached = not one address outside was reached; perhaps there is no network
audit-unmeasured-offline = links to other sites were left alone (--offline)
audit-unmeasured-no-mailbox = no opinion, enquiry or correction was ever entered here; messages kept elsewhere are not in this program
audit-unmeasured-from-outside = only repeated visits from outside can tell
audit-rule-update = days since the last update (fails from { $limit })
audit-rule-empty = empty columns (fails from { $limit })
audit-rule-late = columns past their term (fails from { $limit })
audit-rule-long-late = columns past their term and not updated for a year (fails from { $limit })
audit-rule-impossible-dates = records with impossible dates (fails from { $limit })
audit-rule-undated = records without a known day of publication, which count as not updated (fails from { $limit })
audit-rule-dead-inside = dead links within the site (fails from { $limit })
audit-rule-dead-outside = dead links to other sites (fails from { $limit })
audit-rule-report = annual reports not out after 31 October (fails from { $limit })
audit-rule-unanswered = messages unanswered for three months
audit-rule-availability = share of visits in which the front page does not open
audit-do-update = Publish what was made lately: two weeks without an update fail the front page.
audit-do-empty = Fill empty columns, or have the unit state that there is nothing.
audit-do-late = Bring columns that are late up to date.
audit-do-long-late = Begin with columns untouched for more than a year.
audit-do-impossible-dates = Check dates that cannot be right: mend them, or say where they come from.
audit-do-undated = Add days of publication. What has none does not count as an update.
audit-do-dead-inside = Mend dead links within the site.
audit-do-dead-outside = Mend dead links to other sites, or take the address back.
audit-do-report = Issue the annual reports that are due.
audit-reports = Annual reports not issued: { $years }. The ledger begins with { $since }; nothing is known of earlier years, and none of them is counted.
audit-reports-none = Every annual report that is due was issued. The ledger begins with { $since }; nothing is known of earlier years, and none of them is counted.
audit-do-unanswered = Answer messages.
audit-do-availability = See that the front page opens.
audit-first = What to do first
audit-records = { $count ->
    [one] one record
   *[other] { $count } records
 }
audit-more = { $count } more
audit-nobodys = no unit is registered
audit-inside = looking at links within the site
audit-outside = looking at links to other sites
audit-dead-inside = { $page } links to { $address }, where there is nothing
audit-lead = { $address } ({ $index }): { $why }
audit-internal = opens inside the school only and was not asked; readers outside see nothing
audit-left = { $count } more addresses were not asked: at most 2,000 at once, 200 of one site.
audit-offline = Links to other sites were not looked at (--offline).
audit-unsure-status = not sure: the server answers { $status }
audit-unsure-no-host = not sure: the host's name leads nowhere
audit-unsure-no-address = not sure: it cannot be asked as it is written
audit-unsure-unreachable = not sure: no connection
audit-unsure-slow = not sure: it did not open within 15 seconds
audit-unsure-lost = not sure: the connection ended
audit-unsure-encryption = not sure: its certificate is not trusted
audit-unsure-foreign = not sure: what answers is no web server

error-not-found-year = The ledger has no account of { $key }.

cli-audit = The portal as those see it who score it: indicators, how much of the list is disclosed, what to do first
cli-audit-arg-format = Form of the answer
cli-audit-arg-year = School year of the score, such as 2024-2025; all together when absent
cli-audit-arg-offline = Asks nobody outside
cli-audit--example = Example: gongkai audit --offline
