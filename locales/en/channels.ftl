# Channels

work-at-channels = Channels
work-channels-of = { $title }: channels
work-channels-left-of = { $title }: not yet posted in { $count }
work-channels-since = published { $day }
work-channels-next = Next to be posted
work-channels-register = Register a release
work-channels-register-do = Register
work-channels-texts = Ready texts
work-channels-texts-about = Changes are for this once: nothing is saved and the original stays
work-channels-copy = Copy
work-channels-copied = Copied
work-channels-not-copied = The browser did not allow it; click into the field, select all, press Ctrl C
work-channels-group = Class and work groups
work-channels-group-about = QQ, WeChat, office system
work-channels-message = Short message
work-channels-message-about = at most 70 characters each; a longer one is sent in parts of 67
work-channels-message-count = Characters: { $units }; messages: { $messages }; room for { $room } more
work-channels-screen = Screen
work-channels-screen-about = a line of 24 characters
work-channels-screen-fits = Fits one line
work-channels-screen-over = { $count ->
    [one] One character too many: a line shows 24. Shorten it, or let it scroll.
   *[other] { $count } characters too many: a line shows 24. Shorten it, or let it scroll.
}
work-channels-broadcast = Broadcast script
work-channels-broadcast-about = { $count ->
    [one] About a second (240 characters a minute); figures and dates are spelled out
   *[other] About { $count } seconds (240 characters a minute); figures and dates are spelled out
}
work-channels-mail = E-mail
work-channels-mail-about = the whole text; tables line by line
work-channels-subject = Subject
work-channels-article = WeChat article
work-channels-article-about = with its look, to paste into the editor there
work-channels-article-how = Press Copy and paste it into the editor; or download the page, open it, select all, copy and paste. The title has a field of its own there; the address goes into “Read more”.
work-channels-article-seen = The article as it reads
work-channels-article-source = Source
work-channels-article-file = Download the page
work-channels-count = Count again
work-channels-counted = Counted as changed. Nothing was saved.
work-channels-notice = Notice board
work-channels-notice-about = A4 and A3, with the whole text and a QR code
work-channels-notice-down = The code opens the original. Register where it hangs; when it comes down, say so in the remark.
work-channels-code = QR code of the original
work-channels-no-address = No public address is configured: there is no code on the paper
work-channels-a4 = Download A4 (PDF)
work-channels-a3 = Download A3 (PDF)
work-channels-where = Where it went out
work-channels-nowhere = No release has been registered.
work-channels-portal = The disclosure site (this program)
work-channels-portal-since = On the site since { $day }; counted by itself, nothing to enter
work-channels-out = out
work-channels-not-out = not posted
work-channels-by-itself = { $day }, registered by itself
work-channels-edition = { $count ->
    [one] edition 1
   *[other] edition { $count }
}
work-channels-customary = { $count ->
    [one] one other of this item went out here
   *[other] { $count } others of this item went out here
}
work-channels-custom = The school does not say where things have to be posted. “Not posted” lists the channels on line over which records of the same item went out in this school year and the last: a reminder, no more.
work-channels-inside-campus = This is for members of the school only: do not post it where others can see it.
work-channels-inside-unit = This is for members of its unit only: do not post it where others can see it.
work-channels-inside-other = This is not disclosed to the public by the school: do not post it where outsiders can see it.
work-channels-inside-about = So no article, screen text, broadcast or notice for the board is offered, and websites, WeChat and other channels that the public reads are not counted as missing.
work-channels-outside = This is not for the public, and the public reads this channel. If it did go out there, say why in the remark; if that was a mistake, take it down there first.
work-channels-site-unknown = This site is not among the school's channels, so being on it is not registered as a release. The disclosure office adds it in the ledger's channels: kind “website”, with the address of this site.
work-channels-channel = Channel
work-channels-on = On which day
work-channels-future = That day has not come; register it when it is out
work-channels-early = It was not public yet on this day. If it did go out before, say in the remark how that came about
work-channels-absent = What went out on a site has an address; if there is none, say so in the remark
work-channels-again = A release of this edition on this channel is registered already. If it went out once more, say so in the remark
work-channels-twice = This channel, day and address are registered already
work-channels-evidence = Evidence
work-channels-evidence-hint = Name and place of the screenshot, photograph or scan; it is public with the release
work-channels-evidence-is = Evidence: { $evidence }
work-channels-locator = Where
work-channels-locator-hint = address of the page, or the place it hangs; the public sees it
work-channels-note = Remark
work-channels-note-hint = optional; for the staff only
work-channels-none = The school has no other channel yet. The disclosure office adds them in the ledger.
work-channels-take-back = Entered by mistake
work-channels-take-back-about = Only this entry goes; the log keeps that it was there. What is out there has to be taken down there.
work-channels-take-back-do = Take the entry back
work-channels-done-release = Registered
work-channels-done-take-back = The entry is taken back
work-channels-wait = { $count ->
    [one] One of your records is not posted everywhere
   *[other] { $count } of your records are not posted everywhere
}
work-channels-wait-none = Nothing waits to be posted
work-channels-wait-none-about = When something that you drafted is public, the channels on line that others of its item went out over are listed here until it did too.
work-channels-public = See what is public
work-channels-here = Channels
work-channels-here-left = { $count ->
    [one] not yet posted in one
   *[other] not yet posted in { $count }
}
work-channels-after = Others of this item also went out over { $names }.
work-channels-files = Files that show it
work-channels-files-hint = Screenshots, photographs, scans (.jpg, .png, .pdf). Where and when a photograph was taken is not kept; only those who work on it and the supervisor see them
