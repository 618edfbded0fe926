# Reminders, mail and group messages that go out, the page of jobs

work-at-reminders = Reminders
work-at-jobs = Jobs
work-at-urge = Ask for what is due

act-reminded = People were reminded
act-urged = Somebody asked for what is due
act-reach-chosen = How somebody is reached was chosen
act-message-retried = A message was put up again

remind-comma = ,{" "}
remind-item = Item { $item }
remind-title-kept = (the title holds personal data; see the workbench)
remind-need-update = to be brought up to date
remind-need-write = a draft that is not sent for review
remind-need-mend = sent back, for you to mend
remind-need-unit-review = waits for the unit’s review
remind-need-secrecy-review = waits for the secrecy review
remind-need-publish = reviewed, waits to be published
remind-need-publicity-ends = its publicity period ends
remind-count-late = { $count } overdue
remind-count-week = { $count } due this week
remind-count-soon = { $count } due within 5 working days
remind-count-others = { $count } waiting for you
remind-subject = { $parts }
remind-subject-by = { $by } asks: { $parts }
remind-greeting = Dear { $name },
remind-asked-by = { $by } asks you to do the following.
remind-escalated = { $unit } has not done it, so you are told
remind-mail-off = The disclosure workbench sent this by itself. Turn mail off on the page “Reminders”; the reminders in the workbench stay.
remind-group = [Disclosure] { $whose }: { $situation }. Please see to it in the workbench.
remind-group-late = { $count } overdue
remind-group-soon = { $count } due within 5 working days
remind-group-judge = { $count } to review or publish
remind-group-ending = { $count } publicity periods ending
remind-group-items = {" "}(items { $items })

remind-heading = { $count ->
    [one] { $count } unread reminder
   *[other] { $count } unread reminders
}
remind-heading-none = No unread reminders
remind-about = You are reminded on working mornings before something is due, on the day and after it; once for each stage.
remind-empty = No reminders yet
remind-empty-about = What you answer for and is due soon, and what somebody asks of you, appears here.
remind-what = What
remind-when = Reminded
remind-read-all = Mark all as read
remind-read = Mark as read
remind-gone = This is not on your desk any more
remind-by = { $by } asks for it
remind-by-program = Automatic
remind-stage-came = came to you
remind-stage-before = { $days ->
    [one] { $days } working day before
   *[other] { $days } working days before
}
remind-stage-on = on the day
remind-stage-after = overdue
remind-stage-head = overdue, told to the head
remind-stage-office = overdue, told to the disclosure office
remind-stage-urged = asked for
remind-note = They say: { $note }
remind-reach = How I am told
remind-reach-about = Reminders in the workbench are always there; mail comes once a working morning at most, and when somebody asks for something; not at night or on days off.
remind-reach-no-server = The school has set up no mail server yet, so no mail goes out.
remind-mail-address = Mail address
remind-mail-address-wrong = That is no mail address. Write one such as name@example.edu.cn.
remind-mail-wanted = Remind me by mail
remind-mail-language = Mail in
remind-language-zh-CN = 中文
remind-language-en = English
remind-reach-save = Save
remind-done-read = Marked as read
remind-done-reach = How you are told is saved
remind-new = New reminders
remind-all = All reminders

work-cal-ends = publicity ends

urge-all-late = Ask for all that is overdue
urge-do = Ask
urge-do-chosen = Ask for those chosen
urge-with-note = Choose items, with a note
urge-heading = { $late } items overdue, { $never } never disclosed
urge-about = It appears on the front page of the unit’s clerks, and goes by mail where a mail server is set up. Each thing is asked for once a day.
urge-nobody = Nobody to ask: this unit has no account yet
urge-nobody-answers = No unit answers for these yet
urge-would-go-to = Goes to { $people }
urge-choose = Choose
urge-last = Last reminded
urge-never = Never reminded
urge-last-by = { $at }, asked by { $by }
urge-last-program = { $at }, automatically
urge-today = Asked for today
urge-note = Note
urge-note-hint = Stands in the reminder and the mail, at most 200 characters; never goes to a group
urge-note-long = More than 200 characters. Please shorten it.
urge-nothing-chosen = Nothing is chosen. Tick the items to ask for first.
urge-rest = { $count ->
    [one] { $count } other item
   *[other] { $count } other items
}
urge-empty = No items
urge-done = Asked for { $things }, of { $people } people
urge-done-already = { $count } were asked for today already and were left
urge-done-nobody = { $count ->
    [one] { $count } unit has nobody to ask; give people accounts first
   *[other] { $count } units have nobody to ask; give people accounts first
}
urge-done-nothing = There is nothing to ask for
urge-done-later = These are no working hours; mail goes on the next working morning
urge-back = Front page

jobs-page-heading = { $count ->
    [one] { $count } message did not leave
   *[other] { $count } messages did not leave
}
jobs-page-heading-none = Every message left
jobs-page-about = What the program does by itself: publishing at a minute, taking down, reminding, sending mail and group messages.
jobs-page-work = Jobs
jobs-page-work-none = No job is waiting
jobs-page-due = Next
jobs-page-messages = Messages
jobs-page-messages-none = No message was sent yet
jobs-page-messages-none-about = Once a mail server or a group robot is set in gongkai.toml, reminders leave from here.
jobs-page-to = To
jobs-page-subject = About
jobs-page-state = State
jobs-page-retry = Try again
jobs-page-failed = It failed: { $why }
jobs-page-attempts = { $count ->
    [one] tried once
   *[other] tried { $count } times
}
jobs-page-done = It is put up again and goes at once
jobs-page-next = next { $at }
jobs-messages = messages: { $waiting } waiting, { $stuck } did not leave
jobs-message = { $at } { $state }: { $why }
job-remind = reminding of what is due
job-deliver = sending mail and group messages
message-kind-mail = mail
message-kind-robot = group robot
message-state-queued = waiting
message-state-sending = being sent
message-state-handed = being handed over
message-state-sent = sent
message-state-failed = not sent
message-state-unsure = nobody knows whether it left
message-step-connect = connecting
message-step-encrypt = encrypting
message-step-greet = greeting
message-step-sign-in = signing in
message-step-sender = naming the sender
message-step-recipient = naming the recipient
message-step-message = handing over the text
message-step-answer = waiting for the answer
message-trouble-unreachable = the server cannot be reached ({ $reply }); look at its name, its port and the firewall
message-trouble-slow = the server took too long ({ $step }); it is tried again later
message-trouble-lost = the connection broke ({ $step })
message-trouble-encryption = no encrypted connection: { $reply }; look at mail.security and the certificate; name the school’s own authority in mail.authority
message-trouble-no-starttls = the server offers no STARTTLS; set mail.security to tls, with port 465 most likely
message-trouble-no-sign-in = the server offers no way to sign in that is known here; should mail.user be empty?
message-trouble-bare = a password is not sent unencrypted; set mail.security to tls or starttls
message-trouble-foreign = the answer makes no sense, so this may be no such server; look at its name, its port and mail.security
message-trouble-refused = refused while { $step }: { $reply }
message-trouble-too-many = too many messages; it takes more in a while: { $reply }
message-unset-mail = no mail server is set up ([mail] in gongkai.toml)
message-unset-secret = a password or address is missing: the environment has no { $reply }, and no file is named
message-unset-empty = the file { $reply } is empty
message-unset-file = the file { $reply } cannot be read; is it there, and may it be read?
message-unset-certificate = the file { $reply } holds no certificate (PEM) that can be used
message-unset-setting = the setting { $reply } is wrong
message-unset-robot = the settings have no robot { $reply }
message-unset-robot-address = the address of the robot { $reply } does not begin with https://
message-unset-address = not a mail address: { $reply }
message-unset-no-address = the recipient has no mail address
message-unset-nobody = the recipient has no account any more
message-trial-subject = { $school }: trial mail of the disclosure workbench
message-trial-text = This is a trial mail of the disclosure workbench of { $school }. That it reached you says that the settings are right.
mail-sent = the server took the trial mail to { $to }; look into its inbox
mail-not-sent = not sent: { $why }

settings-expected-days = write a whole number from 1 to 60 (working days)
settings-expected-time = write a time such as 08:30, the evening after the morning
settings-expected-host = write the name or IP address of a server, without a port
settings-expected-security = write tls, starttls or none
settings-expected-security-with-user = with a user it has to be encrypted: write tls or starttls
settings-expected-mailbox = write name@example.edu.cn, or Name <name@example.edu.cn>
settings-expected-robot-name = write small letters, digits and -, at most 40, each name once
settings-expected-robot-kind = write wecom, dingtalk or feishu

cli-mail = Mail that goes out
cli-mail-test = Sends a trial mail as gongkai.toml says, and tells why when it does not go
cli-mail-test-arg-address = Address it goes to
cli-mail-test--example = Example: gongkai mail test name@example.edu.cn
