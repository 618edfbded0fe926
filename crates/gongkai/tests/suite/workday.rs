//! `gongkai workday`: the contract of its answers, to the byte.

use crate::Workplace;

#[track_caller]
fn check(arguments: &str, out: &str) {
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let answer = Workplace::new().run(&arguments).succeeds().prints(out);
    assert_eq!(answer.err, "");
}

#[test]
fn the_contracts_example_is_answered_to_the_byte() {
    check(
        "workday add 2023-09-28 20 --format json",
        "{\"from\":\"2023-09-28\",\"working_days\":20,\"date\":\"2023-11-01\"}\n",
    );
    check("workday add 2023-09-28 20", "2023-11-01\n");
}

#[test]
fn a_negative_number_counts_back_and_none_stays() {
    check(
        "workday add 2023-11-01 -20 --format json",
        "{\"from\":\"2023-11-01\",\"working_days\":-20,\"date\":\"2023-09-28\"}\n",
    );
    check(
        "workday add 2023-09-28 0 --format json",
        "{\"from\":\"2023-09-28\",\"working_days\":0,\"date\":\"2023-09-28\"}\n",
    );
}

#[test]
fn a_year_without_a_holiday_notice_is_estimated_and_said_so() {
    check(
        "workday add 2030-11-01 20 --format json",
        "{\"from\":\"2030-11-01\",\"working_days\":20,\"date\":\"2030-11-29\",\"estimated\":true}\n",
    );
    check(
        "workday is 2030-11-01 --format json",
        "{\"date\":\"2030-11-01\",\"working_day\":true,\"kind\":\"working\",\"estimated\":true}\n",
    );
    check(
        "workday between 2030-11-01 2030-11-29 --format json",
        "{\"from\":\"2030-11-01\",\"to\":\"2030-11-29\",\"working_days\":20,\"estimated\":true}\n",
    );
    let answer = Workplace::new().run(&["workday", "add", "2030-11-01", "20"]).succeeds().prints("2030-11-29\n");
    assert!(answer.err.contains("推算"), "{}", answer.err);
}

#[test]
fn between_is_the_inverse_of_add_in_both_directions() {
    check(
        "workday between 2023-09-28 2023-11-01 --format json",
        "{\"from\":\"2023-09-28\",\"to\":\"2023-11-01\",\"working_days\":20}\n",
    );
    check("workday between 2023-11-01 2023-09-28", "-20\n");
    check("workday between 2023-09-28 2023-09-28", "0\n");
}

#[test]
fn a_saturday_worked_in_exchange_is_a_working_day_and_a_holiday_is_none() {
    check(
        "workday is 2023-10-07 --format json",
        "{\"date\":\"2023-10-07\",\"working_day\":true,\"kind\":\"worked-weekend\"}\n",
    );
    check(
        "workday is 2023-10-02 --format json",
        "{\"date\":\"2023-10-02\",\"working_day\":false,\"kind\":\"holiday\"}\n",
    );
    check("workday is 2023-10-14", "不是工作日（周末）\n");
}

#[test]
fn explain_shows_every_day_that_counts_and_every_day_that_does_not() {
    let workplace = Workplace::new();
    let answer = workplace.run(&["workday", "add", "2023-09-28", "3", "--explain"]).succeeds();
    let lines: Vec<&str> = answer.out.lines().collect();
    assert_eq!(lines[0], "2023-09-28　当日不计");
    assert_eq!(lines[1], "   ·  2023-09-29  周五  法定放假");
    assert_eq!(lines[9], "   1  2023-10-07  周六  周末调休上班");
    assert_eq!(lines[11], "   3  2023-10-09  周一  工作日");
    assert_eq!(lines[12], "2023-10-09");
    let json = workplace.run(&["workday", "add", "2023-09-28", "3", "--explain", "--format", "json"]).succeeds().json();
    let days = json["days"].as_array().unwrap();
    assert_eq!(days.len(), 11);
    assert_eq!(days[0], serde_json::json!({ "date": "2023-09-29", "kind": "holiday", "count": null }));
    assert_eq!(days[10], serde_json::json!({ "date": "2023-10-09", "kind": "working", "count": 3 }));
}

#[test]
fn a_date_or_number_that_is_none_is_refused_in_one_line() {
    let workplace = Workplace::new();
    for date in ["2023-02-30", "2023-13-01", "今天", "", "20230928"] {
        let words: &[&str] = if date.is_empty() { &["<DATE>"] } else { &["<DATE>", date] };
        workplace.run(&["workday", "is", date]).fails_in_one_line(words);
        workplace.run(&["workday", "add", date, "3", "--format", "json"]).fails_in_one_line(words);
        workplace.run(&["workday", "between", "2023-01-01", date]).fails_in_one_line(&["<TO>"]);
    }
    workplace.run(&["workday", "add", "2023-09-28", "二十"]).fails_in_one_line(&["<DAYS>", "二十"]);
    workplace.run(&["workday", "add", "2023-09-28"]).fails_in_one_line(&["<DAYS>", "workday add --help"]);
    workplace.run(&["workday", "add", "2023-09-28", "99999999"]).fails_in_one_line(&["1900"]);
    workplace.run(&["workday", "add", "2023-09-28", "9223372036854775807"]).fails_in_one_line(&["1900"]);
    workplace.run(&["workday", "add", "2023-09-28", "-9223372036854775808"]).fails_in_one_line(&["1900"]);
}

#[test]
fn further_years_come_from_the_configured_file() {
    let workplace = Workplace::new();
    workplace.write("gongkai.toml", "calendar = \"years.json\"\n");
    workplace.run(&["workday", "is", "2023-10-07"]).fails_in_one_line(&["years.json"]);
}
