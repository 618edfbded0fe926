# Portal

# Whole site
portal-site = Information disclosure
portal-site-of = { $school } · Information disclosure
portal-skip = Skip to content
portal-nav = Main
portal-crumbs = You are here
portal-home = Home
portal-nav-catalogue = Catalogue
portal-nav-publicity = Open to objection
portal-nav-figures = Figures
portal-nav-reports = Annual reports
portal-nav-about = Guide
portal-nav-search = Search
portal-mode-large = Large text
portal-mode-normal = Normal text
portal-school-site = School website
portal-unregistered = not registered
portal-unknown = not known
portal-foot-guide = Guide
portal-foot-data = Machine-readable data:
portal-foot-made = All pages come from one ledger, and so do the statistics and the annual report.
portal-list-comma = ,{" "}

# Front page
portal-hero = Information disclosure
portal-hero-lead = What { $school } makes public by law: easy to find, plain to read, dated.
portal-search-label = Search titles, texts, attachments, document numbers and units
portal-search-hint = such as 招生章程, 决算, 奖学金
portal-search-go = Search
portal-front-publicity = Open to objection now
portal-all-publicity = All of them
portal-publicity-empty = Nothing is in its publicity period at the moment.
portal-publicity-next = Lists whose period is over have been taken down. Everything else is in the
portal-publicity-days = Days left do not include today; they are working days or calendar days, as the kind of publicity requires.
portal-front-latest = Latest
portal-all-latest = By date
portal-latest-empty = Nothing has been made public yet.
portal-often = Often wanted
portal-doors = Often wanted pages
portal-publicity-ask = If you disagree, say so before the last day.
portal-day-of = day { $day } of { $of }
portal-door-admission = Admission plans
portal-door-admitted = Admitted and lowest scores
portal-door-publicity = Open to objection
portal-door-budget = Budget and accounts
portal-door-purchases = Procurement
portal-door-request = Ask for information
portal-door-voice = Opinions and complaints
portal-door-reports = Annual reports
portal-door-latest = Last disclosed { $date }
portal-door-none = Not disclosed yet
portal-door-publicity-none = None at the moment
portal-door-publicity-some =
    { $count ->
        [one] { $count } list
       *[other] { $count } lists
    }
portal-door-publicity-closing = { $count } open, { $closing } until today
portal-door-entries =
    { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }
portal-door-request-fact = Answered within 15 working days as a rule
portal-door-voice-fact = Anonymous if you like, with a receipt
portal-door-report = Latest { $year }
record-code = Open this page on a telephone
record-code-is = QR code of the address of this page
log-seal-mark = proven in the log
portal-front-board = Each of the fifty items that the state names. All years up to { $date }.
portal-board-counts = Of the { $applicable ->
        [one] { $applicable } item
       *[other] { $applicable } items
    } that apply to the school, { $disclosed } have been disclosed, { $nil } had nothing to disclose, and { $open } have not been disclosed.
portal-board-own =
    { $count ->
        [one] { $count } item of the school’s own is listed beside them and counts for the item it maps to.
       *[other] { $count } items of the school’s own are listed beside them and count for the items they map to.
    }
portal-board-text = As text
portal-front-ways = Understand, ask, object
portal-way-guide = Guide
portal-way-guide-about = What is public, how it is arranged, whom to ask
portal-way-ask = Ask for information
portal-way-ask-about = What is not published can be requested
portal-way-object = Object or complain
portal-all-reports = All years
portal-reports-empty = No annual report has been published yet.
portal-all-figures = All figures
portal-figures-empty = No figures have been published yet.

# Catalogue
portal-catalogue-title = Catalogue of disclosure
portal-catalogue-about = In the order of the national list of disclosure items for higher education (教办函〔2014〕23号), followed by items of the school’s own.
portal-category-statutory = A category of the national list.
portal-category-own = A category of the school’s own.
portal-items =
    { $count ->
        [one] { $count } item
       *[other] { $count } items
    }
portal-latest = Last updated
portal-state-how = States are worked out from the ledger every day: what is made or changed must be public within its term, and is overdue after that; the sum above counts an overdue item as disclosed if it ever was, else as not.
portal-years = By school year
portal-years-about = Counted as in the annual report of the year: items of the list by school year; a batch counts as the number of its entries.
portal-years-applicable = Items that apply
portal-years-entries = Entries disclosed
portal-state-fresh = Disclosed
portal-state-due-soon = Due soon
portal-state-overdue = Overdue
portal-state-never = Not disclosed
portal-state-nil = Nothing to disclose
portal-state-not-applicable = Not applicable
portal-timing-made =
    { $count ->
        [one] within { $count } working day of being made or changed
       *[other] within { $count } working days of being made or changed
    }
portal-timing-approval =
    { $count ->
        [one] within { $count } day of approval
       *[other] within { $count } days of approval
    }
portal-timing-yearly = every year before { $month }/{ $day } (month/day)
portal-timing-change = when it changes

# Item
portal-item-official = Item { $number } of the national list
portal-item-own = The school’s own item { $number }
portal-item-link = Item { $number }
portal-item-state = State
portal-item-entries = Disclosed
portal-entries =
    { $count ->
        [one] { $count } entry in all
       *[other] { $count } entries in all
    }
portal-entries-own =
    { $count ->
        [one] { $count } under this item and the rest under items of the school’s own
       *[other] { $count } under this item and the rest under items of the school’s own
    }
portal-entries-down =
    { $count ->
        [one] { $count } taken down since
       *[other] { $count } taken down since
    }
portal-unit = Responsible unit
portal-timing = To be updated
portal-item-contradicted = This item is marked as not applicable to the school, and yet something of it is public; to be verified.
portal-item-counting = Items of the school’s own that count for this one:
portal-item-records = Public records
portal-filter-year = School year
portal-filter-any = all
portal-filter-go = Filter
portal-filter-clear = Show all
portal-sort = Sort by
portal-sort-date = date
portal-sort-title = title
portal-sort-unit = unit
portal-item-empty = Nothing has been made public under this item yet. What you need can be requested:
portal-item-filtered-empty = No record fits these conditions.
portal-page-first = Back to the first page
portal-page-next = Next page
portal-batch =
    { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }
portal-batch-says =
    { $count ->
        [one] This record stands for { $count } entry; it is at the places below.
       *[other] This record stands for { $count } like entries; they are at the places below.
    }
portal-dates-future = Entries dated after today, to be corrected: { $count }.
portal-dates-backwards = Entries whose date of publication is before that of their making, to be corrected: { $count }.
portal-nil = Statements of nothing to disclose
portal-nil-says = states that there was nothing to disclose in that school year

# Record
portal-published = Published
portal-body-none = The ledger holds neither the text nor an address.
portal-body-elsewhere = The text is not kept here; please follow the places of publication below.
portal-meta = About this record
portal-meta-index = Index number
portal-meta-number = Document number
portal-meta-issuer = Issued by
portal-meta-item = Item
portal-meta-form = Kind
portal-meta-origin = Origin
portal-meta-made = Made on
portal-meta-updated = Updated
portal-meta-openness = Openness
portal-meta-audience = Audience
portal-meta-term = Public for
portal-meta-validity = Validity
portal-meta-edition = Edition
portal-meta-keywords = Keywords
portal-meta-period = Publicity period
portal-term-standing = standing
portal-term-until = until { $date }
portal-releases = Where it was published
portal-releases-empty = The ledger names no place of publication.
portal-releases-here = This disclosure site
portal-evidence = evidence kept
portal-editions = Editions
portal-editions-about = Every change after publication is kept: struck through is what was taken out, underlined what was put in.
portal-edition = Edition { $number }
portal-edition-first = first published
portal-edition-not-compared = Too long, or too long ago, to show here what changed.
portal-gone-withdrawn = Withdrawn
portal-gone-expired = Taken down at the end of its term
portal-gone-time = On view:
portal-gone-reason = Reason:
portal-gone-expired-about = Once its term is over the content is no longer offered.
portal-gone-successor = Index number of what takes its place:
portal-gone-kept = The index number and this page remain; the text, attachments and addresses are no longer available.
portal-gone-kicker = This is not public any more
portal-gone-untitled = Its title may name a person and is not shown any more.

portal-openness-proactive = Disclosed by the school
portal-openness-on-request = Disclosed on request
portal-openness-withheld = Withheld
portal-audience-public = Everyone
portal-audience-campus = Members of the school
portal-audience-unit = Members of the unit
portal-validity-in-force = In force
portal-validity-lapsed = Lapsed
portal-validity-repealed = Repealed
portal-origin-made = Made by the school
portal-origin-produced = Arose in its work
portal-origin-obtained = Obtained from elsewhere
portal-form-document = Document
portal-form-notice = Notice
portal-form-forward = Passed on
portal-form-list = List of names
portal-form-rule = Rule
portal-form-report = Report
portal-form-meeting = Meeting
portal-form-page = Page
portal-form-data = Data
portal-form-news = News
portal-form-tender = Procurement
portal-form-bulletin = Inspection bulletin
portal-form-other = Other
portal-channel-website = website
portal-channel-platform = outside platform
portal-channel-wechat = WeChat account
portal-channel-microblog = microblog
portal-channel-video = short video
portal-channel-group = group chat
portal-channel-office = office system
portal-channel-sms = short message
portal-channel-print = print
portal-channel-board = notice board
portal-channel-document = document
portal-channel-meeting = meeting
portal-channel-radio = campus radio
portal-channel-television = campus television
portal-channel-screen = electronic screen
portal-channel-hotline = telephone
portal-channel-box = opinion box
portal-channel-reception = reception day
portal-channel-letter = letter
portal-channel-activity = activity
portal-channel-other = other

# Publicity
portal-publicity-about = Decisions shown to the public before they take effect. Objections can be raised within the period; the list comes down by itself when it is over.
portal-left-working =
    { $count ->
        [one] working day left
       *[other] working days left
    }
portal-left-calendar =
    { $count ->
        [one] day left
       *[other] days left
    }
portal-left-today = ends today
portal-left-provisional = (provisional)
portal-left-ahead = not begun yet
portal-left-over = over
portal-days-unknown = last day not known

# Figures
portal-figures-about = Statistics by school year with charts and definitions. The relations between figures are tested; those that do not hold are printed as they are and marked.
portal-other-years = Other school years
portal-figure-count =
    { $count ->
        [one] { $count } figure
       *[other] { $count } figures
    }
portal-disputed = disputed
portal-broken = Figures that do not add up
portal-broken-about = These figures are printed as their source gives them, but they cannot all be true. The arithmetic:
portal-broken-sum = should be the sum of its parts
portal-broken-rate = should be the part divided by the whole
portal-broken-part = a part should not exceed the whole
portal-broken-stage = a later stage should not exceed the one before
portal-broken-printed = Printed
portal-broken-worked = Worked out
portal-figures-table = Table of figures
portal-figure-name = Name
portal-figure-value = Value
portal-figure-definition = Definition and remarks
portal-school-year = School year { $year }
portal-as-of = as of
portal-source = Source:

# Annual reports
portal-reports-about = One for every school year (1 September to 31 August), public by 31 October, to be read here or downloaded.
portal-report-of = Annual report on information disclosure, { $year }
portal-report-edition = Edition { $number }
portal-report-signed = signed on
portal-report-issued = issued on
portal-report-record = record of publication
portal-report-earlier =
    { $count ->
        [one] { $count } earlier edition
       *[other] { $count } earlier editions
    }
portal-report-earlier-about = This page and its files are the newest edition; the earlier ones are kept by the disclosure office.
portal-report-files = Download:
portal-report-contents = Contents of the report
portal-chart-numbers = Numbers of this chart

# Guide
portal-about-title = Guide to information disclosure
portal-about-about = What the school discloses, how it is arranged, how to ask for more, and where to turn.
portal-about-office = The disclosure office
portal-office-name = Office
portal-office-head = Head
portal-office-address = Address
portal-office-hours = Hours
portal-office-phone = Telephone
portal-office-fax = Fax
portal-office-email = E-mail
portal-about-scope = What is disclosed
portal-about-scope-text = The school discloses information of these categories of its own accord. Items that do not apply to it keep their number and say why.
portal-about-arranged = How it is arranged
portal-about-arranged-text = Every record stands under one item and has an index number (school code, year and five digits) that is never used again. A change after publication makes a new edition; earlier editions and what changed can be read. What is withdrawn leaves a note at its address.
portal-about-states = The state of an item is worked out from the ledger, not typed in: disclosed, due soon, overdue, not disclosed, nothing to disclose, not applicable.
portal-ask-text = Anyone may ask the office above for information that is not published, under the ministry’s Measures for Information Disclosure in Higher Education (高等学校信息公开办法).
portal-ask-who = Give your name and how to reach you
portal-ask-what = Say what you need, if possible with title, document number or date
portal-ask-how = Say in what form and by what way you want it
portal-ask-when = Under these measures the school answers within 15 working days of receiving the request; if it needs longer it will tell you.
portal-object-how = To object to something in its publicity period, write to the responsible unit or the disclosure office within the period and give your reasons.
portal-object-complain = If you think that the school has not disclosed what it must, you can complain to its supervision office or to the education authority above it.
portal-about-channels = Channels
portal-channels-online = On line
portal-channels-offline = Off line
portal-about-units = Units
portal-unit-department = Departments
portal-unit-college = Colleges
portal-unit-body = Bodies
portal-unit-other = Others

# Search
portal-search-about = Type any part of a title, text, attachment, document number, index number or unit, or the first letters of a name as it sounds, such as jwc.
portal-search-none = Nothing was found for “{ $query }”.
portal-search-advice-number = For a numbered document, type its number
portal-search-advice-catalogue = Browse the catalogue
portal-search-advice-ask = Ask for what is not published
portal-search-items = Items of the catalogue
portal-search-count =
    { $count ->
        [one] { $count } record found
       *[other] { $count } records found
    }

# Error page: what does exist
portal-exists-catalogue = the fifty items and the school’s own
portal-exists-publicity = what is in its publicity period
portal-exists-figures = statistics with charts
portal-exists-reports = annual reports on disclosure
portal-exists-about = the office, how to reach it, how to ask

# Readers who are signed in
portal-reader = Signed in:
portal-reader-work = Workbench
portal-reader-check = Check a file
portal-reader-account = My account
portal-sign-in = Sign in (members of the school)
portal-sign-in-why = Members of the school may see more once they have signed in.
portal-inside-campus = Only people of the school who are signed in see this.
portal-inside-unit = Only people of this unit who are signed in see this.
portal-inside-item = What is marked “Members of the school” or “Members of the unit” is seen only by people who are signed in, and is not counted above.
portal-cleaned = What was filled in held characters that nobody sees and that turn the direction of writing. They were taken out; please read the text once more.
portal-board-items =
    { $count ->
        [one] 1 item
       *[other] { $count } items
    }
portal-figures-chinese = The names of figures and the words in charts are in Chinese only.
portal-find = Search the records
record-no-picture = (the picture “{ $file }” is not attached)
