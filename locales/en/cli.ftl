# Command line: what things are for, and examples
cli = Gongkai: information disclosure of a college. One ledger, from which portal, statistics and annual report follow
cli-arg-config = Configuration file
cli-arg-lang = Language of messages: zh or en (else from GONGKAI_LANG, LC_ALL, LANG)
cli-arg-verbose = Show longer causes of errors, and a log

cli-demo = Make a sample school from the real year 2022-2023, build its annual report and open the portal
cli-demo-arg-sample = Which sample: 2022-2023 is a real year; living is an invented college whose days follow today, with work of every kind waiting
cli-demo-arg-data = Folder for the sample's data
cli-demo-arg-port = Port of the portal; another is chosen when it is taken
cli-demo-arg-no-serve = Build only, do not open the portal
cli-demo--example = Example: gongkai demo --data /tmp/sample --port 8080

cli-init = Set up a school: write the configuration file and the database
cli-init-arg-name = Name of the school
cli-init-arg-kind = Kind of school
cli-init-arg-administrator = Name of the first administrator
cli-init--example = Example: gongkai init --name 某某职业学院 --kind vocational --administrator Admin

cli-serve = Run the portal
cli-serve-arg-listen = Address to listen on, such as 127.0.0.1:8080; else that of the configuration file
cli-serve--example = Example: gongkai serve --config /srv/gongkai/gongkai.toml

cli-import = Bring something in
cli-import-ledger = Plan what a ledger file (.xlsx, .xls, .et, .ods, .docx, .csv, .json) brings in, ask, and write it; every bad cell is named with its place and its cure
cli-import-ledger-arg-file = Ledger file
cli-import-ledger-arg-yes = Without asking: write what is understood, leave out and name rows with a question
cli-import-ledger-arg-plan = Save the plan as a workbook (.xlsx) for a colleague
cli-import-ledger-arg-overwrite = Replace a file of this name whoever wrote it; without it only what this program wrote and nobody changed since is replaced
cli-import-ledger-arg-dry-run = Look only, write nothing
cli-import-ledger-arg-all-or-nothing = Write nothing when a row is bad
cli-import-ledger-arg-column = What a head of the file means, by the name of a column; nothing behind the sign means not to read it; repeatable. Kept with the import
cli-import-ledger-arg-format = Form of the answer: text, or json for programs
cli-import-ledger--example = Example: gongkai import ledger ledger.xlsx            the plan, and a question before it is written
    {"         "}gongkai import ledger ledger.xlsx --dry-run  the plan only
    {"         "}gongkai import ledger ledger.xlsx --yes      without a question
    {"         "}gongkai import ledger ledger.xlsx --dry-run --plan plan.xlsx
cli-import-document = Draft a record from a file (.docx, .pdf, .html, .txt, .md): title, document number, date, unit and pictures are recognised; it is kept as a draft and goes through review
cli-import-document-arg-file = the file
cli-import-document-arg-item = number of the item; the one that the title speaks of when absent
cli-import-document-arg-unit = code or name of the unit; the one that signed it when absent
cli-import-document-arg-format = form of the answer: text, or json for programs
cli-import-document--example = Example: gongkai import document notice.docx --item 37 --unit xsc
cli-import-list = List the imports and what was mended by hand
cli-import-list-arg-before = Only those before this one
cli-import-list-arg-format = Form of the answer: text, or json for programs
cli-import-list--example = Example: gongkai import list
cli-import-undo = Take an import or something mended by hand back; refused with the reason where later work stands on it
cli-import-undo-arg-number = Number of the import
cli-import-undo-arg-yes = Without asking
cli-import-undo--example = Example: gongkai import undo 3

cli-export = Write something out
cli-export-ledger = Write the ledger out (.xlsx, .csv, .json)
cli-export-ledger-arg-file = File to write; its ending decides the form
cli-export-ledger-arg-template = Write an empty template with descriptions of the columns instead
cli-export-ledger-arg-year = School year of the rows for parts three to five, such as 2025-2026: fill in the numbers and import. Without it these rows are remarks and are not imported
cli-export-ledger-arg-overwrite = Replace a file of this name whoever wrote it; without it only what this program wrote and nobody changed since is replaced
cli-export-ledger--example = Example: gongkai export ledger --template template.xlsx

cli-ledger = Mend the ledger: look, rename, merge, move, delete, withdraw
cli-ledger-list = List units, channels, datasets, report texts, nil statements or records; the first column is the word by which other commands name it
cli-ledger-list-arg-what = What to list; records come with drafts and their releases, heads are what was answered of heads
cli-ledger-list-arg-query = List only what has these words; records are found by title or document number, or by key or index number
cli-ledger-list-arg-format = Form of the answer: text for a table, json for programs
cli-ledger-list--example = Example: gongkai ledger list units --query 学生
cli-ledger-rename = Give a unit or channel another name; the one before is still recognised by later imports
cli-ledger-rename-arg-what = Unit or channel
cli-ledger-rename-arg-which = Its code or name
cli-ledger-rename-arg-name = The new name
cli-ledger-rename--example = Example: gongkai ledger rename unit 学生工作处 党委学生工作部
cli-ledger-merge = Let a unit or channel go into another, with all that names it; its name and code are still recognised
cli-ledger-merge-arg-what = Unit or channel
cli-ledger-merge-arg-from = The one that goes, by code or name
cli-ledger-merge-arg-into = The one that stays, by code or name
cli-ledger-merge-arg-yes = Do not ask
cli-ledger-merge--example = Example: gongkai ledger merge unit 学工部 学生工作处
cli-ledger-move = Put a record under another item, unit or school year, or a report text elsewhere among its like
cli-ledger-move-arg-what = Key, index number or id of the record; with --order the text, such as 2022-2023/6/2
cli-ledger-move-arg-item = Item, 1 to 50, or S1
cli-ledger-move-arg-unit = Code or name of the unit
cli-ledger-move-arg-year = School year, such as 2022-2023
cli-ledger-move-arg-order = Which paragraph of its part it becomes
cli-ledger-move--example = Example: gongkai ledger move 12345/2023-00012 --item 37
    {"         "}gongkai ledger move R12 --unit 学生工作处
    {"         "}gongkai ledger move 2022-2023/6/3 --order 1     a text becomes the first of its part
cli-ledger-delete = Delete what should not be there; a record that was public cannot be deleted, only withdrawn
cli-ledger-delete-arg-what = What to delete; of records only drafts, of heads what was answered
cli-ledger-delete-arg-which = The first column of `gongkai ledger list`; for units and channels also a name, and with a former name that is no longer recognised
cli-ledger-delete-arg-yes = Do not ask
cli-ledger-delete--example = Example: gongkai ledger delete record R12
    {"         "}gongkai ledger delete text 2022-2023/6/2
    {"         "}gongkai ledger delete nil 2022-2023/47/学生工作处
    {"         "}gongkai ledger delete release R12/2          the second release of record R12
    {"         "}gongkai ledger delete dataset 2022-2023/graduates
cli-ledger-withdraw = Take a public record down; a note of that stays at its address
cli-ledger-withdraw-arg-record = Key, index number or id of the record
cli-ledger-withdraw-arg-reason = Why, as readers will see it
cli-ledger-withdraw-arg-yes = Do not ask
cli-ledger-withdraw--example = Example: gongkai ledger withdraw R12 --reason 附件有误，更正后另行公开

cli-report = Build the annual report of a school year; what is written is read back and compared with the ledger
cli-report-arg-year = School year, such as 2022-2023
cli-report-arg-out = Folder for the files
cli-report-arg-format = Formats, separated by commas
cli-report-arg-date = Date of signature, such as 2023-10-31; left open when absent
cli-report-arg-from = Last year's annual report (.docx .md .html .pdf): the text of its part one is kept for this year, numbers and dates marked to be looked at again
cli-report-arg-yes = Do not ask
cli-report--example = Example: gongkai report 2022-2023 --out report --format docx,pdf
cli-report-issue = Issue an annual report: it becomes public as an edition of item 6 and can be read on the portal from then on
cli-report-issue-arg-year = School year, such as 2022-2023
cli-report-issue-arg-date = Date of signature; that of the last edition when absent, or today
cli-report-issue--example = Example: gongkai report issue 2022-2023 --date 2023-10-31
cli-report-arg-template = The school's own Word file (red head, number, issuing body); the report takes the place of its paragraph with {"{{"}body{"}}"}, in its styles
cli-report-arg-overwrite = Replace a file of this name whoever wrote it; without it only what this program wrote and nobody changed since is replaced
cli-report-arg-last = Final: written only when nothing is missing; needs --date
cli-report-issue-arg-incomplete = Issue it although something is missing, with the marks in it
cli-gaps = List what the annual report still lacks, by unit, as a workbook that can be filled in and imported
cli-gaps-arg-year = School year, such as 2022-2023
cli-gaps-arg-out = Workbook to write (.xlsx)
cli-gaps-arg-overwrite = Replace a file of this name whoever wrote it; without it only what this program wrote and nobody changed since is replaced
cli-gaps--example = Example: gongkai gaps 2022-2023 --out gaps.xlsx

cli-user = Accounts of the workbench
cli-user-add = Adds somebody and gives the link to choose a password by
cli-user-add-arg-login = Staff number: letters, digits, -, _ and .
cli-user-add-arg-name = Name
cli-user-add-arg-posts = Post, such as clerk@jwc, unit_head@jwc, secrecy_reviewer, office, supervisor, leader, administrator; may be given several times
cli-user-add-arg-email = Mail address
cli-user-add--example = Example: gongkai user add 20180217 --name 沈小禾 --role clerk@学生处
cli-user-list = Lists all accounts
cli-user-list-arg-format = Form of the answer
cli-user-list--example = Example: gongkai user list
cli-user-disable = Closes an account and signs it out at once
cli-user-disable-arg-login = Staff number
cli-user-disable--example = Example: gongkai user disable 20180217
cli-user-reset = Gives a new link to choose a password by; a closed account is opened again
cli-user-reset-arg-login = Staff number
cli-user-reset--example = Example: gongkai user reset 20180217

cli-jobs = Show what the program does by itself: when it is due, what failed and why
cli-jobs-arg-run = Do what is due now
cli-jobs-arg-format = Form of the answer
cli-jobs--example = Example: gongkai jobs --run

cli-workday = Statutory working days of mainland China
cli-workday-add = The n-th working day after a date (before it for a negative number); the day itself does not count
cli-workday-add-arg-date = Start, such as 2023-09-28
cli-workday-add-arg-days = Number of working days; negative counts back
cli-workday-add-arg-explain = Explain day by day
cli-workday-add-arg-format = Form of the answer
cli-workday-add--example = Example: gongkai workday add 2023-09-28 20 --explain
cli-workday-between = Working days between two dates; the first does not count, the last does
cli-workday-between-arg-from = First date
cli-workday-between-arg-to = Second date
cli-workday-between-arg-format = Form of the answer
cli-workday-between--example = Example: gongkai workday between 2023-09-28 2023-11-01
cli-workday-is = Whether a date is a working day
cli-workday-is-arg-date = The date
cli-workday-is-arg-format = Form of the answer
cli-workday-is--example = Example: gongkai workday is 2023-10-07

cli-completions = Print shell completions
cli-completions-arg-shell = The shell
cli-completions--example = Example: gongkai completions bash > /etc/bash_completion.d/gongkai
cli-manual = Print the manual page
cli-manual--example = Example: gongkai manual > gongkai.1

cli-check = Name what does not add up in a report or notice (.docx .pdf .html .md .txt)
cli-check-arg-files = Files to check; - is standard input (text or a web page)
cli-check-arg-format = Form of the answer: text, json for programs, sarif for editors
cli-check-arg-year = Reporting school year, such as 2022-2023, or calendar year, such as 2023; learnt from the title when absent
cli-check-arg-ledger = Ledger file to compare with; without a name, compares value by value with the report of that year that the school's own ledger gives (for a report that was edited after it was written)
cli-check-arg-baseline = Findings already judged (this command's json, or one fingerprint a line); they are left out
cli-check-arg-notes = Show notes as well (what is only worth knowing, such as parts that fall short of their whole); JSON and SARIF always have them
cli-check-arg-strict = A file that was not read whole is no success: exit code 3
cli-check-arg-explain = Explain a rule
cli-check--example = Example: gongkai check report.docx
    {"         "}gongkai check report.docx --year 2022-2023     the reporting year
    {"         "}gongkai check notices/*.docx notices/*.pdf     several files
    {"         "}gongkai check report.docx --ledger ledger.xlsx compared with a ledger
    {"         "}gongkai check report.docx --format json > judged.json
    {"         "}gongkai check report.docx --baseline judged.json    only what is new
    {"         "}gongkai check --explain sum                    what a rule tests

    Exit code: 0 nothing found, 1 something found, 2 wrong use or a file that cannot be read
cli-scan = Name personal data in files (.docx .xlsx .pdf .html .md .txt .csv)
cli-scan-arg-files = Files to scan; - is standard input (text or a web page)
cli-scan-arg-format = Form of the answer
cli-scan-arg-policy = Kind of publicity whose allowed and forbidden columns apply, such as national_scholarship
cli-scan-arg-redact = Write a copy without personal data as well (text, .csv, .html, .docx, .xlsx); a folder for several files; an earlier copy is replaced unless it was changed
cli-scan-arg-overwrite = Replace a file of this name whoever wrote it; without it only what this program wrote and nobody changed since is replaced
cli-scan-arg-strict = A file that was not read whole is no success: exit code 3
cli-scan--example = Example: gongkai scan list.xlsx
    {"         "}gongkai scan list.xlsx --policy national_scholarship    columns a publicity may not show
    {"         "}gongkai scan list.xlsx --redact list-public.xlsx    a copy without personal data
    {"         "}gongkai scan files/*.docx --redact public      several files, copies in a folder
    {"         "}gongkai scan list.xlsx --format json           for programs

    Exit code: 0 nothing found, 1 something found, 2 wrong use or a file that cannot be read

cli-export-columns = Print the description of the columns of ledger files (Markdown)
cli-export-columns--example = Example: gongkai export columns > ledger-columns.md

cli-help = Show how a command is used
cli-help-arg-path = The command, such as check or workday add; all commands when absent
cli-help--example = Example: gongkai help check
