# Publicity and objections

work-at-publicity = Publicity
job-purge-lists = Destroying sealed lists whose time is over
periods-colon = :{" "}
periods-list = List
periods-field-answer = answer
periods-field-reason = reason

act-list-written = Wrote a list for publicity
act-publicity-extended = Let a period end later
act-objection-filed = Objected
act-objection-acknowledged = Took an objection up
act-objection-ruled = Ruled on an objection
act-sealed-list-opened = Looked at a sealed list
act-sealed-list-purged = Destroyed a sealed list
permission-see_objections = to read objections
permission-rule_objections = to rule on objections
permission-open_sealed = to look at sealed lists

publicity-refused-ruled = This objection is decided and stays so.
publicity-refused-acknowledged = This objection was taken up already.
publicity-refused-own-work = You drafted this list or wrote in it, so you cannot rule on it. Ask the head of the unit or somebody else of the disclosure office.
publicity-refused-no-answer = There is no answer yet. Say what was looked into and what came of it, then send it.
publicity-refused-closed = It is not in its period now: nothing can be objected to or made longer.
publicity-refused-full = Too many objections to this list are waiting. Please call the number on its page.
publicity-refused-nameless = An objection of this kind needs a name. Please give your name and how to reach you.
publicity-refused-no-row = There is no such row. See the numbers at the left of the list, or leave the field empty.
publicity-refused-columns = The list still has columns that may not be shown; nothing was saved. Look at the list first and take them out as the page says.
publicity-refused-nothing = There is neither a list nor a text. Bring a list or write a text.
publicity-refused-audience = This kind is shown inside the school only; “Everyone” cannot be chosen. Change the audience.
publicity-refused-not-later = The new last day must be later than the present one, by a year at most. A period is made longer, never shorter.
publicity-refused-not-sealed = There is no sealed list: it has not come down yet, or was destroyed when its time was over.
publicity-refused-repeated = This objection has just been received; there is no need to send it again. The receipt shown the first time tells how far it has come.
publicity-refused-short = Fewer days than the rule asks for; nothing was saved. Change the number of days.
publicity-refused-unusual = Fewer days than is usual. If the school's rule says so, tick “The school's rule is this many days” and save again.
publicity-refused-range = The number of days must be between 1 and 366.
periods-personal = Personal data; nothing was saved: { $found }. Take it out, or give an office number.

work-field-number = a number, please
periods-extended = First meant to end on { $day }; it was made longer:{" "}
periods-length-working = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
periods-length-calendar = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
periods-left-calendar = { $count ->
    [one] { $count } day left
   *[other] { $count } days left
}
periods-until = Open until { $day } ({ $weekday }) 24:00
periods-ends = Open until { $day } ({ $weekday }) 24:00
periods-counted = { $from }, the day of posting, does not count; it stands { $length }.
periods-ruler = From { $from } to { $to }
periods-ruler-from = from { $day }
periods-ruler-to = to { $day }
periods-ruler-zero = { $day } is the day of posting and does not count.{" "}
periods-ruler-calendar = Counted in plain days; a last day that is a day of rest moves to the next working day.
periods-moves = If reviews or posting come later, the end moves with them; no day is lost.
periods-by-rule = Rule: { $length } ({ $basis }).
periods-confirm = To be confirmed by the school

periods-clock = Period
periods-object = Object
periods-object-how = How to object, and what happens then
periods-again = again
periods-again-about = { $count } rows marked “again” were changed and are shown for a whole period anew; the others stand to { $before }.
periods-list-of = { $count ->
    [one] List of { $count } row
   *[other] List of { $count } rows
}
periods-row = Row
periods-way-1 = Within the period, online, by telephone, letter or visit. Online you are given a receipt code.
periods-way-contact = Or turn to:{" "}
periods-way-2 = { $unit } looks into it. Whoever drafted the list takes no part in the ruling.
periods-way-2-within = { $unit } looks into it and answers within { $length } of receiving it. Whoever drafted it takes no part in the ruling.
periods-way-3 = Each objection is ruled on: upheld, upheld in part, or rejected. Rows that change are shown again for a whole period.
periods-way-4 = At the end the list comes down by itself; this page keeps title, dates and result, and no names.
periods-result = Result
periods-outcome-none = No objections
periods-outcome-total = { $count ->
    [one] { $count } objection:
   *[other] { $count } objections:
}{" "}
periods-outcome-upheld = { $count } upheld
periods-outcome-partly = { $count } upheld in part
periods-outcome-rejected = { $count } rejected
periods-outcome-open = { $count } being looked into

periods-form-about = No account is needed. Only those who handle it see what you write; it is never published.
periods-form-about-inside = Only those who handle it see what you write; it is never published.
periods-form-text = What do you object to?
periods-form-text-about = Say which row, what is wrong with it and how you know. At most 2,000 characters.
periods-form-row = Which row
periods-form-row-about = { $count ->
    [one] The number at the left of the list, { $count }. Leave it empty if you mean the whole list.
   *[other] The number at the left of the list, 1 to { $count }. Leave it empty if you mean the whole list.
}
periods-form-name = Name
periods-form-name-about = Leave it empty to stay anonymous; that is accepted too. Only those who handle it see it.
periods-form-named-only = An objection of this kind needs a name. Only those who handle it see it.
periods-form-contact = How to reach you
periods-form-send = Send the objection
periods-form-after = You will then see a receipt code; with it you can follow it and read the answer.
periods-form-wrong = { $count ->
    [one] { $count } thing has to be changed; what you wrote is still there.
   *[other] { $count } things have to be changed; what you wrote is still there.
}
periods-error-required = This has to be filled in.
periods-error-long = This is too long.
periods-error-number = A number, please.
periods-error-with-contact = Give a name too, or leave both empty to stay anonymous.
periods-closed = Nothing can be objected to now.
periods-closed-about = It is not in its period. You may turn to the disclosure office:
periods-filed = Your objection was received
periods-receipt = Receipt code
periods-receipt-about = It is shown this once. Write it down, photograph or print it. Without it neither you nor the school can look it up.
periods-receipt-print = To print: Ctrl P, or “Print” or “Share” on a phone.
periods-number = Number
periods-filed-at = Received
periods-next = What happens next
periods-next-1 = Somebody takes it up and looks into it.
periods-next-2 = It is ruled on and answered.
periods-next-3 = Read the answer with your receipt code:
periods-back = Back to the list
periods-query = Follow an objection
periods-query-about = Type the receipt code you were given when you objected.
periods-query-do = Look up
periods-query-nothing = Nothing was found. Check the code: 12 digits and letters.
periods-query-lost = A lost code cannot be had again. Call the number on the page of the list, or object once more.
periods-query-wait = Not decided yet. Once it is, this page gives the ruling and the answer.
periods-stage-filed = Received, waiting to be taken up
periods-stage-acknowledged = Taken up, being looked into
periods-stage-ruled = Decided
periods-ruled = Ruling
periods-ruling-upheld = upheld
periods-ruling-partly-upheld = upheld in part
periods-ruling-rejected = rejected
periods-purged-words = The words were destroyed when their time was over.
periods-about = About

periods-heading-open = { $count ->
    [one] Publicity: { $count } objection to answer
   *[other] Publicity: { $count } objections to answer
}
periods-overview-about = Begin, send for review, take down at the end, answer objections.
periods-begin = Begin a period
periods-all-units = All units
periods-all-years = All years
periods-year = Year
periods-filter = Filter
periods-empty = No periods
periods-empty-about = To show a list, choose its kind and bring the list; the kind sets days and columns.
periods-part-running = Running
periods-part-waiting = Not begun
periods-part-undated = Last day not known
periods-part-ended = Ended
periods-of-record = Period and objections
periods-of-draft = Change list and days on the page of the period
periods-planned = Not before { $from }, for { $length }, counted from the day it is posted.
periods-stands = From { $from }, for { $length }.
periods-days = Days
periods-objections = Objections
periods-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
periods-rows-again = { $count } shown again
periods-no-list = no list kept
periods-objections-hidden = with the head
periods-more = Earlier ones are not listed. Choose a year to see them.

periods-step-1 = Step 1 of 3: the kind
periods-choose = What is to be shown?
periods-choose-about = The kind sets the days, the columns and who sees it.
periods-cancel = Cancel
periods-kind-find = Find a kind
periods-kind-hint = scholarship, title, tender
periods-kind-go = Find
periods-kind-none = There is no kind “{ $asked }”
periods-kind-none-about = Try another word; if none fits, take the general kind, whose days the school sets:
periods-kind-general = Any list of people
periods-kinds = Kinds
periods-kind = Kind
periods-least = At least
periods-scope = For whom
periods-allowed = Columns
periods-allowed-any = No rule; the school decides
periods-basis = Basis
periods-never = No list may show identity numbers, home addresses, telephones, dates of birth, bank cards, health, religion or what a family lives on. Student and candidate numbers are covered in the middle.
periods-nature-mandatory-minimum = set by a rule
periods-nature-common-practice = common practice
periods-nature-school-set = set by the school
periods-nature-province-set = set by the province
periods-nature-deadline = a time limit
periods-scope-public-web = Everyone
periods-scope-on-campus = Campus
periods-scope-class-or-department = Class or department
periods-scope-internal = Own unit
periods-scope-designated-medium = Designated medium

periods-step-2 = Step 2 of 3: the list
periods-title = { $year } { $kind }: publicity
periods-title-general = { $year } … list: publicity
periods-step-back = Back
periods-back-to-period = Back to this period
periods-columns-forbidden = { $count ->
    [one] { $count } column may not be shown
   *[other] { $count } columns may not be shown
}
periods-cut = { $count ->
    [one] Take out this column and go on
   *[other] Take out these { $count } columns and go on
}
periods-go-on = Seen; go on
periods-enter = Save as a draft
periods-keep = Save the list
periods-amends = This changes a list that is on view
periods-amends-about = Rows that differ from those on view are shown for a whole period anew and marked “again”; the others keep their end.
periods-columns = { $count ->
    [one] { $count } column
   *[other] { $count } columns
}
periods-sheet = Read from the sheet “{ $sheet }”.{" "}
periods-other-sheets = Not read: { $sheets }.
periods-hidden = Please look: this file holds what nobody sees who opens it; it was not read
periods-hidden-sheets = Hidden sheets: { $sheets }
periods-hidden-rows = { $count ->
    [one] { $count } hidden row
   *[other] { $count } hidden rows
}
periods-hidden-columns = { $count ->
    [one] { $count } hidden column
   *[other] { $count } hidden columns
}
periods-hidden-about = To show them, unhide them in the spreadsheet and upload it again. Do not attach the file itself: whoever downloads it can see what is hidden.
periods-left-out = { $count ->
    [one] { $count } row with one cell alone (a total, a remark) was not taken for part of the list.
   *[other] { $count } rows with one cell alone (totals, remarks) were not taken for part of the list.
}
periods-no-head = (no head)
periods-fate-shown = shown
periods-fate-masked = covered in the middle
periods-fate-numbering = numbered anew
periods-fate-forbidden = may not be shown
periods-fate-found = { $count ->
    [one] may not be shown: personal data in { $count } cell
   *[other] may not be shown: personal data in { $count } cells
}
periods-fate-unlisted = not in the rule; goes unless kept
periods-fate-sensitive = seldom needed, taken out
periods-sensitive-why = “{ $column }”: { $reason } Source: { $source }
periods-keep-column = Show this column
periods-not-shown = { $count ->
    [one] { $count } more row is not listed here.
   *[other] { $count } more rows are not listed here.
}
periods-cut-about = Basis: { $basis }. Columns that are taken out are not kept anywhere.
periods-unlisted-about = Columns that the rule does not name go; if the school's rule wants one shown, tick “Show this column”.
periods-doubts = { $count ->
    [one] Please look: a row seems to be no person
   *[other] Please look: { $count } rows seem to be no persons
}
periods-doubts-about = Rows that are ticked do not go into the list. Where the name is missing: tick the row if it is too much; if the name was forgotten, write it into the list and look again.
periods-doubt-sum = take out row { $number }: { $row } (a sum)
periods-doubt-head = take out row { $number }: { $row } (the head once more)
periods-doubt-nameless = take out row { $number }: { $row } (no name)
periods-read-side-by-side = { $file } holds two lists side by side and was not read. Put the right one below the left one, with one column of names, and choose the file again.
publicity-refused-rows = The list has sums, repeated heads, rows without a name or two lists side by side; please mend it and save again
periods-twins = { $count ->
    [one] Please look: { $count } row is the same person as one above it
   *[other] Please look: { $count } rows are the same persons as ones above them
}
periods-twins-about = Name and class are the same. Tick those that are there twice; the others are taken for different people of one name.
periods-twin = Delete row { $other }: { $row } (same as row { $first })
periods-twins-left = { $count } more are not listed; all of those stay.
periods-another = Bring another list
periods-bring = Where is the list?
periods-file = A file
periods-file-too-large = The file is larger than 20 MB: it was not read, and nothing is saved yet. What you wrote is below: save the list as a file with this one table alone and choose that, or paste the rows.
periods-file-hint = .xlsx, .csv, or a .docx with a table; heads in the first row, 5,000 rows at most
periods-paste = Or copy it from a spreadsheet and paste it here
periods-paste-hint = With its heads
periods-look = Look at the list
periods-pasted = Pasted list
periods-edit = Change words in the list
periods-edit-about = One row a line, tabs between the columns, heads in the first line. Then press the button at the top.
periods-read-empty = No list was found in { $file }. It needs heads and at least one row under them.
periods-read-large = { $file } is too large: 5,000 rows, 30 columns and 300 characters in a cell at most. Divide it.
periods-how = How it is shown
periods-starts = Begins
periods-starts-hint = Once reviewed it waits for this day
periods-count-working = Days (working days)
periods-count-calendar = Days (plain days)
periods-least-of = At least: { $least }
periods-audience-hint = What is for the campus or a unit is seen by people who sign in
periods-own-rule = The school's rule is this many days
periods-contact = Where to object
periods-contact-hint = Office telephone, place, unit
periods-body = Text
periods-body-hint = What stands before the list; without a list, the whole text
periods-reckon = Work out the last day
periods-steps = Steps
periods-step-kind = Kind
periods-step-list = List
periods-step-review = Reviews
periods-step-review-about = begins after unit and secrecy review
periods-rule = Rule of this kind
periods-forbidden = Never shown

periods-running = Running
periods-running-amended = Running; a change is under review
periods-ended = Ended
periods-open = { $count ->
    [one] { $count } objection to answer
   *[other] { $count } objections to answer
}
periods-line = from { $from } to { $last } ({ $weekday }) 24:00
periods-see-page = See its page
periods-write-list = Change list and days
periods-write-text = Change title and text
periods-record = Review, amend, take down
periods-done-entered = Saved as a draft; nobody sees it yet. Look it over, then send it for review.
periods-done-listed = The list is saved.
periods-done-again = { $count ->
    [one] {" "}{ $count } row differs from what is on view and will be shown again.
   *[other] {" "}{ $count } rows differ from what is on view and will be shown again.
}
periods-done-submitted = Sent for review.
periods-done-acknowledged = Taken up.
periods-done-ruled = The answer is sent; whoever objected reads it with their receipt code.
periods-done-extended = It ends later now; its page says so.
periods-later = By the holidays announced since, the full length is reached on { $day }. Let it end later.
periods-objections-of = { $count ->
    [one] { $count } objection
   *[other] { $count } objections
}
periods-objections-about = Until all are decided the result says “being looked into”, not “no objections”
periods-objections-none = Nobody has objected.
periods-objections-hidden-about = Objections are handled by the head of the unit and the disclosure office; supervisors may read them.
periods-says = What it says
periods-stage = How far
periods-whole = the whole
periods-row-no = row { $row }
periods-about-row = row { $row } { $cells }
periods-who = Who objects
periods-anonymous = anonymous
periods-named-hidden = With a name. You drafted the list or wrote in it, so it is not shown to you.
periods-acknowledge = Take it up
periods-acknowledge-about = Whoever objected then sees “being looked into”.
periods-finding = Finding
periods-answer = Answer (read with the receipt code)
periods-answer-about = No telephone numbers, papers or other personal data of others. It cannot be changed once sent.
periods-rule-do = Send the answer
periods-concerned = You drafted the list or wrote in it, so you cannot rule on it. Ask the head of the unit or somebody else of the disclosure office.
periods-answer-by = answer by { $day }
periods-by-hand = Enter an objection made by telephone, letter or visit
periods-by-hand-do = Enter it
periods-filed-by-hand = { $number } is entered; receipt code { $receipt }
periods-filed-by-hand-about = The code is shown this once. Give it to whoever objected.
periods-sealed = Sealed list
periods-sealed-about = The list has come down and is kept under seal.{" "}
periods-sealed-until = Kept until { $day }.
periods-open-sealed = Open it
periods-open-sealed-about = Each look is logged.
periods-sealed-hidden = The list has come down and is sealed; only supervisors and the disclosure office may look at it.
periods-sealed-logged = This look was logged
periods-purged = The sealed list was destroyed when its time was over.
periods-at-end = At the end, by itself
periods-at-end-1 = The list comes down at 24:00
periods-at-end-2 = Its address keeps title, period and result
periods-at-end-3 = The list is kept under seal.{" "}
periods-at-end-stays = A period of this kind stays on view after its end.
periods-extend = Let it end later…
periods-extend-about = Later only, never earlier. Its page says so, with the reason.
periods-extend-until = New last day
periods-extend-reason = Reason
periods-extend-do = Let it end later
periods-change = To change the list
periods-change-about = A list on view is not changed in place: press “Amend…” on its record; rows that change are shown for a whole period anew after the reviews.

# What has to be mended, and periods that are cut short
publicity-refused-cells = Cells of the list hold personal data, so nothing was kept. Look at the list and mend those cells.
publicity-refused-no-names = A list of this kind needs a column of names (姓名), so nothing was kept. Please check the heads.
publicity-refused-named = What was written names somebody in the list. It stays to be read after the list has come down: write the number of the row, not the name.
publicity-refused-no-unit = There is no such unit, or it is closed. Please choose one of the list.
publicity-refused-past = The first day is gone, so nothing was kept. Please choose today or a later day.
periods-wrong-cells = Column “{ $column }”, rows { $rows }: personal data ({ $found }). Mend it below, under “Change words in the list”.
periods-look-again = Mended; look again
periods-outcome-early = Withdrawn before its end: there is no result.
periods-outcome-withdrawn = Withdrawn: there is no result.
periods-withdraw-early = Its period has not run whole. The page will say that it was withdrawn before its end and has no result.
periods-row-moved = This row was changed or removed since. Above is what it said when the objection was filed.
work-reason-named = It names somebody in the list; write the number of the row, not the name
work-change-note-named = It names somebody in the list; write the number of the row, not the name
periods-fate-mend = { $count ->
    [one] shown; 1 cell to be mended
   *[other] shown; { $count } cells to be mended
}
periods-withdraw-open = { $count ->
    [one] 1 objection has no answer yet, and still needs one afterwards.
   *[other] { $count } objections have no answer yet, and still need one afterwards.
}
periods-own-basis = The school’s rule: { $basis }
publicity-refused-wider = More people would see it than a period of this kind is for, and nobody says why. Give the basis, or choose another audience.
publicity-beside = Column “{ $head }” { $why }　{ $place }　{ $masked }
publicity-beside-forbidden = is not for periods of this kind, nor in an attachment or the text
publicity-beside-found = holds personal data, which neither an attachment nor the text may show
publicity-beside-cells = has cells with personal data: mend those cells
publicity-beside-unmasked = has to be covered in the middle, as in 2024****017
publicity-beside-open = is not named by the rule of this kind: take it out, or decide to show it
publicity-beside-decide = Shall these columns of tables beside the list be shown?
publicity-beside-decide-about = The rule of this kind does not name them. Tick what the period needs and save: who decided is kept. Take out or cover the rest.
periods-wider = Why more people see it than the rule says
periods-wider-hint = Periods of this kind are for “{ $audience }”. Where more people see it, give the basis; the reviewers are shown it.
periods-widened = Please look: periods of this kind are for “{ $meant }”, and this one is for “{ $audience }”. Reason:
periods-widened-unsaid = No reason is given.
