//! The password in the address of a database, wherever that address may come from: no command prints it, in whatever
//! form it is written, with causes and the whole log asked for.

use crate::{Answer, Workplace};

/// The password, and parts of it between characters that mean something in an address.
const SECRET: [&str; 2] = ["geheim", "nis4711"];

/// Addresses that can be connected to nowhere, or are none.
const ADDRESSES: [&str; 14] = [
    "postgres://gongkai:geheim@localhost/x?host=/nowhere",
    "postgres://gongkai:geheim%40nis4711@localhost/x?host=/nowhere",
    "postgres://gongkai:geheim@nis4711@localhost/x?host=/nowhere",
    "postgres://gongkai@localhost/x?host=/nowhere&password=geheim",
    "postgres://gongkai@localhost/x?host=/nowhere&pass%77ord=geheimnis4711&sslmode=disable",
    "postgres://gongkai:geheim/nis4711@localhost/x",
    "postgres://gongkai:geheim@localhost:port/x",
    "postgres://gongkai:geheim@[/x",
    "postgres:gongkai:geheim@localhost/x",
    "mysql://gongkai:geheim@localhost/x",
    "gongkai:geheim@localhost/x",
    "host=/nowhere user=gongkai password=geheim dbname=x",
    "host=/nowhere password='geheim nis4711'",
    "sqlite://nowhere/gongkai.db?password=geheim",
];

#[track_caller]
fn keeps_it(answer: &Answer) {
    for secret in SECRET {
        assert!(!answer.out.contains(secret) && !answer.err.contains(secret), "{}\n{}", answer.out, answer.err);
    }
}

#[test]
fn no_command_prints_the_password_of_the_database_it_is_given() {
    let workplace = Workplace::with_school();
    workplace.write("in.csv", "编号,标题,事项\nK1,甲,37\n");
    workplace.write("empty.toml", "");
    let commands = [
        &["export", "ledger", "out.csv"][..],
        &["import", "ledger", "in.csv", "--yes"],
        &["report", "2022-2023", "--out", "out"],
        &["jobs"],
        &["status"],
        &["serve", "--listen", "127.0.0.1:0"],
        &["init", "--config", "new/gongkai.toml", "--name", "甲", "--kind", "vocational", "--administrator", "王"],
    ];
    for (at, address) in ADDRESSES.iter().enumerate() {
        // Every address meets a command, and every command an address, in both languages.
        for (command, lang) in [(commands[at % commands.len()], "zh"), (commands[0], "en")] {
            let arguments = [command, &["-v", "--lang", lang]].concat();
            let run = |variable: bool| {
                let mut program = workplace.command(&arguments);
                program.env("GONGKAI_LOG", "trace");
                if variable {
                    program.env("GONGKAI_DATABASE", address);
                }
                Answer::of(&arguments, program.output().unwrap())
            };
            let answer = run(true).exits(2);
            keeps_it(&answer);
            assert!(answer.err.contains("gongkai: "), "{}", answer.err);
            if !command.contains(&"--config") {
                workplace.write("gongkai.toml", format!("database = {address:?}\n"));
                keeps_it(&run(false).exits(2));
            }
        }
    }
}

#[test]
fn a_slip_in_the_settings_is_told_without_the_password_in_its_line() {
    let workplace = Workplace::with_school();
    // Every slip with every address is in the tests of the settings; here is what becomes of them on the way out.
    for (at, address) in ADDRESSES.iter().enumerate() {
        let texts = [
            format!("database = \"{address}\n"),
            format!("database = {address}\n"),
            format!("trusted_proxies = \"{address}\"\n"),
            format!("public_address = \"{address}\"\n"),
            format!("calendar = \"gongkai.toml\" # {address}\n"),
        ];
        workplace.write("gongkai.toml", &texts[at % texts.len()]);
        for more in [&["-v"][..], &["--lang", "en"]] {
            keeps_it(&workplace.run(&[&["export", "ledger", "out.csv"][..], more].concat()).exits(2));
        }
    }
}

#[test]
fn an_address_that_is_typed_where_something_else_belongs_is_repeated_without_its_password() {
    let workplace = Workplace::with_school();
    for address in ADDRESSES.into_iter().filter(|address| !address.starts_with("gongkai:")) {
        for arguments in [
            &["export", "ledger", "out.csv", "--config", address][..],
            &["serve", "--listen", address],
            &["serve", address],
            &["import", "ledger", address, "--yes"],
            &["export", "ledger", address],
            &["report", address, "--out", "out"],
            &["report", "2022-2023", "--out", "out", "--date", address],
            &["report", "2022-2023", "--out", "out", "--format", address],
            &["workday", "is", address],
            &["check", address],
            &["check", "gongkai.toml", "--year", address],
            &["check", "gongkai.toml", "--baseline", address],
            &["check", "--explain", address],
            &["scan", "gongkai.toml", "--policy", address],
            &["help", address],
            &[address],
        ] {
            keeps_it(&workplace.run(arguments).exits(2));
        }
        keeps_it(&workplace.run(&["export", "ledger", &format!("--database={address}")]).exits(2));
    }
}

#[test]
fn what_init_says_of_the_database_has_no_password() {
    let workplace = Workplace::new();
    let arguments = ["init", "--name", "甲学院", "--kind", "vocational", "--administrator", "王老师"];
    let mut command = workplace.command(&arguments);
    // Opens, and holds what would be a password in the address of a server.
    command.env("GONGKAI_DATABASE", "sqlite://u:geheim@x.db");
    let answer = Answer::of(&arguments, command.output().unwrap()).succeeds().says(&["u:***@x.db"]);
    keeps_it(&answer);
}
