# The configuration file
settings-unreadable = line { $line }, “{ $text }”: { $what }
settings-wrong = { $setting } cannot be “{ $value }”; { $expected }
settings-expected-colour = write a colour such as #14556b
settings-expected-emblem = it must be an .svg or .png picture of at most 512 KiB
settings-expected-filing = each entry is one line of text of at most 100 characters
settings-expected-origin = write http:// or https:// and a host, with a port if need be, and no path, such as https://xxgk.example.edu.cn
settings-expected-site-code = write 1 to 20 letters or digits
settings-expected-network = write an IP address or a network, such as 127.0.0.1 or 10.0.0.0/8
