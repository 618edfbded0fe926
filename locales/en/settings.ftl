# The configuration file
settings-unreadable = line { $line }, “{ $text }”: { $what }
settings-wrong = { $setting } cannot be “{ $value }”; { $expected }
settings-expected-colour = write a colour such as #14556b
settings-expected-emblem = it must be an .svg or .png picture of at most 512 KiB
settings-expected-filing = each entry is one line of text of at most 100 characters
settings-expected-origin = write http:// or https:// and a host, with a port if need be, and no path, such as https://xxgk.example.edu.cn
settings-expected-site-code = write 1 to 20 letters or digits
settings-expected-network = write an IP address or a network, such as 127.0.0.1 or 10.0.0.0/8

settings-expected-both = name both tls_certificate and tls_key, or neither
tls-file = cannot read { $file }: { $why }
tls-no-certificate = there is no certificate in { $file }; it must be PEM, beginning with -----BEGIN CERTIFICATE-----
tls-no-key = there is no key in { $file }, or it is under a password; it must be PEM without one
tls-other-key = tls_key is not the key of the first certificate in tls_certificate; the site's own must come first
tls-kind = certificate or key cannot be used: { $why }
