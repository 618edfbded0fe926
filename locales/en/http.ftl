# Errors and forms

# Error page
http-error-absent = There is no such page
http-error-absent-page = The address may be mistyped, or the page has moved.
http-error-absent-record = There is no such public record. It may never have been public, or the address or index number is wrong.
http-error-absent-item = There is no such item. Items of the national list are 1 to 50; the school’s own are S1, S2 and so on.
http-error-absent-category = There is no such category. Those of the national list are 1 to 10; the school’s own begin at 11.
http-error-absent-dataset = There are no such figures.
http-error-absent-report = There is no such annual report, or not in this form.
http-error-malformed = The address cannot be read
http-error-malformed-advice = It contains characters that cannot be decoded. Please start again from the front page or the catalogue.
http-error-unknown = It did not arrive whole
http-error-unknown-advice = What was sent is no form of this site, or broke off on its way. Nothing was changed; please go back and send it again.
http-error-sign-in = Please sign in first
http-error-sign-in-advice = This page is for members of staff who have signed in.
http-error-cross-site = This submission was refused
http-error-cross-site-advice = It came from another website and was refused to protect you. Please try again from a page of this site.
http-error-forbidden = You are not allowed to do this
http-error-forbidden-advice = It is not part of your role. If you need it, please contact the disclosure office.
http-error-method = This cannot be done here
http-error-method-advice = The address does not accept this kind of request. Please start from a page of this site.
http-error-conflict = Somebody else has changed this
http-error-conflict-advice = It was changed after you opened it. Please open it again, check it, and submit once more.
http-error-rule = This cannot be done now
http-error-rule-advice = The stage that the record has reached does not allow it:
http-error-mend = The ledger cannot be changed so
http-error-mend-advice = Nothing in the ledger was changed, because:
http-mend-named-unit = The unit “{ $name }” ({ $code }) is still in use ({ $by }) and cannot be deleted; let it go into the unit that follows it first.
http-mend-named-channel = The channel “{ $name }” ({ $code }) is still in use ({ $by }) and cannot be deleted; let it go into the channel that stays first.
http-mend-name-taken = “{ $name }” is or was the name of “{ $other }”; if it is the same, merge them, if not, choose another name.
http-mend-no-name = A name is not empty, has at most 500 characters and no control characters.
http-mend-itself = Both are “{ $name }”; nothing can go into itself.
http-mend-quoted = The dataset { $dataset } cannot be deleted: the report texts { $texts } quote its figures; mend those first.
http-mend-several = There are several datasets of that key; name the school year: { $names }.
http-mend-form-text = “{ $given }” names no report text; it is school year/place/order, such as 2022-2023/6/2.
http-mend-form-nil = “{ $given }” names no nil statement; it is school year/item/unit, such as 2022-2023/47/jwc.
http-mend-form-release = “{ $given }” names no release; it is the record's key and the number of the release, such as R12/2.
http-mend-otherwise = The ledger has changed since it was shown; please open it again and check it.
http-error-personal = It contains personal data that may not be published
http-error-personal-advice = Please remove or mask the following and submit again:
http-personal = { $field }: { $masked }
http-error-gone = This has been taken down
http-error-gone-advice = The record was public once and is no longer available.
http-error-too-large = Too much was submitted
http-error-too-large-advice = It is larger than what is accepted here. Please shorten it and try again.
http-error-long = The address is too long
http-error-long-advice = Please search for fewer words or with fewer conditions.
http-error-media-type = The format is not accepted
http-error-media-type-advice = Only forms are accepted here. Please fill in the form on a page of this site.
http-error-invalid = Something is not filled in correctly
http-error-invalid-advice = Please correct the following and submit again.
http-error-many = Too many requests
http-error-many-advice = Please try again in a few seconds.
http-error-wait-advice = Too much came from this network address in a short time. Others are not affected.
http-error-wait = { $count ->
    [one] Please try again in a second.
   *[other] Please try again in { $count } seconds.
}
http-error-kept = What you wrote is kept: press the button then, and nothing has to be typed again.
http-error-again = Send it again
http-error-busy = The system is busy
http-error-busy-advice = Another operation has not finished yet. Please try again in a moment.
http-error-timeout = Busy for the moment
http-error-timeout-advice = Please try again shortly.
http-error-unavailable = Cannot be read for the moment
http-error-unavailable-advice = The database is out of reach, which has been recorded. Please try again a little later.
http-error-internal = Something went wrong on our side
http-error-internal-advice = The fault has been recorded. To report it, quote the number below.
http-error-reference = Number
http-error-exists = You can go here instead
http-error-back = Back to where you were

# Fields of forms
field-mode = Reading mode
field-back = Return address
field-error-required = { $field } is missing
field-error-choice = { $field } is not one of the choices
field-error-long = { $field } is too long
http-taken-login = Somebody else has this staff number
http-lonely = Nobody would be left to manage people. Make somebody else administrator first.
http-wrong-password = The password is wrong
http-nil-year-not-begun = This school year has not begun; there is no nil statement for it yet
http-nil-year-before-list = There was no list of items before 2014-2015, and no nil statement for it
http-nil-year-office = Statements for earlier school years are signed by the disclosure office
http-nil-with-records = Something of this item went out in that school year; there is no nil statement beside it

# What a page advises where the command line advises a command
record-error-no-release-at-work = There is no such release; look at the releases on the page of the record
record-error-no-draft-at-work = Only a draft that never was public can be deleted; withdraw what is public on its page, and send back first what is under review
fault-closed-at-work = “{ $text }” is public; for it not to be open any more, as “{ $head }” of this row says, withdraw it first on its page with its reason, then import this file again
fault-name-taken-at-work = What is in “{ $head }” is, or was, the name of “{ $text }”; if it is the same, write the code in brackets in this row or ask the administrator to merge them, else choose another name
