# Answers of the command line
error-not-found-config = There is no configuration file { $key }; run `gongkai init` for a new school, or name it with --config
error-not-found-report = The ledger has nothing for the school year { $key }; bring its ledger in first with `gongkai import ledger`
error-not-found-school-year = Nothing in the text says its school year (such as 2022—2023学年); say it with --year 2022-2023
error-not-found-record = There is no record { $key }
error-not-found-dataset = There is no dataset { $key }
error-conflict = { $kind } { $key } was changed by somebody else since it was read; read it again and repeat the change
error-busy = The database is busy with another change; try again in a moment
error-settings = The configuration file { $file } is wrong: { $what }
error-ledger-file = The ledger file is wrong
error-catalogue = The settings of items are wrong: { $what }
error-reference = The report text at { $place } refers to {"{"}{ $reference }{"}"}, which no dataset holds; mend the text or enter the figure
error-differs = The { $format } file does not say what the ledger says when it is read back: “{ $missing }” was not found; the file was not kept
error-address = This is not a database address (`database` in gongkai.toml or the variable GONGKAI_DATABASE); write sqlite://gongkai.db or postgres://user@host/name
error-database-missing = There is no database { $database }: if it has moved, name it in gongkai.toml; if it is lost, put it back from a backup; for a new school run `gongkai init` in another folder
error-database-nowhere = There is no place for the database { $database }: its folder does not exist, or a link leads nowhere; make the folder, or name another place
error-database-empty = The database { $database } is empty and holds no school: put it back from a backup; for a new school run `gongkai init` in another folder
error-database-occupied = The database { $database } holds a school already and was left alone; name another database, or use the configuration file of this one
error-database-foreign = { $database } is not a database of this program; check `database` in gongkai.toml, and put a damaged file back from a backup
error-database-newer = A newer version of gongkai has changed the database { $database } ({ $migration }); use that version or a later one
error-database-damaged = The database { $database } is damaged; stop using it, keep a copy of it, and put it back from a backup
error-database-full = There is no room left for the database { $database }, and nothing of this was kept; make room and do it again
error-database-disk = The system failed to read or write the database { $database }, and nothing of this was kept; check the disk, a network share, and the limit on the size of files (ulimit -f)
error-database-read-only = The database { $database } can be read but not written, and nothing of this was kept; check whether the disk is mounted read-only and the rights of file and folder
error-database-refused = Access to the database { $database } is refused; check the rights of file and folder, or the user and password of the server
error-database-unreachable = The database { $database } cannot be reached, and what was not committed is not kept; check that its server runs and the network is up
error-file = { $file }: { $cause }
error-internal = Something went wrong inside the program; try again with -v and tell its maintainers what it says

fault-missing = “{ $head }” must not be empty
fault-date = “{ $text }” in “{ $head }” is not a date; write 2023-05-12, 2023年5月12日 or only 2023年5月, and nothing when it is unknown
fault-number = “{ $text }” in “{ $head }” is not a number
fault-count = “{ $text }” in “{ $head }” is not a whole number of at least 1
fault-item = “{ $text }” in “{ $head }” is not an item of the list; write 1 to 50, or S1, S2 for the school's own
fault-year = “{ $text }” in “{ $head }” is not a school year; write 2022-2023
fault-word = “{ $text }” in “{ $head }” is none of the words of this column; the template's column descriptions list them
fault-index = “{ $text }” in “{ $head }” is not an index number; write code/2023-00001, or leave it empty to have one assigned
fault-long = “{ $head }” is too long; at most 100 characters for a summary, 500 for a title, 100,000 for a text
fault-code = “{ $text }” in “{ $head }” may only have letters, digits, -, _ and ., at most 64 of them
fault-timing = “{ $text }” in “{ $head }” is not a timing rule; write made 20, approval 20, yearly 10-31 or change
fault-needs = “{ $head }” contradicts other columns of its row: { $text }; fill in or clear them as the column descriptions say
fault-unknown = “{ $text }” in “{ $head }” is in neither file nor database; enter it in its own table first
fault-duplicate = “{ $text }” in “{ $head }” stands in an earlier row; each may stand once
fault-broken = The figures do not add up: { $text }; correct a number, or say why in the column of disputed figures
fault-order = “{ $text }” in “{ $head }” lies before the start
fault-characters = “{ $head }” has invisible control characters, or some that turn the direction of writing; type it anew
fault-unwritten = “{ $head }” still holds the words of the form that ask for a text; write the text in their place, or delete the row
fault-address = “{ $text }” in “{ $head }” is not a web address; begin it with http:// or https://

table-school = school
table-units = units
table-channels = channels
table-items = items
table-records = records
table-releases = releases
table-editions = editions
table-datasets = datasets
table-figures = figures
table-identities = identities
table-texts = report texts
table-nil = nil statements

import-progress = Importing
import-table = { "  " }{ $table }: { $new } new, { $changed } changed, { $same } unchanged
import-entered-units = { "  " }New unit “{ $name }” entered by name; check its spelling and add code and kind
import-entered-channels = { "  " }New channel “{ $name }” entered by name; check its spelling and add code and kind
import-entered-more = { "  " }{ $count } more units or channels entered by name
import-recognised-units = { "  " }“{ $given }” is what the unit “{ $name }” ({ $code }) was called before; it was taken for that unit, whose name stays
import-recognised-channels = { "  " }“{ $given }” is what the channel “{ $name }” ({ $code }) was called before; it was taken for that channel, whose name stays
import-recoded-units = { "  " }The unit “{ $name }” has the code { $code } now; { $given } is still recognised
import-recoded-channels = { "  " }The channel “{ $name }” has the code { $code } now; { $given } is still recognised
import-bad-rows-all = Bad rows: { $rows }, listed above
import-bad-rows = Bad rows: { $rows } (the first { $shown ->
        [one] { $shown } cell is
       *[other] { $shown } cells are
    } listed above)
import-kept = Kept.
import-unchanged = There was nothing new to keep.
import-dry-run = Looked only; nothing was kept.
import-nothing = Nothing was kept, because of the bad rows.
export-progress = Exporting
export-done = { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    } written: { $file }
export-template = Template written: { $file }

error-template = This Word file cannot be used as a template: { $why }
error-not-begun-kept = Part one of the report of { $year } has { $count } kept texts already; nothing was changed. To begin it from last year's report, delete them first with `gongkai ledger delete text` (`gongkai ledger list texts` shows them)
error-not-begun-no-part = The file has no heading of part one of an annual report (such as 一、信息公开工作概述 or 一、总体情况), or no text below it; see that it is such a report, or save it as .docx first
report-stale = { $count } numbers and dates in the texts are marked 【待核】: they are last year's; put them right and take the mark away, `gongkai gaps { $year } --out gaps.xlsx` lists them
begin-head = From { $file } part one of the report of { $year } takes { $count } paragraphs, with { $marks } numbers and dates marked 【待核】:
begin-from = { "  " }the file is of { $from }
begin-same-year = { "  " }the file is of { $from } itself; see that it is the right one
begin-own = Not taken: { $sections } (the program writes it from this year's ledger)
begin-tables = Not taken: tables and captions: { $count }
begin-ask = Keep this as texts of the report? [y/N]
begin-left = Not kept; the ledger is as it was.
begin-needs-yes = Nothing of this was kept; when it is right, run it again with --yes.
begin-done = Kept as texts of the report of { $year }, as number { $number }; `gongkai import undo { $number }` takes it back.
report-drafts = Records of the year that are not public yet (drafts, in review or waiting for their day) and not in the report: { $count } ({ $units }); `gongkai gaps { $year } --out gaps.xlsx` lists them
report-drafts-nobody = without a unit
gaps-drafts-of = { ", records not public yet: " }{ $count }
gaps-written-drafts = { $count } things are missing and { $drafts } records not public yet are not in the report, written by unit to { $file }; import it with `gongkai import ledger` once it is filled in
error-incomplete = The report of { $year } still lacks { $count ->
        [one] { $count } thing
       *[other] { $count } things
    } and cannot be final; `gongkai gaps { $year } --out gaps.xlsx` lists them to be sent out
gaps-none = The report of { $year } lacks nothing
gaps-no-unit = (no unit named yet)
gaps-written = { $count ->
        [one] { $count } thing is
       *[other] { $count } things are
    } missing, written by unit to { $file }; import it with `gongkai import ledger` once it is filled in
report-gaps = { $count ->
        [one] { $count } place of the report is
       *[other] { $count } places of the report are
    } marked 【待补】 (missing); `gongkai gaps { $year } --out gaps.xlsx` lists them by unit
report-checked-clean = The checker read the whole report: { $claims ->
        [one] { $claims } statement
       *[other] { $claims } statements
    } tested, nothing found
report-checked-head = The checker finds in the report:
report-wrong-year = “{ $text }” is not a school year; write 2022-2023
report-progress = Building the report
report-file = { "  " }{ $file } ({ $size })
report-file-compared = { "  " }{ $file } ({ $size }; read back: { $pieces ->
        [one] { $pieces } piece
       *[other] { $pieces } pieces
    }, { $values ->
        [one] { $values } value agrees
       *[other] { $values } values agree
    } with the ledger)
report-faces = { "  " }No font found for { $faces }; the PDF uses Song instead. Name a folder of fonts under `fonts` in gongkai.toml
report-shaped = { "    " }{ $count ->
        [one] { $count } piece is
       *[other] { $count } pieces are
    } in a script written from the right, joined or stacked; of these only the other words and numbers were compared
report-replaced = { "    " }No font can print { $number }; the PDF shows 〔{ $number }〕, in “{ $place }”

discrepancies-none = Nothing in the ledger fails to add up.
discrepancies-head = A person should look at this in the ledger:
discrepancy-figures = “{ $dataset }” does not add up: { $worked }, entered as { $expected }
discrepancy-figures-disputed = “{ $dataset }” does not add up (marked as disputed): { $worked }, its source says { $expected }
discrepancy-link-date = “{ $title }” is entered as public on { $stated }, its address carries { $carried }: { $address }
discrepancy-hosts = “{ $channel }” has several addresses: { $hosts }
discrepancy-outside = { $count ->
        [one] { $count } entry was
       *[other] { $count } entries were
    } public outside the statistic period ({ $from } to { $to })
discrepancy-records = { $words }: { $titles }
discrepancy-figures-rest = “{ $dataset }”: what is entered makes { $worked }, the whole is { $expected }; nothing tells of the rest
discrepancy-figures-fraction = { $expected } of “{ $dataset }” looks like a fraction written as a percentage: { $worked }
discrepancy-deadline = The remark “{ $remark }” on item { $item } names no deadline, or one that is over; write year and month, or the day
discrepancy-perhaps = { $count } entries are dated by calendar year only, may be of this school year and are counted in another; add the day, or the school year
discrepancy-items-without-unit = { $count } applicable items have no responsible unit

serve-open = Portal: { $address }
serve-cannot-listen = Cannot listen on { $address }; it may be taken, choose another with --listen
serve-port-taken = Port { $port } is taken, choosing another
serve-brand = brand_colour { $given } has too little contrast on some pages; used instead: { $light } on light pages, { $dark } on dark ones

demo-folder = The sample's data is in { $folder }
demo-import = Importing the ledger of the real year 2022-2023, { $file }
demo-coverage = Coverage of the list
demo-coverage-line = { "  " }{ $applicable } of 50 items apply: { $disclosed } disclosed, { $nil } nil, { $open } open; { $without } do not apply
demo-report = Annual report
demo-open = Open
demo-address-portal = { "  " }Portal     { $address }
demo-address-catalogue = { "  " }Catalogue  { $address }
demo-address-figures = { "  " }Figures    { $address }
demo-address-report = { "  " }Report     { $address }
demo-address-english = { "  " }English    { $address }
demo-stop = Press Ctrl-C to stop.

init-exists = { $file } is there already; move it away to begin anew, or name another file with --config
init-long = { $option } has more than { $most } characters; shorten it
init-control = { $option } has control characters such as line breaks; take them out
init-missing = { $option } is missing; give it, or run at a terminal to be asked
init-ask-name = Name of the school:
init-ask-kind = Kind of school (1 vocational, 2 undergraduate, 3 university) [1]:
init-ask-administrator = Name of the first administrator:
init-done = Set up: configuration file { $file }, database { $database }. Open the portal with `gongkai serve`, bring a ledger in with `gongkai import ledger`.
school-code-missing = The school has no code yet: index numbers begin with 00000, and are not changed once given. Enter it before numbers are given (workbench, settings; or the school table of a ledger, key code)
init-environment = Note: the database comes from the environment variable GONGKAI_DATABASE ({ $database }), while { $file } names { $named }; set the variable for every run, or write the address into that file as `database`
database-in-use = Another program is using the database { $database }, so some of what was just written still stands in the -wal file beside it; stop that program before you copy the database
database-unmoved = Some of what was just written still stands in the -wal file beside the database { $database }, because it could not be moved into it; make room on the disk and run any command on this school (such as `gongkai jobs`) before you copy the database

workday-out-of-range = Beyond what can be reckoned (years 1900 to 2999, at most 250,000 working days)
workday-start = { $date }  the day itself does not count
workday-rule = { $days } working days; by the yearly holiday notice of the State Council Office, weekends worked in exchange count and statutory holidays do not
workday-unknown-year = (the notice for this year is not known; reckoned Monday to Friday but for statutory holidays)
workday-estimated = The holiday notice of a year in between is not known; this is an estimate. Add it under `calendar` in the configuration file
workday-yes = a working day ({ $kind })
workday-no = no working day ({ $kind })

day-working = working day
day-worked-weekend = weekend worked in exchange
day-weekend = weekend
day-holiday = statutory holiday
day-statutory = statutory holiday
weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun

check-wrong-year = “{ $text }” is neither a school year nor a year; write 2022-2023 or 2023
check-no-file = Name the files to check; see gongkai check --help
check-unknown-rule = There is no rule { $rule }; there are { $known }
check-no-baseline = { $file } has no fingerprints; give it an answer of `gongkai check --format json`
check-personal = { $kind }: { $why }
check-suggestion = { "    " }Suggestion: { $replace } → { $with }. { $why }
check-no-file-but-ledger = The file behind --ledger is taken for a ledger; to compare with the school's own, write --ledger behind the report
check-ledger-differs = “{ $found }” stands here and “{ $expected }” in the ledger ({ $reference })
check-ledger-differs-text = “{ $found }” stands here and “{ $expected }” in the report that the ledger gives
check-ledger-gone = “{ $expected }” of the ledger is missing here ({ $reference })
check-ledger-gone-text = “{ $expected }” of the report that the ledger gives is missing here
check-ledger-unbacked = “{ $found }” stands nowhere in the report that the ledger gives: somebody wrote it, and no ledger backs it
check-summary = { $file }: { $claims ->
        [one] { $claims } statement
       *[other] { $claims } statements
    } tested, { $findings } found
check-summary-found = { $file }: { $claims ->
        [one] { $claims } statement
       *[other] { $claims } statements
    } tested, { $findings } found (error { $errors }, warning { $warnings }, note { $notes })
check-notes-hidden = { "    " }{ $count ->
        [one] { $count } note
       *[other] { $count } notes
    } not shown; --notes shows them
check-total = { $files ->
        [one] { $files } file
       *[other] { $files } files
    }: { $claims ->
        [one] { $claims } statement
       *[other] { $claims } statements
    } tested, { $findings } found (error { $errors }, warning { $warnings }, note { $notes }); { $failed ->
        [one] { $failed } file
       *[other] { $failed } files
    } failed
check-more-places = { "    " }{ $count } more; --format json lists them all
check-busy = Checking { $file }
severity-error = error
severity-warning = warning
severity-note = note

overview-file = file
overview-claims = tested
overview-unread = unread
overview-failed = failed
unread-summary = { "    " }This file was not read whole: { $count ->
        [one] { $count } place was
       *[other] { $count } places were
    } not read, and the result speaks of the rest only
files-others = In the folder { $file } { $count ->
        [one] { $count } more entry
       *[other] { $count } more entries
    } (other formats, or folders that do not open) was not read
scan-unknown-policy = There is no kind of publicity { $kind }; there are { $known }
scan-certain = certain
scan-suspected = suspected
scan-total = { $files ->
        [one] { $files } file
       *[other] { $files } files
    }: personal data, { $certain } certain, { $suspected } suspected; { $failed ->
        [one] { $failed } file
       *[other] { $failed } files
    } failed
scan-busy = Scanning { $file }
scan-summary = { $file }: personal data, { $certain } certain, { $suspected } suspected
hidden-hidden-sheet = (on a hidden sheet)
hidden-hidden-row = (in a hidden row)
hidden-hidden-column = (in a hidden column)
hidden-hidden-text = (hidden text)
hidden-tracked-deletion = (removed by a tracked change)
hidden-covered = (drawn over)
hidden-stored = (stored but not shown)
redact-done = A copy without personal data was written and scanned again: { $file }
redact-unproven = A copy was written, without the personal data in what could be read: { $file }; parts of it could not, so it may still hold some: look before you use it
redact-left = The copy still holds { $count } certain pieces of personal data and was not kept; remove them by hand
redact-same-file = The copy cannot take the place of the original; name another file
redact-unsupported-format = This format cannot be redacted; redact the .docx, .xlsx, .html or text file it was made from
redact-bad-span = Internal error: a place to remove lies outside the text
redact-not-removed = Something cannot be removed safely, no copy was written; remove it by hand
redact-write = The copy could not be written
redact-not-looked-into = Note: { $part } was kept as it is and may still show the same
redact-over-input = The copy { $file } would go over another file that is to be scanned; name another folder
redact-same-name = The copies of two files would both be { $file }; redact them one by one
redact-no-stdin = There is no original to copy behind standard input (-); save it as a file first
redact-no-folder = { $file } is not a folder; the copies of several files go into one

extract-characters-lost = Some characters do not fit the encoding ({ $at })
extract-page-is-picture = Page { $at } is only a picture and has no text to read
extract-picture-in-file = What the picture { $at } shows was not read; please open the file and look
extract-picture-on-page = Page { $at } has a picture; what it shows was not read, please open the file and look
extract-page-not-read = Page { $at } was not read to its end
extract-part-not-read = { $at } could not be read
extract-sheet-not-read = The sheet { $at } could not be read
extract-text-without-unicode = Page { $at } has text that cannot be told

fault-personal = “{ $head }” holds personal data { $text }, which may not be public; take it out and import again
# Wrong use (usage-)
usage-value = “{ $value }” is not a valid value for { $argument }
usage-choice = { $argument } cannot be “{ $value }”; choose from { $known }
usage-no-value = { $argument } needs a value
usage-missing = { $argument } is missing
usage-unknown-argument = there is no option { $argument }
usage-unknown-command = there is no command { $command }
usage-cure = ; see { $command } --help
usage-too-many = { $argument } takes one value, “{ $value }” is one too many
usage-twice = { $argument } is given twice
usage-conflict = { $argument } does not go with { $other }
usage-not-text = an argument is not readable text
usage-no-command = say what to do
usage-meant = {" "}(did you mean { $word }?)

# Fixed words of help pages (help-)
help-usage = Usage:{" "}
help-commands = Commands
help-command = COMMAND
help-arguments = Arguments
help-options = Options
help-help = Print help
help-version = Print version
help-choices = {" "}[choices: { $values }]
help-default = {" "}[default: { $values }]
help-variable = {" "}[environment: { $values }]

# Why the system refuses (system-)
system-not-found = not found
system-permission = permission denied
system-is-folder = it is a folder, not a file
system-no-folder = a part of the path is not a folder
system-exists = it exists already
system-full = the disk is full
system-too-large = larger than the system allows
system-read-only = the disk can only be read
system-name = the system does not allow this name
system-busy = another program is using it
system-not-text = the contents are not readable text
system-memory = out of memory
system-timed-out = it took too long
system-cut = the contents are not whole
system-not-regular = it is a device or a pipe, not a file
system-circle = its links lead in a circle
system-planted = another account put a file or link there, in a folder where anybody may write; choose another folder, or remove it first
system-kept = what stands there was not written by this program, or was changed since, and was not replaced; choose another name, or replace it with --overwrite

# Why a file is not read (read-)
read-not-found = there is no such file
read-unreadable = the file cannot be opened ({ $why })
read-too-large = the file is too large: more than { $limit } { $what }
read-too-deep = the file nests more than { $limit } levels deep
read-encrypted = the file is protected by a password; take the password off first
read-damaged = the file is damaged, or not of the format that its ending says ({ $what }); open it in the program it comes from and save it anew
read-damaged-whole = the file is damaged, or not of the format that its ending says; open it in the program it comes from and save it anew
read-forbidden = the file contains something that no office program writes ({ $what }) and is not read
read-unknown-format = this format cannot be read; the formats are .docx, .xlsx, .pdf, .html, .md, .txt, .csv
read-unsupported = { $format } files are not read; save it as { $instead }
read-timed-out = reading took longer than { $seconds } seconds and was stopped
read-out-of-memory = reading took more than { $mebibytes } MiB of memory and was stopped
read-worker-died = the reader stopped without an answer; the file is probably damaged
read-piped = Piped .docx, .xlsx and .pdf
read-stored = a file on disk
measure-bytes = bytes
measure-inflated-bytes = unpacked bytes
measure-parts = parts
measure-cells = paragraphs and cells
measure-pages = pages
measure-text-bytes = bytes of text

# Places in the original (site-, part-)
site = ({ $place })
site-page = page { $page }, line { $line }
site-paragraph = { $part }, paragraph { $number }
site-table = table { $table }, row { $row }, column { $column }
part-body = body
part-header = header
part-footer = footer
part-footnote = footnote
part-endnote = endnote
part-comment = comment
part-textbox = text box
talk-lost = the answer could not be written: { $cause }

# The manual page (manual-)
manual-status-head = Exit status
manual-status =
    0  done, nothing was found
    1  done, something was found: by check or scan, or a bad row of an import
    2  wrong use, or a failure that one line on standard error explains; of several files, when one of them failed
manual-environment-head = Environment
manual-environment =
    GONGKAI_CONFIG    the configuration file
    GONGKAI_DATABASE  the address of the database, before that of the configuration
    GONGKAI_LANG      the language of messages; else LC_ALL, LANG
    GONGKAI_LOG       what serve logs
    NO_COLOR          no colours

# --- permissions, the life of records, jobs, issuing reports ---
error-forbidden = You are not allowed to do this: { $permission }
error-personal = It contains personal data that may not become public: { $found }
list-separator = {", "}
permission-read_public = read what is public
permission-read_campus = read what is open to members of the school
permission-read_all = read everything
permission-found = found a school
permission-draft = draft
permission-review_for_unit = review for the unit
permission-waive_personal_data = let personal data pass on a legal basis
permission-review_instead = review in a unit’s place
permission-review_for_secrecy = review for secrecy
permission-publish = publish
permission-withdraw = withdraw
permission-release = register a release
permission-import_ledger = import a ledger
permission-mend_ledger = mend the ledger
permission-export_ledger = export the ledger
permission-build_report = build an annual report
permission-issue_report = issue an annual report
permission-run_jobs = run jobs
permission-back_up = back up and verify
permission-see_jobs = see jobs
permission-see_searches = see searches without result
record-error-wrong-stage = This is not possible at the stage the record has reached; reload it to see where it stands
record-error-own-work = Whoever drafted a record may not review it; somebody else has to
record-error-missing = Something required is empty: fill in the title, the reason or the note of changes
record-error-long-summary = The summary has more than 100 characters; shorten it
record-error-too-early = The time set for publication has not come yet
record-error-too-late = The time set for publication is over; set one that is to come, or none
record-error-too-far = The time set for publication is more than a year ahead; look at the year
record-error-made-later = The day it was made has not come; check it first
record-error-term-over = Its term is over before it comes out; check “open until”
record-error-not-open = Only what is proactively open can be published; check its openness first
record-error-no-edition = There is no such edition; check its number
record-error-no-release = There is no such release; `gongkai ledger list records --query` shows the numbers of releases
record-error-no-draft = Only a draft that never was public can be deleted; withdraw what is public with `gongkai ledger withdraw`, and send back first what is under review
record-error-under-review = The record is under review and cannot be put elsewhere; send it back to its drafter first, or wait for the review
fault-underway = “{ $text }” is being drafted or reviewed, and an import does not touch it; import again when that is done, or take the change out of the row
fault-off-site = “{ $text }” is public, and “{ $head }” in this row would take it off the site without a word; to take it down, write 撤回 (withdrawn) in “状态” and give the reason
fault-closed = “{ $text }” is public; for it not to be open any more, as “{ $head }” of this row says, withdraw it first with gongkai ledger withdraw and its reason, then import this file again
fault-down = “{ $text }” was taken down and cannot come back or be changed; to publish it again, enter it under a new key
fault-edition = An edition of “{ $text }” that was public cannot be changed; enter the change as a new edition
fault-which-year = “{ $text }” stands for several school years; fill in “学年”
fault-several = “{ $text }” stands on several sheets for different things; give each its own key (编号)
fault-name-taken = The name in “{ $head }” is, or was, that of “{ $text }”; if it is the same, write the code in brackets in this row or run `gongkai ledger merge`, else choose another name
fault-code-taken = The code in “{ $head }” was that of “{ $text }”; if that is meant, write the code in brackets, else choose another code
job-publish = Planned publication
job-take-down = Taking down what is over
job-returned-personal = Not published, since it contains personal data; sent back for correction: { $fields }
job-returned-not-open = Not published, since it is not proactively open; sent back for a check
job-returned-not-answered = Not published, since nobody answered what may be personal data in it; sent back for an answer
jobs-none = No jobs are waiting
jobs-line = { $job }: next on { $due }
jobs-failed = failed on { $at } (attempt { $attempts }): { $why }
jobs-ran = Did { $done ->
        [one] { $done } job
       *[other] { $done } jobs
    }, which changed { $records ->
        [one] { $records } record
       *[other] { $records } records
    }; { $failed } failed
jobs-returned = { $records ->
        [one] { $records } record
       *[other] { $records } records
    } may not be published and went back for redrafting with the reason
report-issued = Edition { $edition } of the report of { $year } is issued and can be read on the portal
report-issued-before = Edition { $edition } of the report of { $year } was issued before and says the same; nothing was issued again
error-not-issued-unfinished = The school year { $year } has not ended, so its report cannot be issued; `gongkai report` makes a draft
error-not-issued-before-end = The date of signature lies before the end of the school year { $year }; check --date
error-not-issued-future = The date of signature lies in the future; check --date
fault-renumbered = “{ $text }” is not the index number that this record has; a number once given does not change: leave the cell empty or write the number of an export
fault-widened = “{ $text }” was open to fewer readers; when that widens, its content cannot change with it and earlier editions cannot come along: enter it under a new key
fault-child = A row that belongs to “{ $text }” (a release, an edition, a figure or an identity) is bad, so all of it was left as it is; mend that row and import again
jobs-claimed = being done (given up at { $until } at the latest)
fault-future = “{ $text }” in “{ $head }” lies in the future, which contradicts “状态”; check both

# --- Mending the ledger ---
error-not-found-unit = There is no unit “{ $key }”; `gongkai ledger list units` shows those there are
error-not-found-channel = There is no channel “{ $key }”; `gongkai ledger list channels` shows those there are
error-not-found-item = The school's catalogue has no item { $key }; write 1 to 50, or an item of its own that is entered in the table 事项
error-not-found-text = There is no report text { $key }; `gongkai ledger list texts` shows those there are
error-not-found-nil = There is no nil statement { $key }; `gongkai ledger list nil` shows those there are
error-mend-named-unit = The unit “{ $name }” ({ $code }) cannot be deleted: { $by } still name it; to let another unit take them over, run `gongkai ledger merge unit { $code } OTHER`
error-mend-named-channel = The channel “{ $name }” ({ $code }) cannot be deleted: { $by } still name it; to let it go into another, run `gongkai ledger merge channel { $code } OTHER`
error-mend-name-taken = “{ $name }” is, or was, the name of “{ $other }”; if it is the same, run `gongkai ledger merge`, else choose another name
error-mend-no-name = A name may not be empty, longer than 500 characters, or hold control characters
error-mend-itself = Both are “{ $name }”, which cannot go into itself; check them
error-mend-quoted = The dataset { $dataset } cannot be deleted: the report texts { $texts } refer to its figures; change them first or delete them with `gongkai ledger delete text`
error-mend-several = There are several datasets of this key; name the school year: { $names }
error-mend-form-text = “{ $given }” is not how a report text is named; write YEAR/PLACE/ORDER, such as 2022-2023/6/2, as `gongkai ledger list texts` shows
error-mend-form-nil = “{ $given }” is not how a nil statement is named; write YEAR/ITEM/UNIT, such as 2022-2023/47/jwc, as `gongkai ledger list nil` shows
error-mend-form-release = “{ $given }” is not how a release is named; write the record and which release, such as R12/2, as `gongkai ledger list records` shows
error-mend-otherwise = The ledger has changed since this was shown, and nothing was done; run it again and look
mend-rename-unit = The unit { $code } is renamed from “{ $before }” to “{ $name }”
mend-rename-channel = The channel { $code } is renamed from “{ $before }” to “{ $name }”
mend-merge-unit = The unit “{ $name }” ({ $code }) goes into “{ $into }” ({ $into_code })
mend-merge-channel = The channel “{ $name }” ({ $code }) goes into “{ $into }” ({ $into_code })
mend-follow-record = { "  " }records that follow: { $count }
mend-follow-dataset = { "  " }datasets that follow: { $count }
mend-follow-item_setting = { "  " }items whose responsible unit follows: { $count }
mend-follow-nil_statement = { "  " }nil statements that follow: { $count }
mend-follow-unit = { "  " }units below that follow: { $count }
mend-follow-release = { "  " }releases that follow: { $count }
mend-folded-releases = { "  " }releases that become one with another of the same day and address: { $count }
mend-folded-nil = { "  " }nil statements that become one with another of the same item and year: { $count }
mend-stays-known = { "  " }“{ $name }” stays known as a former name, which later imports recognise
mend-lost = { "  " }“{ $head }” differs: “{ $kept }” holds, “{ $text }” is not kept
mend-named-record = { $count ->
        [one] { $count } record
       *[other] { $count } records
    }
mend-named-dataset = { $count ->
        [one] { $count } dataset
       *[other] { $count } datasets
    }
mend-named-item_setting = { $count ->
        [one] { $count } item
       *[other] { $count } items
    }
mend-named-nil_statement = { $count } nil statements
mend-named-unit = { $count ->
        [one] { $count } unit
       *[other] { $count } units
    } below
mend-named-release = { $count ->
        [one] { $count } release
       *[other] { $count } releases
    }
mend-delete-unit = The unit “{ $name }” ({ $code }) is deleted
mend-delete-channel = The channel “{ $name }” ({ $code }) is deleted
mend-forget-unit = “{ $former }” is no longer recognised as the unit “{ $name }” ({ $code })
mend-forget-channel = “{ $former }” is no longer recognised as the channel “{ $name }” ({ $code })
mend-move-item = “{ $title }” moves from item { $before } to item { $after }
mend-move-unit = “{ $title }” moves from the unit “{ $before }” to “{ $after }”
mend-move-year = “{ $title }” moves from the school year “{ $before }” to { $after }
mend-delete-record = The draft “{ $title }” ({ $index }) is deleted; its index number is not used again
mend-delete-release = A release of “{ $title }” is deleted: { $channel } { $date } { $locator }
mend-withdraw = “{ $title }” ({ $index }) is withdrawn; a note stays at its address, with the reason: { $reason }
mend-withdraw-untitled = { "  " }the title names a person, and the note does without it
mend-withdraw-final = { "  " }a public record that is withdrawn cannot be brought back; to make it public again, enter it as a new record
mend-order-text = The report text { $text } ({ $begins }) moves from place { $from } to place { $to }
mend-delete-text = The report text { $text } is deleted: { $begins }
mend-delete-nil = A nil statement is deleted: school year { $year }, item { $item }, { $unit }
mend-delete-dataset = The dataset { $dataset } “{ $title }” is deleted with its { $figures ->
        [one] { $figures } figure
       *[other] { $figures } figures
    }
mend-same = It is so already; nothing was changed.
mend-ask = Go ahead? [y/N]
mend-left = Nothing was done; the ledger is as it was.
mend-needs-yes = Nothing of this was done; add --yes to do it.
mend-done = Done.
mend-done-batch = Done, as number { $number }; `gongkai import undo { $number }` takes it back.
mend-wrong-item = “{ $text }” is not an item of the list; write 1 to 50, or S1
list-head-code = code
list-head-name = name
list-head-kind = kind
list-head-address = address
list-head-former = former names
list-head-head = head
list-head-table = table
list-head-means = column
list-head-named = named by
list-head-dataset = dataset
list-head-title = title
list-head-item = item
list-head-unit = unit
list-head-figures = figures
list-head-text = text
list-head-heading = heading
list-head-begins = begins
list-head-nil = nil statement
list-head-signed_by = signed by
list-head-signed_on = signed on
list-head-key = key
list-head-index = index number
list-head-year = year
list-head-state = state
list-state-draft = draft
list-state-unit_review = unit review
list-state-secrecy_review = secrecy review
list-state-approved = approved
list-state-done = not public
list-state-stopped = not public
list-state-public = public
list-state-withdrawn = withdrawn
list-state-expired = expired
list-more = Only the first { $count } are listed; narrow it with --query

# Accounts
user-none = There is no account yet; add an administrator first: gongkai user add NUMBER --name NAME --role administrator
user-line = { $login }  { $name }  { $posts }  { $access }
user-link = Link to choose a password by: { $address }
user-link-about = It is shown this once, works once, and holds until { $until }; please give it to them
user-disabled = { $login } is closed and signed out
user-unknown = Nobody signs in as { $login }; gongkai user list shows all accounts
user-no-login = { $login } cannot be a staff number: letters, digits, -, _ and ., at most 40
user-no-unit = There is no unit with code or name { $unit }; gongkai ledger list units shows all
error-taken = { $key } is somebody else's; choose another
error-lonely = Nobody would be left to manage people; make somebody else administrator first
error-wrong-password = The password is wrong
record-error-both-reviews = The two reviews are two people's
record-error-public-facts = An amendment of what is public changes its text only, not its item, unit or openness
demo-address-workbench = { "  " }Workbench  { $address }
demo-people = Sample accounts of the workbench (all invented)
demo-person = {"  "}{ $login }  { $name }  { $role }
demo-passphrase = {"  "}The passphrase of the key of complaints, for the supervisor: { $passphrase }
demo-password = {"  "}The password of all: { $password }
error-nil-with-records = Something of item { $item } went out in that school year; there is no nil statement beside it
demo-living = Sample school: Jiangnan Vocational College (invented)
demo-living-there = {"  "}This folder has this sample already; it goes on
demo-another-school = This folder holds another school: { $name }. Choose another folder with --data
record-error-not-looked = parts of it could not be read, or may be personal data; whoever passes it on has to look and tick each first
record-error-not-answered = it may hold personal data, or has parts that are not seen when it is opened, and nobody has answered; open it and answer each
record-error-judged = somebody has judged it, so that it cannot be taken back; ask whoever reviews it to send it back
record-error-down-later = the day on which it was taken down has not come; check it first

document-unreadable = { $file } cannot be read: { $why }
document-untitled = No title was recognised in { $file }, nothing was drafted; see that the title stands on a line of its own at the beginning, or paste the text into a new record in the workbench
document-too-large = { $file } has more than { $most } MB; make its pictures smaller, or divide it
document-item-unknown = “{ $text }” is not an item of the list; write 1 to 50, or S1, S2 for the school's own
document-item-needed = { $candidates ->
    [none] The title does not tell the item; give its number with --item, as in --item 37
   *[other] By the title it may be item { $candidates }; say which with --item
}
document-unit-unknown = There is no unit with the code or name “{ $text }”, or it is closed; gongkai ledger list unit shows them
document-unit-needed = The unit that signed it was not recognised; give its code or name with --unit
document-line = {"  "}{ $label }: { $value }{ $doubt }
document-doubt = {" "}(please check: { $why })
document-left-out = {"  "}Left out: { $what }
document-picture-lost = {"  "}The picture “{ $file }” was not attached: { $why }
document-mark = {"  "}{ $line ->
    [none] Title and facts
   *[other] Line { $line } of the text
}: { $what }, { $about }
document-mark-stops = {"  "}{ $line ->
    [none] Title and facts
   *[other] Line { $line } of the text
}: { $what } { $about }; it cannot be sent for review before that is dealt with
document-same = {"  "}There is a record of this title already: { $index }; if it is the same document, delete this draft in the workbench
document-done = Kept as draft { $index } ({ $record }); look it over in the workbench and send it for review.
