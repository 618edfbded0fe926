# Settings in the workbench.
work-at-settings = Settings
setting-at-school = School
setting-at-units = Units and people
setting-at-catalogue = Catalogue
setting-at-channels = Channels
setting-at-publicity = Kinds of publicity
setting-at-calendar = Calendar
setting-at-technical = Appearance and machinery
setting-about = School, units, catalogue and channels are kept here; every change is in the log.
setting-open = { $count ->
    [one] 1 thing is not settled yet
   *[other] { $count } things are not settled yet
}
setting-nothing-open = Everything is settled
setting-nothing-open-about = Catalogue, units and channels are set up. To change something, choose above.
setting-open-school = Still missing of the school: { $facts }
setting-open-school-about = The guide and the annual report print these (Decree 29, article 11).
setting-open-no-units = There are no units yet
setting-open-no-units-about = Add units one by one, or units and people at once from an .xlsx file.
setting-open-headless = { $count ->
    [one] 1 unit has items and no head, so nobody can review for it.
   *[other] { $count } units have items and no head, so nobody can review for them.
}
setting-open-headless-about = The administrator gives the unit a head under “People”.
setting-open-owners = { $count ->
    [one] 1 item has no responsible unit
   *[other] { $count } items have no responsible unit
}
setting-open-owners-about = Nobody is told the deadline of an item without a unit, and nobody can sign that there was nothing.
setting-open-drafts = { $count ->
    [one] 1 change is drafted and not published
   *[other] { $count } changes are drafted and not published
}
setting-open-drafts-about = Look at the difference and publish; only then they hold.
setting-open-no-channels = There are no channels yet
setting-open-no-channels-about = Add the school's site first, then accounts, boards and so on.
setting-open-calendar = The holidays of { $year } are not known yet
setting-open-calendar-about = Deadlines that fall into that year count Monday to Friday until then and are marked as provisional.
setting-source = Source: { $note }
setting-read-only-office = The disclosure office keeps this page; you may look.
setting-none = nobody
setting-note = Remark
setting-state = State
setting-in-use = in use
setting-closed-since = closed since { $day }
setting-former = Former names
setting-change = Change
setting-look = Look
setting-leave = Leave it
setting-wrong-taken = This is the code, name or former name of “{ $other }” already. Choose another, or change that one.
setting-wrong-personal = This holds personal data, { $masked }, and would be public. Take it out, or use a number or address of the office.
setting-wrong-code = A code is letters, digits, - _ or ., at most 40 of them, such as jwc.
setting-wrong-circle = The unit above can be neither itself nor one below it.
setting-wrong-school-code = The school's code is at most 20 letters or digits, such as 12345.
setting-wrong-email = This is no e-mail address. It should look like xxgk@example.edu.cn.
setting-wrong-mobile = This is a mobile number and would become public. Give an office's telephone, such as 0730-8412345.
setting-wrong-website = This is no address of a site. Write for example https://www.example.edu.cn.
setting-wrong-line = One line only.
setting-wrong-rule = This does not fit the rule. Days are 1 to 366; a day of the year is 10-31.
setting-wrong-maps-to = Write numbers of the list, 1 to 50, with commas between: 31, 32.
setting-still = It cannot be closed yet; still its: { $parts }. Give that to another unit first, or merge it into another.
setting-still-items = { $count ->
    [one] 1 item
   *[other] { $count } items
}
setting-still-people = { $count ->
    [one] 1 post
   *[other] { $count } posts
}
setting-still-records = { $count ->
    [one] 1 record on its way
   *[other] { $count } records on their way
}

# School
setting-school-about = Printed on the portal, in the guide and in the annual report. Leave empty what is not known; do not guess.
setting-fact-name = Full name
setting-fact-code = School code
setting-fact-code-hint = Index numbers begin with it. Those that were given out do not change.
setting-fact-kind = Kind of school
setting-fact-kind-hint = Decides which items of the list apply by default.
setting-fact-short-name = Short name
setting-fact-region = Region
setting-fact-website = Web address
setting-fact-office = Disclosure office
setting-fact-head = Head of the office
setting-fact-head-hint = The post, such as “director of the general office”; a name would be public too.
setting-fact-address = Address of the office
setting-fact-hours = Office hours
setting-fact-phone = Telephone of the office
setting-fact-phone-hint = The number of the office, best a landline; whatever stands here is public.
setting-fact-fax = Fax
setting-fact-email = E-mail
setting-fact-email-hint = The office's, not a person's.
setting-kind-vocational = Vocational college
setting-kind-undergraduate = Undergraduate college
setting-kind-university = University with postgraduates
setting-other-kind = { $count ->
    [one] With another kind of school 1 item applies otherwise by default
   *[other] With another kind of school { $count } items apply otherwise by default
}
setting-other-kind-agreed = I have looked; do it (all school years take the defaults of the new kind, what the school said itself stays; reports that were issued do not change)
setting-other-facts = Also in the ledger
setting-other-facts-about = These came with a ledger file; import one to change them.

# Units
unit-kind-department = department
unit-kind-college = college
unit-kind-body = body
unit-kind-other = other
setting-units-count = { $count ->
    [one] 1 unit.{ " " }
   *[other] { $count } units.{ " " }
}
setting-unit-new = Add a unit
setting-unit-facts = The unit
setting-unit-name = Name
setting-unit-code = Code
setting-unit-code-hint = Letters and digits, such as jwc. It does not change later.
setting-unit-kind = Kind
setting-unit-parent = Unit above
setting-unit-duty = Its part in disclosure
setting-unit-members = Members
setting-unit-members-hint = For bodies only, such as “chair: the president”. It is public: write posts.
setting-unit-clerks = Clerks
setting-unit-heads = Heads
setting-unit-people = People
setting-unit-items = Items
setting-unit-no-items = It answers for no item yet. The disclosure office says so in the catalogue.
setting-unit-nobody = Nobody yet
setting-unit-records = { $count ->
    [one] It has 1 record.
   *[other] It has { $count } records.
}
setting-unit-added = The unit is added
setting-unit-saved = Saved
setting-unit-renamed = Renamed; the name before stays known to imports
setting-unit-merged = Merged; the name before stays known
setting-unit-closed = Closed
setting-unit-reopened = In use again
setting-rename = Rename
setting-rename-to = New name
setting-rename-hint = The name before stays known: a file that uses it still means this one.
setting-close = Close
setting-reopen = Take into use again
setting-close-unit-about = A closed unit is offered no more for drafts, posts and items; what it has stays.
setting-reopen-unit-about = It can have drafts, posts and items again.
setting-merge-unit = Merge units
setting-merge-unit-about = One goes into another: records, items, figures, nil statements and posts follow, and the name before stays known.
setting-merge-channel = Merge channels
setting-merge-channel-about = One goes into another: releases follow, and the name before stays known.
setting-merge-from = This one
setting-merge-into = goes into
setting-merge-look = See what it changes
setting-merge-effect = It changes this
setting-merge-undo = A merger can be undone as a whole (press “Take back” on the page “Import”); posts do not go back by that and have to be changed under “People”.
setting-merge-do = Merge
setting-merge-otherwise = Nothing was merged: somebody has changed something, and it comes to something else by now. Please look again.
mend-follow-post = { "  " }{ $count ->
    [one] 1 post follows
   *[other] { $count } posts follow
}
mend-follow-item_draft = { "  " }{ $count ->
    [one] 1 drafted item follows
   *[other] { $count } drafted items follow
}
mend-named-post = { $count ->
    [one] 1 post
   *[other] { $count } posts
}
mend-named-item_draft = { $count ->
    [one] 1 drafted item
   *[other] { $count } drafted items
}

# Units and people from a file
setting-staff = Import from .xlsx
setting-staff-plan = This is what it comes to; please look
setting-staff-done = Done
setting-staff-file = List of units and people
setting-staff-file-hint = .xlsx, .csv or the tables of a Word file: one of units, one of people. You see what it changes first.
setting-staff-look = See what it changes
setting-staff-template = Template
setting-staff-template-about = A sheet of units and a sheet of people with heads that are understood.
setting-staff-template-get = Get the template
setting-staff-how = How it is done
setting-staff-how-about = A list only adds: units, people and posts that it does not name stay as they are. Somebody with several posts has several lines. Whoever is new gets a link, shown once, to be printed and handed out.
setting-staff-title = Units and people
setting-staff-sheet-units = Units: a code of letters and digits; the kind is department, college, body or other
setting-staff-sheet-people = People, a line a post: clerk, unit_head, secrecy_reviewer, office, supervisor, leader, administrator or member
setting-staff-new = { $count } new,{ " " }
setting-staff-changed = { $count } changed,{ " " }
setting-staff-same = { $count } as they are,{ " " }
setting-staff-faults = { $count ->
    [one] 1 line cannot be taken
   *[other] { $count } lines cannot be taken
}
setting-staff-row = Line { $row }
setting-staff-do = Do it so
setting-staff-nothing = There is nothing to do.
setting-staff-other = Another file
setting-staff-otherwise = Nothing was written: somebody has changed something, and it comes to something else by now. Please look again.
setting-staff-hidden = The file has hidden rows, columns or sheets, which were not read. Show them in the file first if they are meant.
setting-staff-cut = The file has more than 3000 lines; the rest was not read. Please divide it.
setting-staff-units = { $count ->
    [one] 1 unit,{ " " }
   *[other] { $count } units,{ " " }
}
setting-staff-people = { $count ->
    [one] 1 person.
   *[other] { $count } people.
}
setting-staff-links-about = These links are shown this once. Print them and hand them out; each person chooses a password. One that is lost can be made anew under “People”.
setting-staff-no-origin = The configuration names no public address, so the links are only the second half: put the address of the workbench before them, such as https://xxgk.example.edu.cn.
setting-staff-until = Holds until
setting-staff-no-head = No head was found in “{ $text }”. Units need 单位代码 (code) and 单位名称 (unit), people 工号 (login) and 姓名 (name).
setting-staff-twice = The code { $text } stands there twice. Leave one line.
setting-staff-two-names = The login { $text } has two names. Please check; a login is one person.
setting-staff-kind = “{ $text }” is no kind of unit: department, college, body or other.
setting-staff-unit = There is no unit “{ $text }”. Write its code or name, or add it to the sheet of units.
setting-staff-renamed = This code is “{ $text }” now. Rename it on the unit's page, so that the name before stays known.
setting-staff-taken = Name or code is that of “{ $text }” already.
setting-staff-code = “{ $text }” cannot be a unit's code: letters, digits, - _ or ., at most 40.
setting-staff-no-name = { $text } has no name, or one that is too long.
setting-staff-login = “{ $text }” cannot be a login: letters, digits, - _ or ., at most 40.
setting-staff-email = “{ $text }” is no e-mail address.
setting-staff-post = “{ $text }” is no post: clerk, unit_head, secrecy_reviewer, office, supervisor, leader, administrator or member.
setting-staff-post-unit = “{ $text }” needs a unit.
setting-step = What is done
setting-step-new = new
setting-step-changed = changed
setting-step-same = as it is
setting-doubt-same-name = There is somebody of this name with another login. Tick if this is another person
setting-doubt-closed = This account is closed. Tick to open it again
setting-doubt-other-name = This login has another name. Tick if the person's name changed

# Catalogue
setting-catalogue-heading =
    Catalogue: edition { $number }{ $count ->
        [0] .
        [one] , 1 item has no unit
       *[other] , { $count } items have no unit
    }
setting-catalogue-about = 50 items and { $own } of the school's own. { $from }
setting-catalogue-from = It holds from { $year }; reports of earlier years keep the catalogue of then.
setting-catalogue-always = It holds in every school year.
setting-catalogue-publish = Publish edition { $number }…
setting-catalogue-drafts = { $count ->
    [one] 1 item is drafted and not published; what is published still holds.
   *[other] { $count } items are drafted and not published; what is published still holds.
}
setting-catalogue-compare = See the difference
setting-catalogue-give-up = Give up all
setting-catalogue-usual = { $count ->
    [one] 1 item has no unit, and the school has the unit that usually answers for it.
   *[other] { $count } items have no unit, and the school has the units that usually answer for them.
} You can draft these and change them one by one. It is custom and no rule: for the school to confirm.
setting-catalogue-usual-do = Draft the usual units
setting-catalogue-only = Only
setting-only-all = All
setting-only-nobody = Nobody's
setting-only-drafted = Drafted
setting-only-none = There are no such items
setting-confirm = for the school to confirm
setting-bulk = Ticked items go to
setting-bulk-do = Draft the unit
setting-bulk-tick = Tick
setting-bulk-none = No item is ticked. Tick some, then choose the unit.
setting-bulk-no-unit = No unit is chosen.
setting-bulk-units-missing = There are no units yet to answer for items. Add some:
setting-drafted = drafted
setting-counts-for = counts for { $items }
setting-applies = applies
setting-if-any = if any
setting-if-any-long = if any (otherwise a nil statement)
setting-applies-not = does not apply
setting-not-applicable = does not apply: { $reason }
setting-catalogue-drafted = { $count ->
    [one] 1 item is drafted. It holds once the next edition is published.
   *[other] { $count } items are drafted. They hold once the next edition is published.
}
setting-catalogue-given-up = { $count ->
    [one] 1 draft was given up.
   *[other] { $count } drafts were given up.
}
setting-catalogue-published = Edition { $count } of the catalogue is published.
setting-catalogue-editions = Editions published here
setting-catalogue-no-editions = None yet. The catalogue of now comes of the defaults of the list and of ledger files.
setting-catalogue-edition = Edition { $number }: from { $year }, { $items } items, published { $day }
setting-catalogue-editions-about = An edition does not change once it is published; publish the next one.
setting-own-new = Add an item of our own
setting-own-text = Text
setting-own-category = Category
setting-own-category-new = A new category…
setting-own-category-name = Name of the new category
setting-own-category-name-hint = Only where “a new category” is chosen above.
setting-own-maps-to = Counts for items of the list
setting-own-maps-to-hint = Such as 31, 32; empty for none.
setting-item-drafted = A change of this item is drafted and not published.
setting-item-now = Now: { $now }
setting-item-applies = Applies
setting-item-reason = Why it does not apply
setting-item-reason-hint = Needed then; printed in the table of items.
setting-item-unit = Responsible unit
setting-item-usual = Usually: { $units }
setting-item-rule = When it is disclosed
setting-item-number = Days, or the day of the year
setting-item-number-hint = Such as 20; a day of the year is 10-31.
setting-rule-made = Within so many working days of being made or changed
setting-rule-approval = Within so many days of approval
setting-rule-yearly = Every year by a day
setting-rule-change = When it changes
setting-item-note = Remark
setting-item-note-hint = Empty leaves the remark of now.
setting-item-confirms = The school confirms it as it is
setting-item-draft = Draft it
setting-item-draft-about = A draft does not hold yet; publish the next edition in the catalogue.
setting-item-give-up = Give the draft up
setting-item-otherwise = Not kept: somebody has just changed this item. What you wrote is still here; compare, and press “Draft it” again.
setting-unsure-budget-days = “Within 20 days of approval” is from article 6 of the regulation on the budget law, for departments and units; no text for colleges was read. Until the school confirms it, it is custom.
setting-unsure-yearly-report = “By 31 December” is from the press; no rule was read. Until the school confirms it, it is custom.
setting-unsure-reading = The list is written for all kinds of colleges; how to read it for this one is a proposal of the program, not the text of the list.
setting-next = Next edition of the catalogue
setting-next-heading = { $count ->
    [one] Edition { $number }: 1 item is drafted
   *[other] Edition { $number }: { $count } items are drafted
}
setting-next-differences = Beside the edition of now
setting-next-what = What
setting-next-before = Now
setting-next-after = Then
setting-next-none = Nothing is other than now.
setting-next-confirmed = { $count ->
    [one] 1 more item is only confirmed by the school.
   *[other] { $count } more items are only confirmed by the school.
}
setting-next-from = From which school year
setting-next-from-do = See it for this year
setting-next-years = What becomes of each school year
setting-next-year-issued = { $year }: unchanged (its report was issued)
setting-next-year-same = { $year }: unchanged
setting-next-year-changes = { $count ->
    [one] { $year }: 1 item is other than now
   *[other] { $year }: { $count } items are other than now
}
setting-next-years-about = No year whose report was issued changes; what is public stays as it is.
setting-next-publish = Publish edition { $number }
setting-next-otherwise = Nothing was published: somebody has changed something, and it comes to something else by now. Please look again.
setting-next-no-drafts = Nothing is drafted
setting-next-no-year = There is no school year from which it could hold: their reports are issued
setting-facet-text = Text
setting-facet-category = Category
setting-facet-applies = Applies
setting-facet-unit = Responsible unit
setting-facet-timing = When
setting-facet-maps-to = Counts for
setting-facet-note = Remark

# Channels
setting-channels-count = { $count ->
    [one] 1 channel.
   *[other] { $count } channels.
}
setting-channel-new = Add a channel
setting-channel-facts = The channel
setting-channel-name = Name
setting-channel-code = Code
setting-channel-code-hint = Letters and digits, such as wechat. It does not change later.
setting-channel-kind = Kind
setting-channel-line = On line
setting-channel-address = Address
setting-channel-address-hint = An address, account, number, or the place where it hangs.
setting-channel-releases = Releases
setting-channel-added = The channel is added
setting-channel-saved = Saved
setting-channel-renamed = Renamed; the name before stays known to imports
setting-channel-merged = Merged; the name before stays known
setting-channel-closed = Closed
setting-channel-reopened = In use again
setting-on-line = on line
setting-off-line = off line
setting-close-channel-about = { $count ->
    [one] A closed channel is offered no more; its 1 release stays.
   *[other] A closed channel is offered no more; its { $count } releases stay.
}
setting-reopen-channel-about = Releases can be registered over it again.
channel-kind-website = website
channel-kind-platform = platform of others
channel-kind-wechat = WeChat account
channel-kind-microblog = microblog
channel-kind-video = short video
channel-kind-group = group
channel-kind-office = office system
channel-kind-sms = short message
channel-kind-print = print
channel-kind-board = notice board
channel-kind-document = document
channel-kind-meeting = meeting
channel-kind-radio = radio
channel-kind-television = television
channel-kind-screen = screen
channel-kind-hotline = telephone
channel-kind-box = opinion box
channel-kind-reception = reception day
channel-kind-letter = letter
channel-kind-activity = activity
channel-kind-other = other

# Publicity
setting-publicity-count = { $count ->
    [one] 1 kind of publicity and deadline
   *[other] { $count } kinds of publicity and deadlines
}
setting-publicity-about = { $count ->
    [one] 1 of them is no binding minimum whose text was read, only a default for the school to confirm.
   *[other] { $count } of them are no binding minimum whose text was read, only defaults for the school to confirm.
}
setting-publicity-fixed = Kinds, columns and audience come with the program. Set the number of days of the school’s own rule under “The school’s rule”, with the day from which it holds: periods that begin from then on go by it, those that have begun stay as they are. It cannot go below a binding minimum.
setting-publicity-kind = Kind
setting-publicity-length = Time
setting-publicity-scope = For whom, and after
setting-publicity-columns = Columns of its list
setting-publicity-basis = Basis, and how sure
setting-publicity-more = More
setting-publicity-synonyms = Also called
setting-publicity-allowed = may have:{ " " }
setting-publicity-forbidden = may not have:{ " " }
setting-publicity-unstated = no number is stated above the school
setting-publicity-least-working = { $count ->
    [one] at least 1 working day
   *[other] at least { $count } working days
}
setting-publicity-least-calendar = { $count ->
    [one] at least 1 calendar day
   *[other] at least { $count } calendar days
}
setting-publicity-within-working = { $count ->
    [one] public within 1 working day
   *[other] public within { $count } working days
}
setting-publicity-within-calendar = { $count ->
    [one] public within 1 calendar day
   *[other] public within { $count } calendar days
}
setting-publicity-nature-mandatory-minimum = minimum by rule
setting-publicity-nature-common-practice = custom
setting-publicity-nature-school-set = set by the school
setting-publicity-nature-province-set = set by the province
setting-publicity-nature-deadline = deadline to publish
setting-publicity-scope-public-web = everybody, on a public site
setting-publicity-scope-on-campus = the campus
setting-publicity-scope-class-or-department = class or department
setting-publicity-scope-internal = the unit concerned
setting-publicity-scope-designated-medium = medium designated by the finance department
setting-publicity-afterwards-take-down = taken down when it is over
setting-publicity-afterwards-year-end = stays to the end of the year
setting-publicity-afterwards-standing = stays
setting-publicity-verified-verified = the text was read
setting-publicity-verified-partly-verified = read in part or as quoted
setting-publicity-verified-general-knowledge = general knowledge, the text was not read

# Calendar
setting-calendar-heading = Calendar: known up to { $year }
setting-calendar-about = The holidays of { $year } are not known. Deadlines that fall into it count Monday to Friday until then and are marked as provisional; they are reckoned anew once it is there.
setting-calendar-provisional = { $count ->
    [one] The deadline of 1 item is provisional now.
   *[other] The deadlines of { $count } items are provisional now.
}
setting-calendar-year = { $year }
setting-calendar-working = { $count ->
    [one] 1 working day
   *[other] { $count } working days
}
setting-calendar-unknown = no notice; Monday to Friday
setting-calendar-month = Month { $month }
setting-calendar-legend = Grey days are off; marked days are weekdays off by notice and weekend days worked in exchange. Campus holidays do not stop a deadline: the law gives no pause for them.
setting-calendar-years = Years
setting-calendar-built-in = with the program (notice of the State Council Office)
setting-calendar-by-file = from the school's file
setting-calendar-add = Add a year
setting-calendar-add-about = Once the State Council Office has announced { $year } (usually in November), write weekdays that are off behind `off` and weekend days that are worked behind `worked`, one line a year, into a text file:
setting-calendar-file = The file of now: { $file }. Start the program again after a change.
setting-calendar-no-file = Write calendar = "workdays.txt" into gongkai.toml and start the program again. A new release of the program brings the year too.

# Technical
setting-technical-about = These stand in { $file }; whoever keeps the server changes them and starts the program again. They can only be seen here.
setting-technical-name = Name
setting-technical-value = Now
setting-technical-does = What it does
setting-technical-unset = not set
setting-technical-group-look = Appearance
setting-technical-group-machine = Machinery
setting-technical-label-brand-colour = Brand colour
setting-technical-label-emblem = Emblem
setting-technical-label-filings = Filing numbers
setting-technical-label-site-code = Site code
setting-technical-label-public-address = Public address
setting-technical-label-fonts = Fonts
setting-technical-label-database = Database
setting-technical-label-listen = Address it listens on
setting-technical-label-trusted-proxies = Proxies
setting-technical-label-calendar = Calendar file
setting-technical-label-administrator = Administrator
setting-technical-brand-colour = Colour of links and headings, such as #14556b; the nearest shade that can be read is used.
setting-technical-emblem = Emblem beside the school's name, .svg or .png of at most 512 KiB.
setting-technical-filings = Filing numbers at the foot of every page, printed as they stand.
setting-technical-site-code = Site code in the tags of pages; a college may have none.
setting-technical-public-address = Address under which the public reaches the portal. Codes, invitations and links in documents need it.
setting-technical-fonts = Folders with fonts for the PDF.
setting-technical-database = Where the data is. A password is not shown here.
setting-technical-listen = Address and port where the program listens.
setting-technical-trusted-proxies = Proxies in front; without them everybody behind a proxy counts as one.
setting-technical-calendar = File with further working days, see “Calendar”.
setting-technical-administrator = Who set it up and answers for it.
setting-technical-others = Also in the file
setting-technical-others-about = These are explained in docs/configuration.md; their values may be secret and are not shown.

# Log
work-log-everybody = Everybody
work-log-anything = Everything done
work-log-about-hint = Index number, title, person, code
work-log-from = From
work-log-until = To
work-log-narrow = Narrow
work-log-all = See everything
work-log-none = Nothing like that was done
work-log-xlsx = Export .xlsx
work-log-csv = Export .csv
work-log-file-about = What is exported is what is narrowed to, { $count } lines at most.
work-log-cut = There is more before this that was not exported: { $count } lines at a time at most. Narrow the days and export again.
work-log-number = No.
work-log-key = Kind and key
work-log-facts = Particulars

# Nobody answers for an item
http-nobodys = No unit answers for this item yet, so nobody can sign that there was nothing. The disclosure office says which unit does, under Settings, Catalogue.
error-nobodys = no unit answers for this item yet

# Acts
act-item-drafted = Item drafted
act-item-cared = Who looks after an item and its usual audience said
act-catalogue-published = Catalogue published
act-unit-closed = Unit closed
act-unit-reopened = Unit reopened
act-channel-closed = Channel closed
act-channel-reopened = Channel reopened
setting-colon = :{ " " }

# Demonstration
demo-owners = { $count ->
    [one] Responsible units: as the report says; for 1 more item the usual one, from { $year } on; change it under Settings, Catalogue
   *[other] Responsible units: as the report says; for { $count } more items the usual ones, from { $year } on; change them under Settings, Catalogue
}
permission-keep_catalogue = keep the school’s profile, catalogue and channels
permission-manage_units = manage units
permission-see_settings = see settings

# Beside the tabs on a phone
work-more = More

# The school's own number of days
act-publicity-rule-set = Days of a kind of publicity set
setting-publicity-own = From { $from } by the school’s rule: { $length } ({ $basis })
setting-publicity-set = The school’s rule…
setting-publicity-from = From which day
setting-publicity-own-basis = Basis
setting-publicity-own-basis-hint = The school’s document, its number and article
setting-publicity-set-do = Save
setting-publicity-back = Take back
setting-publicity-done-set = Saved; periods that begin from that day on go by it.
setting-publicity-done-back = Taken back.
setting-publicity-wrong-from-required = Choose the day from which it holds
setting-publicity-wrong-from-choice = There is no such day; write 2026-09-15
setting-publicity-wrong-from-past = That day is over; choose today or a later one: periods that have begun stay as they are
setting-publicity-wrong-count-required = Give the number of days
setting-publicity-wrong-count-choice = Give a number
setting-publicity-wrong-count-below = Below the least that a rule asks for; give more days
setting-publicity-wrong-count-range = Between 1 and 366 days
setting-publicity-wrong-basis-required = Name the basis: the school’s document and its article
setting-publicity-wrong-basis-long = Too long: 200 characters at most
setting-publicity-wrong-basis-personal = It holds personal data; please take it out
setting-publicity-sensitive = Columns that are judged in lists of every kind
setting-publicity-sensitive-about = But for those that a kind allows by name.
setting-publicity-never = Never
setting-publicity-asked = Taken out unless its drafter says otherwise

setting-care = Who looks after it, and its usual audience
setting-care-about = Holds at once, without a new edition of the catalogue, and stands in no report.
setting-care-person = Who looks after it
setting-care-person-hint = Is reminded and asked when something is due. Without anybody, the clerks of the unit are.
setting-care-nobody = Nobody: the clerks of the unit
setting-care-audience = Usual audience
setting-care-audience-hint = Chosen for whoever begins a draft, who may choose another.
setting-care-unsaid = None: everyone
setting-care-save = Save
setting-care-done = Saved; it holds from now on.
setting-care-otherwise = Not saved: somebody else has just changed it. Below is what holds now; look at it and change it again.
setting-care-gone = { $name } no longer works for the unit; its clerks are reminded instead. Choose somebody else.
setting-publicity-shows-of = also shown: { $heads }
setting-publicity-own-scope = Before whom
setting-publicity-own-scope-none = As the rule says
setting-publicity-own-shows = Other columns that are shown
setting-publicity-own-shows-hint = With commas between. Nobody is asked about them list by list any more. What may not be shown cannot be entered here.
setting-publicity-wrong-scope-overruled = Not before them: what stays inside may not be shown to everyone, and what has to be shown to everyone not to fewer.
setting-publicity-wrong-scope-choice = Choose one
setting-publicity-wrong-shows-overruled = A column among them may not be shown: take it out.
setting-publicity-wrong-shows-long = 20 columns at most, of 40 characters each
setting-publicity-wrong-from-otherwise = Not saved: somebody else has just changed this kind. What holds now stands above; look at it and save again.
