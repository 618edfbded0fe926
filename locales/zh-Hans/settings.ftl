# 配置文件
settings-unreadable = 第 { $line } 行“{ $text }”：{ $what }
settings-wrong = { $setting } 的值“{ $value }”不对，{ $expected }
settings-expected-colour = 应写作 #14556b 这样的六位颜色值
settings-expected-emblem = 应为不超过 512 KiB 的 .svg 或 .png 图片
settings-expected-filing = 每项应为一行文字，不超过 100 字
settings-expected-origin = 应为 http:// 或 https:// 加主机名（可带端口），不带路径，如 https://xxgk.example.edu.cn
settings-expected-site-code = 应为 1 至 20 位字母或数字
settings-expected-network = 应为 IP 地址或网段，如 127.0.0.1 或 10.0.0.0/8

settings-expected-both = tls_certificate 和 tls_key 要么都写，要么都不写
tls-file = 读不了 { $file }：{ $why }
tls-no-certificate = { $file } 里没有证书；应为 PEM 格式，以 -----BEGIN CERTIFICATE----- 开头
tls-no-key = { $file } 里没有私钥，或私钥有密码；应为不带密码的 PEM 格式
tls-other-key = tls_key 不是 tls_certificate 中第一张证书的私钥；本站证书应排在文件最前
tls-kind = 证书或私钥用不了：{ $why }
