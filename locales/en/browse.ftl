# Lists without a search: by unit, date, form, document number
browse-ways = Ways to browse
browse-way-items = By item
browse-way-units = By unit
browse-way-records = By date and form
browse-way-numbers = By document number
browse-units = Units
browse-units-about = What each unit has disclosed, which items it answers for, and what is late.
browse-units-empty = No unit is registered yet.
browse-unit-about = What { $unit } has disclosed and the items it answers for.
browse-unit-records = Records
browse-unit-items = Items it answers for
browse-unit-wanting = Late or never
browse-unit-no-items = It is registered for no item.
browse-unit-duty = Duty
browse-unit-members = Members
browse-unit-kept = Terms kept
browse-unit-contact = Contact
browse-unit-ask = Please ask the disclosure office.
browse-write = Write, with the unit filled in
browse-letter = Question about what { $unit } has disclosed
browse-kept = Of { $judged } that can be judged, { $on_time } on time and { $late } late.
browse-kept-unknown =
    { $count ->
        [one] One lacks the day it was made or published and cannot be judged.
       *[other] { $count } lack the day they were made or published and cannot be judged.
    }
browse-kept-none = Nothing can be judged yet.
browse-narrow = By month and form
browse-records-title = All records
browse-records-about = Newest first; narrow them by month, form or unit.
browse-records =
    { $count ->
        [one] One record
       *[other] { $count } records
    }
browse-things =
    { $count ->
        [one] standing for one thing
       *[other] standing for { $count } things
    }
browse-undated =
    { $count ->
        [one] One has no known date of publication and stands last.
       *[other] { $count } have no known date of publication and stand last.
    }
browse-unit-none = Nothing is registered as disclosed by this unit yet.
browse-none = No record fits.
browse-by-month = Month
browse-previous = Previous page
browse-numbers = Document numbers
browse-numbers-about = Records with a document number, by issuing office, year and serial number.
browse-numbers-all = All document numbers
browse-numbers-series = Series and years
browse-numbers-others = Written otherwise
browse-numbers-others-all = Not by office, year and serial number
browse-numbers-empty = No record has a document number.
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
record-original = Read the original
record-original-leaves = It leaves this site.
record-original-internal = An address inside the school; it cannot be opened from outside.
record-original-fails = If it does not open
record-ask-whom = Whom to ask
record-ask-office = the disclosure office
record-ask-writing = In writing
record-ask-letter = Ask by mail, with title and index number filled in
record-letter = Request for information: { $what }
record-facts-more =
    { $count ->
        [one] One more
       *[other] { $count } more
    }
record-see-changes = See what changed
record-also-open = Also open to objection
record-related = Under the same item
record-related-all = All records of the item
record-address = Address of this page:
