# The workbench

work-name = Disclosure workbench
work-tabs = Navigation on the phone
work-command = Search
work-command-hint = Title, document number or index number
work-me = My account
work-comma = ,{" "}

# The rail
work-at-home = Home
work-at-review = Review
work-at-new = New
work-at-ledger = Ledger
work-at-people = People
work-at-log = Log
work-at-account = Account

# Coming in
work-sign-in = Sign in
work-sign-out = Sign out
work-sign-out-other = Sign in as somebody else
work-login = Staff number
work-login-hint = Letters, digits, -, _ and ., at most 40
work-password = Password
work-first-time = For the first time
work-first-time-about = Choose a password by the link that the administrator sent you. It holds for 7 days.
work-forgotten = Forgotten the password
work-forgotten-about = Ask the administrator for a new link and choose another password by it. The administrator cannot see your password.
work-office-phone = Telephone of the disclosure office: { $phone }
work-visitors = Visitors
work-visitors-about = What is public can be read without signing in:{" "}
work-visitors-site = the disclosure site
work-wrong-sign-in = Not signed in: the staff number or the password is wrong.
work-wrong-code = This code is wrong or was used already.
work-attempts-left = { $count ->
    [one] Check Caps Lock. After 1 more mistake this computer has to wait ten minutes; others are not affected.
   *[other] Check Caps Lock. After { $count } more mistakes this computer has to wait ten minutes; others are not affected.
}
work-attempts-wait = Too many mistakes. Please wait until { $until }.
work-attempts-wait-advice = Only this computer has to wait. If you forgot the password, ask the administrator for a new link.
work-session-over = You were signed out; what you wrote is kept.
work-session-over-advice = Sign in again and it goes on from there.
work-session-over-file = You were signed out; the file was not taken.
work-go-on = Go on
work-go-on-about = You are signed in. What you wrote is here; press the button to go on.
work-go-on-button = Go on with what I was doing
work-second-step = One-time code
work-code = One-time code (6 digits)
work-code-hint = The number on your telephone that changes every 30 seconds; without the telephone, one of your spare codes.
work-code-lost = Lost the telephone
work-code-lost-about = Use one of the spare codes you printed; each works once. If they are gone too, ask the administrator for a new link.
work-choose-password = Choose a password
work-new-password = New password
work-new-password-hint = At least { $count } characters. A sentence you remember will do; capitals and signs are not asked for.
work-password-again = Once more
work-password-twice = The two are not the same
work-password-twice-advice = Please type both again.
work-password-good = A good password
work-password-good-about = Long and easy to remember: three or four unrelated words, or a sentence that nobody guesses.
work-password-good-second = No staff number, name, telephone or birthday, and not the password of another place.
work-save-and-enter = Save and go in
password-short = { $count ->
    [one] 1 character is missing
   *[other] { $count } characters are missing
}
password-long = Too long: 200 characters at most
password-common = Too easy to guess: little is left of it without common words, your number and your name. Please choose another
work-invitation-over = This link no longer holds
work-invitation-over-about = A link works once and for 7 days, and ends when a new one is made. Please ask the administrator for another.

# Home
work-nothing-waits = Nothing waits for you
work-nothing-waits-about = For a new document, press “New record”.
work-nothing-waits-else = What is yours to do will stand here.
work-letters-requests = { $count ->
    [one] { $count } request for information waits for you
   *[other] { $count } requests for information wait for you
}
work-letters-voices = { $count ->
    [one] { $count } opinion, enquiry or complaint waits for you
   *[other] { $count } opinions, enquiries and complaints wait for you
}
work-letters-late = { $count ->
   *[other] { $count } overdue
}
work-tasks-wait = { $count ->
    [one] 1 thing waits for you
   *[other] { $count } things wait for you
}
work-reviews-wait = { $count ->
    [one] 1 record waits for your judgement
   *[other] { $count } records wait for your judgement
}
work-school-late = { $count ->
    [one] One item overdue
   *[other] { $count } items overdue
}
work-school-soon = { $count ->
    [one] one due soon
   *[other] { $count } due soon
}
work-of-them = Of these, { $parts }.
work-of-them-late = { $count } overdue
work-of-them-soon = { $count } due within three working days
work-begin-with-first = Begin with the first
work-new = New record
work-waiting = Waiting for me
work-to-judge = For me to judge
work-task = What
work-why = Why it is here
work-due = Due
work-next = Next step
work-item = Item { $item }
work-no-date = no date
work-more-wait = More wait than are listed:
work-why-returned = Came back: “{ $reason }”
work-why-drafting = Not yet sent for review
work-why-unit-review = Sent by { $drafter }, to be reviewed for the unit
work-why-secrecy-review = Drafted by { $drafter }, to be reviewed for secrecy
work-report-waits = The annual report of { $year } waits for your approval
work-why-publish = Drafted by { $drafter }, reviewed, to be published
work-next-returned = Mend and send again
work-next-drafting = Finish and send
work-next-unit-review = Review
work-next-secrecy-review = Review
work-next-publish = Publish
work-nobody = nobody named
work-ahead = The next 20 working days
work-ahead-about = The number at the right says which working day from today it is. 班 is a weekend day worked in exchange, 休 a holiday, as the State Council announced.
work-day-off = 休
work-today = now
work-month = { $count ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[other] Dec
}
work-cal-due = { $count } due
work-due-today = due today
work-late = { $count ->
    [one] 1 working day late
   *[other] { $count } working days late
}
work-left = { $count ->
    [one] 1 working day left
   *[other] { $count } working days left
}
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
weekday-short-1 = M
weekday-short-2 = T
weekday-short-3 = W
weekday-short-4 = T
weekday-short-5 = F
weekday-short-6 = S
weekday-short-7 = S

# The list
work-board-school = { $count ->
    [0] The list, whole school
    [one] The list, whole school: 1 item overdue
   *[other] The list, whole school: { $count } items overdue
}
work-board-unit = Our part of the list
work-board-empty = The school has not said yet which items are this unit's; the disclosure office does, in the list.
work-board-nobody = Nobody answers for these yet
work-board-latest = Last public
work-board-rule = Rule
work-board-none = never
work-board-do = Begin
work-board-new = Begin one
work-state-fresh = in time
work-state-soon = due soon
work-state-late = overdue
work-state-never = never public
work-state-nil = nil statement
work-state-na = does not apply
work-nil = Nil statement
work-nil-about = There is nothing to disclose under this item in this school year; the head of the unit signs it, and the annual report lists it.
work-nil-year = School year
work-nil-note = Remark (may be left empty)
work-nil-sign = Sign the nil statement
work-home-done-nil = The nil statement is signed.
work-home-done-nil-waits = The nil statement is signed. But something of this item is not public yet. Please check: once it is, the statement no longer holds and has to be taken back.
work-home-done-nil-back = The nil statement is taken back.
periods-again-gone = This form made a draft before, and that draft has gone on to review or is public: what you changed now was not saved. Change it there.
periods-not-kept = What you wrote was not kept; here it is:
work-nil-back = Take the nil statement back
work-nil-back-about = Afterwards the item has to be disclosed or explained in this school year again; the reason goes into the log.
work-nil-back-reason = Reason
work-mark-nil = Nil statement
work-mark-nil-about = A nil statement for this item stands for { $year }. Once this is public the two contradict each other: take the statement back first, on the front page of the workbench.
work-mark-bare = Nothing to read
work-mark-bare-about = There is only a title: no text, no attachment, and no address or place is registered. Readers see no content.
work-mark-applicant = Tells who asked
work-bare = Only the title is to be public; the content is not here
work-field-bare = There is only a title, no text and no attachment. Write a text or add a file; if only the title is to be public, tick the box below and send it again
work-home-done-delete = The draft is deleted.

# The ruler of days
work-ruler = From { $from }, due { $to }
work-ruler-made = { $day } made
work-ruler-due = { $day } due
work-ruler-shift = 班
work-ruler-span = { $from } to { $to }
work-ruler-counted = { $from } is day 0; { $days } working days after it.{" "}
work-ruler-skipped = Left out: { $days }.{" "}
work-ruler-worked = Worked in exchange and counted: { $days }.{" "}
work-ruler-provisional = Holidays of one of these years are not announced yet; it will be counted again when they are.

# The ledger
work-views = Views
work-view-all = All
work-view-year = This school year
work-view-mine = Drafted by me
work-view-on-its-way = On their way
work-view-public = Public
work-view-settled = Not disclosed
work-view-down = Taken down
work-find = Find in the ledger
work-find-hint = Title, document number, index number
work-unit = Unit
work-all-units = All units
work-item-label = Item
work-all-items = All items
work-stage = State
work-all-stages = All states
work-filter = Filter
work-filter-off = Clear the filter
work-found-nothing = Nothing fits
work-ledger-empty = There is no record here yet
work-ledger-empty-about = Begin the first one, or ask the disclosure office to import the ledger you have.
work-title = Title
work-number = Document number
work-item-short = Item
work-made = Made on
work-published = Public since
work-found = { $count ->
    [one] 1 record
   *[other] { $count } records
}
work-page-before = Previous
work-page-after = Next
work-stage-draft = Draft
work-stage-unit-review = With the unit
work-stage-secrecy-review = Secrecy review
work-stage-approved = To be published
work-stage-done = Done
work-stage-settled = Not disclosed
work-stage-stopped = Stopped
work-stage-returned = Sent back
work-stage-amending = Being amended
work-stage-public = Public
work-stage-withdrawn = Withdrawn
work-stage-expired = Term over

# Writing
work-writing = Writing:{" "}
work-new-about = Title, item and unit are enough to begin with; save, and write the text in your own time.
work-saved = Saved
work-came-back = It came back to you: mend it and send it again
work-came-back-to = It went back to { $name } and waits to be mended
work-form-wrong = { $count ->
    [one] One thing has to be mended before it can be saved. What you wrote is all here.
   *[other] { $count } things have to be mended before it can be saved. What you wrote is all here.
}
work-meanwhile = Not saved: { $by } changed it too, at { $at }.
work-meanwhile-somebody = Not saved: somebody else changed it too.
work-meanwhile-about = What you wrote is below. Take over what you need of theirs, then save: yours will count.
work-meanwhile-title = Their title:{" "}
work-meanwhile-difference = See what differs (struck out is theirs, underlined is yours)
work-facts = This record
work-choose = Please choose
work-facts-public = It is public, and an amendment changes its text only; item, unit and openness are the disclosure office's to change.
work-label-item = Item
work-label-unit = Unit
work-label-made-on = Made on
work-label-document-number = Document number
work-label-form = Kind of document
work-label-origin = Origin
work-label-openness = Openness
work-label-ground = Ground for withholding (with its article)
work-label-audience = For whom
work-label-until = For how long
work-label-summary = Summary
work-label-title = Title
work-label-body = Text
work-label-change-note = What changed
work-until-hint = A date, to the end of that day; empty for good
work-change-note-hint = The public sees this sentence
work-due-by = To be public by { $day } ({ $weekday })
work-how-counted = How it is counted
work-summary-length = { $count } of 100 characters
work-signs = Headings, tables and signatures in the text
work-signs-about = A line is a paragraph. “# ” begins a heading; lines divided by bars are a table; “>> ” sets a line to the right, “>< ” in the middle; a line “![what it shows](picture.png)” is a picture among the attachments.
work-goes-to = { $names } will review it
work-no-head = This unit has no head yet, so nobody could review it. Ask the administrator to add one under People.
work-give-up = Give up the amendment
work-delete-draft = Delete the draft
work-save-draft = Save draft
work-send = Send for review
work-send-to = Send to { $names }
work-field-required = Not filled in
work-field-choice = Not among the choices
work-field-long = Too long
work-field-date = There is no such day; write it like 2026-09-15
work-field-future = This day has not come yet
work-field-past = This day is over, and nothing is shown after its term; take a later one, or leave it empty
work-field-undated = Nothing was filled in. Tick “date not known” when nobody knows
work-undated = Date not known
work-field-taken = Somebody else has this staff number
work-field-posts = Clerks and heads are of a unit; all others are of the whole school

# From a file
work-drop = Is there a Word file? Choose it and type nothing twice
work-drop-about = .docx is best; PDF, web pages and text are read too. Save a .doc or .wps as .docx first. 20 MB at most. Check what was recognised, then save.
work-drop-read = Read the file
work-file-none = No file was chosen
work-file-unreadable = { $file } could not be read: { $why }
work-file-empty = There is no text in { $file }. Of scans and pictures, please use the Word file they were made from.
work-read-of = { $file }: check what was recognised
work-read-check = Everything can be changed; what you write counts
work-read-what = What
work-read-where = Where it was read
work-read-nowhere = Not recognised; please fill it in
work-read-at = paragraph { $count }
work-read-signed = signed “{ $name }”
work-read-former = signed “{ $name }”, which is a former name
work-read-stranger = signed “{ $name }”, which is no unit that is registered
work-read-item = words of the title
work-read-items = words of the title fit several items; the first was taken
work-read-others = It may also be:
work-read-extent = { $paragraphs } paragraphs, { $tables } tables
work-read-extent-pictures = { $paragraphs } paragraphs, { $tables } tables, { $pictures } pictures (they become attachments when it is saved; delete the line “![…](…)” of one that is not wanted)
work-read-unsaved = Nothing is saved yet. Look it over, then save the draft or send it.
work-please-look = Please check
work-mark-picture = the picture is no attachment, readers would see only its name
work-mark-column = { $found } ({ $count } in this column). { $why }.
work-left-out = What is not running text was left out
work-left-out-picture = { $count } pictures that are not in the file, or are no .png, .jpg or .gif (save them as such and attach them)
work-left-out-comment = { $count } comments
work-left-out-deleted = { $count } tracked deletions
work-left-out-margin = { $count } headers or footers
work-left-out-note = { $count } footnotes
work-left-out-box = { $count } text boxes
work-left-out-hidden = { $count } hidden things and properties
incoming-doubt-title = may be the title, though it does not end as titles do
incoming-doubt-brackets = brackets changed to 〔〕
incoming-doubt-year = without a year; that of the document number was taken

# Marks
work-does-not-add-up = figures do not add up
work-stopped = { $count ->
    [one] Saved, but one thing has to be mended before it can be sent.
   *[other] Saved, but { $count } things have to be mended before it can be sent.
}
work-stopped-about = Personal data may not become public: take it out, or give the office's telephone or mailbox, and send again.
work-marks = What to look at
work-mark-stop = To mend:{" "}
work-mark-ask = Please look:{" "}
work-mark-line = line { $count }
work-marks-stop = { $count ->
    [0] {""}
   *[other] { $count } to mend.{" "}
}
work-marks-ask = { $count ->
    [0] {""}
   *[other] { $count } to look at.
}

# One record
work-planned-for = to be published { $at }
work-drafted-by = drafted by { $name }
work-audience-usual = Records of this item are usually for “{ $audience }”. Please check.
work-person-otherwise = Not saved: somebody else has just changed this person, who is now: { $now }. What you wrote is still below; saving again makes it hold.
work-write-on = Go on writing
work-looked-at = Readers will see the text as below.
work-looked-at-about = What you wrote is saved as a draft; it was neither sent for review nor made public. What stands on the right is seen only by those who work on it.
work-on-portal = As the public sees it
work-fault-on-portal = Look for it on the portal
work-made-today = Today
work-inside = on its way:{" "}
work-next-one = Next
work-sent = Saved.
work-sent-to = It now waits for { $names }.
work-barred-own-work = You drafted this, so you cannot review it.
work-barred-both-reviews = You reviewed it for the unit, so somebody else has to review it for secrecy.
work-barred-others = { $names } can.
work-what-changed = What changed
work-no-change-in-text = Nothing in the text changed.
work-no-text = No text
work-judge-what = What to look for
work-judge-1 = State or work secrets
work-judge-2 = Personal data that may not be public
work-judge-3 = Whether openness and audience are right
work-judge-about = One record at a time. Your decision, its time and reason are kept. Whoever drafted it may not review it, and the two reviews are two people's.
work-who-did = Who did what
work-nobody-holds = nobody holds this post yet
work-by-operator = server administrator
work-by-system = the program
work-by-visitor = visitor
work-term-standing = For good
work-term-until = To { $day }
work-withdraw = Withdraw…
work-withdraw-about = Only title, dates and reason stay at its address. It cannot be brought back.
work-withdraw-reason = Reason (the public sees it)
work-successor = What takes its place (index number, may be left empty)
work-withdraw-do = Withdraw it
work-amend = Amend…
work-amend-about = The public goes on seeing the present edition until the next one is reviewed and published.
work-amend-do = Begin the amendment
work-send-back = Send back…
work-send-back-reason = Reason
work-send-back-hint = The drafter sees it, and it is kept
work-send-back-how = Say which place and how to mend it, then send it back.
work-send-back-do = Send it back
work-pass-unit = Pass on to secrecy review
work-pull-back = Take it back
work-pass-settled = Pass, to stay with the school
work-pass-secrecy = Pass, on to the disclosure office
work-plan = Publish at a time…
work-plan-when = When
work-plan-do = Set it
work-plan-off = Take the time away
work-publish = Publish
work-reason-required = No reason was given
work-reason-long = Too long: 500 characters at most
work-change-note-required = What changed was not said
work-change-note-long = Too long: 500 characters at most
work-publish-at-past = This time is over; set a later one, or publish it now
work-publish-at-far = This is more than a year ahead; please look at the year
work-publish-at-minute = There is no such time; write it like 2026-09-15 09:00
work-publish-at-long = There is no such time; write it like 2026-09-15 09:00
work-successor-absent = Nothing public has this index number; please check, or leave it empty
work-successor-index = Not an index number; write it like 99001/2026-00412
work-successor-long = Not an index number; write it like 99001/2026-00412
work-done-pass_unit = Passed on to secrecy review.
work-done-settled = Passed for secrecy. It stays with the school: the ledger keeps it and the report counts it as what it is.
work-done-reopen = Sent back to its drafter to be considered anew; it is reviewed again afterwards.
work-settled = Settled: { $openness }
work-settled-about = Both reviews are done and nobody is waited for. The ledger and the annual report count it as what it is; the public does not see it.
work-reopen = Consider anew…
work-reopen-about = When it may be disclosed after all, send it back to its drafter from here; it is reviewed again.
work-reopen-reason = Why it is considered anew
work-reopen-do = Send it back to its drafter
work-instead = No other head of this unit may review it: there is none, or they wrote it. The disclosure office reviews it in their place.
work-done-pass_secrecy = Passed for secrecy; the disclosure office will publish it.
work-done-plan = The time is set; it becomes public by itself.
work-done-plan_off = The time was taken away; it can be published now.
work-done-send_back = Sent back to its drafter.
work-done-pull_back = Taken back: it is your draft again. Send it when it is ready.
work-done-publish = It is public.
work-done-already = This is done. You did it just before, and it was not done again.
work-done-withdraw = Withdrawn.
work-done-give_up = The amendment is given up; what is public stays as it was.

# Checking a file
work-at-check = Check
work-check-clean = Nothing was found
work-check-unread = Not read whole; nothing was found in what was read
work-check-clean-about = No figures that do not add up and no personal data were recognised. That nothing was found is no proof; please look once more.
work-check-claims = { $count ->
    [one] 1 statement tested
   *[other] { $count } statements tested
}
work-check-kept = Nothing of it is kept.
work-check-found = What was found
work-check-text = The text
work-check-cut = The file is long ({ $count } lines); only what is near a mark is shown.
work-check-what = What is looked for
work-check-what-1 = Figures: sums and their parts, percentages, counts and what is listed, dates and weekdays, numbering
work-check-what-2 = Personal data: numbers of papers and cards, mobile numbers, home addresses, dates of birth; hidden sheets, comments, tracked changes and properties too
work-check-what-3 = What cannot be looked into is said: locked files, scans, pictures
work-check-one = Choose a file
work-check-again = Another one
work-check-look = Check
work-check-copy = Redacted copy
work-check-copy-about = What is personal is taken out and the copy is read again; it is given only when nothing can be read any more. It is called redacted; yours stays as it is. With pictures, embedded files or other parts that nobody can look into it is called redacted-unproven: look before you use it.
work-check-formats = .docx, .xlsx, .pdf, .doc, .xls, web pages, text; 20 MB at most
work-copy-none = There is no redacted copy of { $file }: { $why }
work-copy-left = { $count ->
    [one] 1 thing could still be read in it
   *[other] { $count } things could still be read in it
}

# People
work-people-count = { $count ->
    [one] 1 person
   *[other] { $count } people
}
work-person-new = Add somebody
work-nobody-is = Nobody is { $role } yet
work-person-name = Name
work-posts = Posts
work-posts-hint = Somebody may hold several posts. Clerks and heads are of a unit; the others are of the whole school.
work-role = Post
work-whole-school = Whole school
work-access = Account
work-access-invited = Invited, no password yet
work-access-active = May sign in
work-access-closed = Closed
work-email = Mail
work-email-hint = May be left empty; reminders go there
work-close-account = Close this account: signed out at once and not let in again; what they did stays under their name
work-save = Save
work-save-and-invite = Save and make a link
work-invite-again = New link (to choose another password)
work-link = Link
work-link-made = The link is ready; please give it to them
work-link-about = It is shown this once, works once, and holds until { $until }. Whoever has it can choose the password: hand it over in person or by mail of the school.

# Account
work-other-language = 中文
work-step-on = The one-time code is set up
work-spare-codes-about = These are your spare codes, shown this once. Print them and lock them away: each works once when the telephone is lost.
work-sessions = Signed in
work-browser = Browser
work-last-used = Last used
work-this-browser = This one
work-end-session = Sign it out
work-end-others = Sign out all others
work-step-is-on = { $count ->
    [one] One-time codes are on; 1 spare code is left.
   *[other] One-time codes are on; { $count } spare codes are left.
}
work-step-off = Turn one-time codes off
work-step-scan = Scan this with an authenticator on your telephone and type the 6 digits it shows.
work-step-type = If it cannot be scanned, type:
work-qr = QR code
work-step-confirm = Confirm
work-step-about = With a number from your telephone beside the password, nobody gets in who has only learned the password. Recommended for whoever reviews, publishes or administers.
work-step-begin = Set up one-time codes
work-change-password = Change the password
work-old-password = Present password
work-change-password-about = All other browsers will be signed out.
work-change-password-do = Change it
work-account-done-password = The password is changed; other browsers are signed out.
work-account-done-session = That browser is signed out.
work-account-done-sessions = All other browsers are signed out.
work-account-done-step-off = One-time codes are off.

# Log
work-log-about = Who did what and when. It can be read, not changed.
work-log-empty = Nothing yet
work-log-when = When
work-log-who = Who
work-log-what = What
work-log-object = To what
work-log-why = Why
work-log-older = Older

# Posts and acts
role-member = Member of the school
role-clerk = Clerk
role-unit-head = Head
role-secrecy-reviewer = Secrecy reviewer
role-office = Disclosure office
role-supervisor = Supervisor
role-leader = Leader of the school
role-administrator = Administrator
act-school-founded = The school's database was made
act-school-changed = The school's profile changed
act-unit-written = A unit was entered or changed
act-channel-written = A channel was entered or changed
act-unit-renamed = A unit got another name
act-unit-recoded = A unit got another code
act-unit-merged = A unit went into another
act-unit-deleted = A unit was taken away
act-channel-renamed = A channel got another name
act-channel-recoded = A channel got another code
act-channel-merged = A channel went into another
act-channel-deleted = A channel was taken away
act-item-set = An item's setting changed
act-record-imported = A record came in from a ledger file
act-record-reimported = A record that an import changed
act-record-drafted = An edition was drafted
act-record-submitted = Sent to the unit's head
act-unit-review-passed = Passed by the unit's head
act-secrecy-review-passed = Passed by the secrecy reviewer
act-publication-planned = Time of publication set
act-record-settled = Settled as not disclosed by the school of its own accord
act-record-reopened = Considered anew
act-record-returned = Sent back with a reason
act-record-pulled-back = Taken back by whoever sent it
act-record-published = Made public
act-record-amended = A next edition made public
act-record-withdrawn = Taken down
act-record-expired = Taken down because its term was over
act-record-released = Went out over a channel
act-release-deleted = A release was taken away that had been entered by mistake
act-release-taken-down = Taken down elsewhere
act-attachment-added = A file was added to a draft
act-attachment-redacted = A copy without personal data took the place of a file
act-attachment-removed = A file was removed from a draft
act-record-moved = Put under another item, unit or school year
act-record-deleted = A draft was taken away
act-dataset-written = A dataset was entered or changed
act-dataset-deleted = A dataset was taken away
act-text-written = A text of the annual report was entered or changed
act-text-moved = A text of the annual report was put elsewhere in its place
act-text-deleted = A text of the annual report was taken away
act-nil-stated = A unit stated that there is nothing to disclose
act-nil-deleted = A nil statement was taken away
act-ledger-imported = A ledger file was brought in
act-record-undone = A record is as it was before an import, or gone with it
act-import-undone = An import was taken back
act-report-issued = An annual report was issued, which made it public
act-person-written = Somebody's account was made or changed: name, address, posts
act-person-invited = Somebody was sent a link to choose a password by
act-password-chosen = Somebody chose a password
act-signed-in = Somebody signed in
act-signed-out = Somebody signed out, or had another browser signed out
act-second-step-set = Somebody's second step at signing in was set up, or taken away

# Pages of errors
work-fault-absent = The address may be mistyped, or the page has moved.
work-fault-absent-record = There is none here: it may have been deleted, or belong to another unit. What is public can be seen on the portal.
work-fault-typed = What you wrote is still here
work-fault-typed-about = It was not saved. Please copy it first, then go back and paste it.
work-fault-typed-one = What you wrote
work-fault-files = Files that came with it were not taken; please choose them again.

# Ledger: columns, views, several at once
work-index = Index number
work-drafter = Drafter
work-ledger-file = Export what is shown
work-ledger-too-many = These are more than 20,000 records, too many for one sheet. Filter first, or export the whole ledger.
work-columns = Columns { $shown } of { $all }
work-columns-do = Show these
work-view-keep = Keep as a view
work-view-name = Name
work-view-keep-do = Keep
work-view-forget = Forget
work-together = Several at once
work-together-about = Tick some and do the same with all
work-together-tick = Tick
work-together-one = Tick: { $title }
work-together-none = Nothing is ticked. Tick records in the table first, then press the button.
work-together-submit = Send for review
work-together-publish = Publish
work-together-delete = Delete drafts
work-together-sure = { $count ->
    [one] Delete one draft?
   *[other] Delete { $count } drafts?
}
work-together-sure-about = A draft that is deleted cannot be had back; what was public is not deleted.
work-together-sure-do = { $count ->
    [one] Delete it
   *[other] Delete these { $count }
}
work-together-not = Keep them
work-together-done-submit = { $count ->
    [one] One record sent for review
   *[other] { $count } records sent for review
}
work-together-done-publish = { $count ->
    [one] One record published
   *[other] { $count } records published
}
work-together-done-delete = { $count ->
    [one] One draft deleted
   *[other] { $count } drafts deleted
}
work-together-left = { $count ->
    [one] With one record it could not be done
   *[other] With { $count } records it could not be done
}
work-together-back = Back to the ledger
act-commented = Comment

# Comments
work-said = Comments
work-said-about = Only those who work on it see them; they are never public.
work-said-none = Nobody has said anything yet.
work-said-field = Say to the others
work-said-do = Comment
work-said-to-you = Somebody waits for your answer
work-said-wording-required = Nothing was written
work-said-wording-long = Too long, at most 1,000 characters

# Written after what was before
work-after-do = Write a new one after this
work-after = Written after “{ $title }”
work-after-about = Document number, term and summary were emptied, and the date is today's. Please go through years, numbers and dates in title and text before you save.

# Saved while one writes
work-kept-saving = Saving…
work-kept-saved = Saved
work-kept-failed = Not saved; what you wrote is still on this page, and it is tried again
work-kept-over = You are signed out; what you wrote is still on this page. Sign in in another window and it goes on saving here
work-kept-meanwhile = Somebody else changed it too; press “Save draft” to see both
work-kept-need = Not saved yet: title, item and unit come first
work-cover = { $count ->
    [one] Cover it with *
   *[other] Cover these { $count } with *
}
work-marks-key = F8 goes to the next one

# Review sheet
work-sheet = Review sheet
work-sheet-print = Review sheet
work-sheet-how = Print it with the browser (Ctrl P) for the file
work-sheet-found = personal data: { $certain } certain, { $suspected } to be looked at
work-sheet-none = No attachments
work-sheet-step = Step
work-sheet-who = Who
work-sheet-when = When
work-sheet-words = Words
work-sheet-signed = Signature
work-sheet-rule = Reviewed first, then published, each thing by itself. Who drafted it does not review it, and the two reviews are two people's.

work-board-inside = { $count ->
    [one] One more item is not late on the portal, but something of it that is still on its way is past its day.
   *[other] { $count } more items are not late on the portal, but something of them that is still on its way is past its day.
}
# Personal data that the law wants public
waive = Personal data on a legal basis
waive-about = Where a law or rule orders what was stopped to be public, name the article and say why. The secrecy reviewer and the supervisor see it. It holds for this edition as it stands: another word, and the next edition, need it anew.
waive-else = Take out what can go, or give an office’s telephone instead. Where a law or rule orders it, ask the disclosure office (not the drafter) to name the basis on this page.
waive-basis = Basis
waive-basis-hint = The law or rule, and its article
waive-reason = Reason
waive-by = By
waive-given = Personal data, public on a legal basis
waive-holds = For this edition as it stands only. At the secrecy review, see whether the basis is right and no more is shown than it asks for.
waive-do = Name the basis and let this edition pass
act-personal-data-waived = Personal data on a legal basis
act-suspicion-answered = Suspected personal data answered
work-basis-required = The basis is missing: name the rule and its article
work-basis-long = Too long
work-basis-article = No article is named. Give the rule and its article (第…条)
work-basis-personal = It holds personal data; please take it out
work-waiver-reason-required = The reason is missing
work-waiver-reason-long = Too long: 300 characters at most
work-waiver-reason-personal = It holds personal data; please take it out
work-together-stays = { $count ->
    [one] { $count } of them cannot be deleted and stays:
   *[other] { $count } of them cannot be deleted and stay:
}

# The log: names of facts
work-fact-access = account
work-fact-after = after
work-fact-basis = basis
work-fact-batch = batch
work-fact-before = before
work-fact-certain = personal data found
work-fact-channel = channel
work-fact-edition = edition
work-fact-fact = what
work-fact-former = former name
work-fact-from = from
work-fact-given = given by another
work-fact-given-up = given up
work-fact-kept = columns kept
work-fact-mail = mail
work-fact-message = message
work-fact-name = name
work-fact-objection = objection
work-fact-openness = openness
work-fact-order = order
work-fact-part = part
work-fact-people = people
work-fact-place = place
work-fact-posts = posts
work-fact-publish-at = at
work-fact-refused = refused
work-fact-remark = remark
work-fact-reminders = reminders
work-fact-rows = rows
work-fact-ruling = ruling
work-fact-set = state
work-fact-table = table
work-fact-things = things
work-fact-to = to
work-fact-unit = unit
work-fact-version = draft
work-fact-what = what
work-fact-year = school year
work-fact-size = size
work-fact-file = file
work-fact-is-yes = yes
work-fact-is-no = no
work-fact-is-on = on
work-fact-is-off = off
work-fact-is-invited = invited
work-fact-is-active = may sign in
work-fact-is-closed = closed
work-fact-what-item = item
work-fact-what-unit = unit
work-fact-what-year = school year
work-log-kind-school = school
work-log-kind-unit = unit
work-log-kind-channel = channel
work-log-kind-item = item
work-log-kind-record = record
work-log-kind-dataset = dataset
work-log-kind-report = report
work-log-kind-person = person
work-fact-kind = kind
work-fact-person = person
work-fact-scope = before whom
work-fact-audience-public = everyone
work-fact-audience-campus = the school
work-fact-audience-unit = the unit
work-fact-days = days
work-fault-too-large = Files sent at once may have 20 MB together; nothing was taken. Go back in your browser, what you typed is still there; compress the files or send them one by one.
work-label-wider = Why more people see it than the rule says
work-field-wider = More people would see it than a period of this kind is for: say why
work-looked = Opened and looked at: { $name }
work-looked-required = A file was not opened yet. Open each, look, and tick it
work-fact-looked = Files opened
work-fact-subject = about
work-fact-judged = answer
work-fact-released-on = released on
work-fact-taken-down-on = taken down on
work-fact-locator = address or place
work-fact-audience = Audience
work-left-out-about = None of it is running text, and what is published does without; the file was not changed. Nothing of the text is missing. Add by hand what you need of it.
work-files-too-large = The files are more than 20 MB together: they were not taken and nothing is saved yet. What you wrote is below: choose fewer or smaller files, then save.

# Copies elsewhere of what was withdrawn
taken-down-head = Posted elsewhere, to be taken down
taken-down-about = On this site it is withdrawn. These are the releases elsewhere that were registered: take each down where it is, then enter the day and how it can be seen. What is not entered counts as up.
taken-down-none = No release elsewhere was registered.
taken-down-up = { $count ->
    [one] One copy elsewhere is still up
   *[other] { $count } copies elsewhere are still up
}
taken-down-left = { $count }
taken-down-all = Everything elsewhere is taken down
taken-down-is = Taken down
taken-down-not = Still up
taken-down-on = Taken down on { $day }
taken-down-since = Withdrawn on { $day }
taken-down-day = Day it was taken down
taken-down-evidence = Evidence
taken-down-evidence-hint = How it can be seen, such as “deleted in the account's back end, screenshot kept in the office”.
taken-down-do = Register as taken down
taken-down-done = Registered.
taken-down-go = Register what was taken down
