# The workbench: figures

work-at-figures = Figures
work-figures = Figures
work-figures-count = { $count ->
    [one] One dataset. What is saved is public at once, and the report takes its numbers from here.
   *[other] { $count } datasets. What is saved is public at once, and the report takes its numbers from here.
}
work-figures-import = Import a table
work-figures-new = New dataset
work-figures-new-of = New dataset: { $title }
work-figures-none = There are no figures yet.
work-figures-none-about = Enter them under “New dataset”, or send a ledger file under “Import”.
work-figures-dataset = Dataset
work-figures-years = { $count ->
    [one] One earlier year is not listed
   *[other] { $count } earlier years are not listed
}
work-figures-complete = complete
work-figures-gaps = { $count ->
    [one] one number missing
   *[other] { $count } numbers missing
}
work-figures-disputed = { $count ->
    [one] one disputed
   *[other] { $count } disputed
}
work-figures-broken = { $count ->
    [one] one identity does not hold
   *[other] { $count } identities do not hold
}
work-figures-from = Begin with an earlier definition
work-figures-from-about = Names, units, definitions and identities are taken over; the numbers are left to fill in.
work-figures-for = For which school year
work-figures-begin = Begin
work-figures-marks = What the marks mean
work-figures-marks-about = Missing: there is no number yet. Disputed: printed so and known not to fit, with the reason. An identity that does not hold is mended or marked as disputed before it can be saved.
work-figures-file = Save as .xlsx
work-figures-work = Work it out
work-figures-save = Save
work-figures-saved = Saved as batch { $number }, which can be taken back.
work-figures-same = Nothing was changed.
work-figures-batches = See the batches
work-figures-conflict = Not saved: somebody has changed this dataset since you opened it. What you typed is below; look at what is there now first.
work-figures-as-is = See what is there now
work-figures-personal = Not saved: personal data may not become public ({ $found }). Take it out and save again.
work-figures-wrong = { $count ->
    [one] Not saved: one thing to mend. What you typed is kept.
   *[other] Not saved: { $count } things to mend. What you typed is kept.
}
work-figures-figures = Numbers
work-figures-name = Name
work-figures-value = Number
work-figures-unit = Unit
work-figures-last-year = Year before
work-figures-unchanged = { $value } (the same)
work-figures-more = Definition, dispute
work-figures-is-disputed = Disputed
work-figures-is-approximate = Round
work-figures-disputed-why = Why it is disputed
work-figures-disputed-hint = Only where it is printed so and known not to fit; what you write marks it as disputed, in public.
work-figures-definition = What is counted
work-figures-key = Key
work-figures-key-hint = Texts of the report refer to it by this; made when empty.
work-figures-approximate = The source gives a round number
work-figures-gone = Take this one away
work-figures-rows = More rows
work-figures-identities = Identities
work-figures-identities-hint = One a line, by name: all = one + other; rate = (one + other) ÷ all; part ≤ whole; 环节：later ≤ earlier. A remark may follow “#”.
work-figures-line = Line { $line }: { $words }
work-figures-equation-form = not understood; write it like “all = one + other”
work-figures-equation-unknown = no number above is called “{ $name }”; write it as it stands above
work-figures-equation-several = several numbers are called “{ $name }”; write the key
work-figures-refused = { $arithmetic }. Mend it; if the source says so, give the reason under “Definition, dispute” of one of the numbers
work-figures-differs = { $expected } ≠ { $parts }, a difference of { $difference }
work-figures-differs-otherwise = it says { $expected }, worked out it is { $found }: { $worked }
work-figures-holds = Adds up: { $worked }
work-figures-excused = Marked as disputed: { $arithmetic }
work-figures-untestable = Cannot be worked out yet: “{ $name }” has no number, or a round one
work-figures-unknown = There is no “{ $text }”; choose one that is listed
work-figures-quoted = “{ $name }” cannot go: a text of the report quotes it. Change the text first
work-figures-many = A dataset has { $count } numbers at most here; send a table under “Import” for more
work-figures-about = About it
work-figures-dataset-key = Key of the dataset
work-figures-dataset-key-hint = letters and digits, the same every year, such as graduates
work-figures-year = School year
work-figures-as-of = As of
work-figures-as-of-hint = the day the numbers describe, such as 2023-09-01
work-figures-source = Source
work-figures-source-hint = where the numbers come from
work-figures-public = After saving
work-figures-public-about = It is on the public site at once. Each saving is logged and can be taken back.
work-figures-file-about = Or save it as .xlsx for a unit to fill in, and send it back under “Import”.
http-taken-dataset = That year has this dataset already.
work-figures-choose = Please choose
work-figures-negative = is below zero and was not saved. People, courses and papers are never fewer than none; please check. Where it may be (a balance, a change), say so and why (可为负) under “Definition, dispute”
work-figures-owed = A negative amount; nothing was saved. Check it. An amount may be negative (a balance, a change, a reversal): say so (可为负), and why, in its definition
work-figures-fraction = Not a whole number; nothing was saved. People, courses and papers have no fractions: check the number and its unit. Of an average (平均) or an equivalent (折合) say so in its definition
work-figures-above = Above 100%; nothing was saved. A part is no more than its whole: check it. If it may go above (growth, fulfilment), say so (可超过100%), and why, in its definition
work-figures-later = This day is still to come: figures cannot stand as of it
work-figures-cleared = There was a number here, and now there is none; nothing was saved. To take it away, say why under what is disputed
