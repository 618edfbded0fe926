# Being told by mail.
subscribe-title = Be told by mail
subscribe-mail = by mail
subscribe-about-all = Everything that becomes public
subscribe-about = { $name }
subscribe-about-search = What a search for “{ $query }” newly finds
subscribe-address = Mail address
subscribe-rhythm = When
subscribe-daily = At eight in the morning, when there is something new
subscribe-at-once = As soon as something becomes public
subscribe-do = Subscribe
subscribe-wrong = That is no mail address. Write it as name@example.com.
subscribe-full = Too many subscriptions wait to be confirmed, so no mail is sent now and nothing was noted. Please come again in two days.
subscribe-noted = Please confirm it in your mail
subscribe-noted-about = If this address may be asked, a mail with a link is on its way; it counts when the link is opened within 48 hours and “Confirm” is pressed. If nothing comes, look among unwanted mail, or check the address and try again. One address is asked once a day about one thing; with three things waiting to be confirmed, nothing new is asked until they are confirmed or 48 hours have passed.
subscribe-off = The school does not send mail yet. Follow a feed instead:
subscribe-privacy = The address is used to send this and for nothing else, shown to nobody, and deleted when you leave.
subscribe-confirm = Confirm
subscribe-change = Save
subscribe-leave = Leave and delete the address
subscribe-confirmed = You are subscribed
subscribe-left = You have left, and the address is deleted
subscribe-none = There is no such subscription
subscribe-none-about = It may have been ended, or was not confirmed within 48 hours.
subscribe-somebody = a subscriber
subscribe-somebody-about = subscription by mail
subscribe-mail-confirm-subject = Please confirm: disclosures of { $school }
subscribe-mail-confirm = Somebody asked that this address be told of “{ $about }” by { $school }. Please open the link below to confirm; without that nothing more is sent.
subscribe-mail-confirm-do = Confirm
subscribe-mail-ignore = If it was not you, do nothing: the address is deleted after 48 hours.
subscribe-mail-subject = { $school }: { $count ->
    [one] one new record
   *[other] { $count } new records
 }
subscribe-mail-subject-search = { $school }: { $count ->
    [one] one new record
   *[other] { $count } new records
 } for “{ $query }”
subscribe-mail-more = { $count ->
    [one] One more is on the portal.
   *[other] { $count } more are on the portal.
 }
subscribe-mail-end = Change or leave
job-tell = telling subscribers what is new
