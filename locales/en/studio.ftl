# The workbench: the annual report

work-at-report = Report
work-report-none = There is no year with anything to report yet.
work-report-none-about = Register information and enter figures, and the report is made here.
work-report-of = Report of { $year }
work-report-preface = Preface
work-report-stage-assembling = draft
work-report-stage-checked = complete
work-report-stage-sent = with the leader
work-report-stage-approved = approved
work-report-stage-published = published
work-report-lacks = { $count ->
    [one] One thing is missing; it cannot be final
   *[other] { $count } things are missing; it cannot be final
}
work-report-ready = Nothing is missing; it can be sent to the leader
work-report-with-leader = Waiting for the leader
work-report-approved = The leader has approved it; it can be published
work-report-moved-on = The ledger has changed since it was sent; send it again
work-report-published = Edition { $edition } is public
work-report-published-moved = Edition { $edition } is public; the ledger has changed since
work-report-due = To be public by { $day }; working days left: { $left }
work-report-late = To be public by { $day }; working days late: { $left }
work-report-sent-by = Sent by { $name }, { $at }.
work-report-approved-by = Approved by { $name }, { $at }.
work-report-draft-nr = draft { $number }
work-report-export = Export
work-report-format-docx = Word (.docx)
work-report-format-pdf = PDF
work-report-format-html = Web page (.html)
work-report-format-md = Plain text (.md)
work-report-format-json = Every figure (.json)
work-report-format-annex-docx = Annex, Word (.docx)
work-report-format-annex-xlsx = Annex, workbook (.xlsx)
work-report-compare = Drafts compared
work-report-compare-with = Compare with draft { $number }
work-report-compared = What draft { $new } changes in draft { $old }
work-report-compared-now = What is other now than in draft { $old }
work-report-compare-about = Only changed lines are listed. What is struck out is gone, what is marked is new.
work-report-same = Nothing has changed.
work-report-keep = Keep as a draft
work-report-send = Send to the leader
work-report-take-back = Take back
work-report-approve = Approve
work-report-return = Send back
work-report-reason = Why it goes back
work-report-return-do = Send it back
work-report-issue = Publish
work-report-came-back = The leader sent it back: “{ $reason }”
work-report-parts = Parts
work-report-part-lacks = { $count } missing
work-report-part-remarks = { $count ->
    [one] one remark
   *[other] { $count } remarks
}
work-report-by-unit = Missing, by unit
work-report-nobody = no unit named
work-report-drafts-left = { $count ->
    [one] and one that is not public yet and not counted
   *[other] and { $count } that are not public yet and not counted
}
work-report-gaps-file = Save what is missing as .xlsx
work-report-gaps-file-about = Send it to the units, and bring it back under “Import” when it is filled in.
work-report-nothing-lacks = Nothing is missing, so there is no such workbook.
work-report-text = The report
work-report-where-from = Where “{ $text }” comes from
work-report-go = Go there
work-report-look = Please look
work-report-changed = Changed since the draft
work-report-from-dataset = “{ $figure }” of the figures “{ $dataset }”.
work-report-from-dataset-of = “{ $figure }” of the figures “{ $dataset }”; source: { $source }.
work-report-from-record = { $record } in the ledger. To change it, change that record.
work-report-from-item = Item { $item }: from its records, nil statements and settings.
work-report-from-channel = From the list of channels and what went out over them in the year.
work-report-from-school = From the facts about the school.
work-report-from-year = From the school year.
work-report-from-ledger = Counted in the ledger: records of the year that are or were open to everyone; a batch counts as many as it stands for.
work-report-texts = What people have written in this part
work-report-texts-about = Dotted numbers above come from the ledger and are not typed
work-report-no-text = Nothing yet. The sentences above come from the ledger.
work-report-heading = Sub-heading
work-report-wording = Text
work-report-wording-hint = A line is a paragraph. Write {"{"}dataset.figure{"}"} for a number; it follows the ledger by itself.
work-report-source = Taken from
work-report-save = Save
work-report-delete = Delete
work-report-add = Add a text
work-report-place = Where it stands
work-report-references = { $count ->
    [one] One number to refer to
   *[other] { $count } numbers to refer to
}
work-report-no-figure = The year has no figure {"{"}{ $reference }{"}"}; choose one of those listed below
work-report-remarks = Remarks
work-report-no-remark = There is no remark on this part.
work-report-settled = settled
work-report-settle = Settled
work-report-remark = Write a remark
work-report-remark-do = Add the remark
work-report-gaps = { $count ->
    [one] One thing is missing
   *[other] { $count } things are missing
}
work-report-gap = What is missing
work-report-gap-about = Where
work-report-drafts = Kept drafts
work-report-no-draft = None yet. With a kept draft you see what changes in the ledger afterwards.
work-report-against-now = against now
work-report-against-before = against the one before
work-report-changes = { $count ->
    [one] One thing in the ledger has changed since the draft
   *[other] { $count } things in the ledger have changed since the draft
}
work-report-done-text = Saved.
work-report-done-gone = Deleted; it can be taken back among the batches under “Import”.
work-report-done-kept = Kept as a draft.
work-report-done-sent = Sent to the leader.
work-report-done-back = Taken back.
work-report-done-approved = Approved.
work-report-done-returned = Sent back.
work-report-done-issued = Published, under item 6.
work-report-done-remark = The remark was added.
work-report-done-settled = The remark is settled.
work-report-conflict = Not done: something has changed since you opened the page. Below is how it stands now; please look again.
work-report-incomplete = { $count ->
    [one] Not sent: one thing is missing.
   *[other] Not sent: { $count } things are missing.
}
work-report-not-unfinished = Not done: the school year is not over. It can be sent and published after 31 August.
work-report-not-before-end = Not done: it cannot be signed before the year is over.
work-report-not-future = Not done: it cannot be signed in the future.
work-report-differs = There is no file: read back, it does not say what the ledger says. Please tell an administrator.
work-report-own = Not approved: you sent this report or wrote in it, so somebody else has to approve it.
work-report-no-reason = There is no reason. Say where and how to mend it, then send it back.
work-report-personal = Not saved: personal data may not become public ({ $found }). Take it out and save again.
act-report-kept = A draft of an annual report was kept
act-report-sent = A draft of an annual report was sent to the leader
act-report-taken-back = What was sent to the leader was taken back
act-report-approved = The leader approved an annual report
act-report-returned = The leader sent an annual report back
act-report-remarked = A remark was made on a report
act-report-remark-settled = A remark on a report was settled
work-report-signed = Signed { $day }.
work-report-times = { $count ->
    [one] once
   *[other] { $count } times
}
work-report-gaps-about = Those of the text are marked in their places; those of the annex count as well.
work-report-gaps-list = List them
work-report-from-coverage = How the items stand: from their records, nil statements and settings.
work-report-from-closed = Records of the year that are given on request or withheld.
work-report-from-timeliness = Records whose time can be reckoned: those with both days, by the term of their item.
work-report-from-other = From the ledger and the settings.
