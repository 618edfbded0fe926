//! A witness over real sockets: schools that grow, one that forks, one that rolls back, one that is silent; and a school of this
//! program whose checkpoint is cosigned and whose proofs say by whom.

use app::clock::Clock;
use app::log::check;
use app::settings_log::WitnessSettings;
use app::witness::{AlarmKind, Gaze, Witness};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use proof::{Checkpoint, Edge, Hash, Resource, SigningKey, Submission, leaf_hash};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use testkit::record;

const SCHOOLS: usize = 130;
const FORKS: usize = 17;
const ROLLS_BACK: usize = 40;
const SILENT: usize = 90;

/// A log as its school serves it, of leaves that a test chooses.
struct Log {
    key: SigningKey,
    leaves: Vec<Hash>,
    silent: bool,
}

impl Log {
    fn checkpoint(&self) -> proof::Note {
        let mut edge = Edge::default();
        for leaf in &self.leaves {
            edge.push(*leaf);
        }
        let (origin, size) = (self.key.name().to_string(), self.leaves.len() as u64);
        Checkpoint { origin, size, root: edge.root() }.sign(&self.key)
    }

    fn tile(&self, address: &str) -> Option<Vec<u8>> {
        let Ok(Resource::Tile(tile)) = address.parse() else { return None };
        let (mut edge, mut level) = (Edge::default(), self.leaves.clone());
        if tile.level == 1 {
            level = self.leaves.iter().flat_map(|leaf| edge.push(*leaf)).map(|node| node.hash).collect();
        }
        let first = tile.index as usize * 256;
        Some(level.get(first..first + tile.width)?.concat())
    }
}

type Logs = Arc<Mutex<Vec<Log>>>;

async fn shown(State(logs): State<Logs>, Path((at, what)): Path<(usize, String)>) -> Response {
    let logs = logs.lock().unwrap();
    let log = &logs[at];
    let body = match what.as_str() {
        _ if log.silent => None,
        "key" => Some(format!("{}\n", log.key.verifier()).into_bytes()),
        "checkpoint" => Some(log.checkpoint().to_string().into_bytes()),
        other => other.strip_prefix("tile/").and_then(|address| log.tile(address)),
    };
    body.map_or_else(|| StatusCode::NOT_FOUND.into_response(), IntoResponse::into_response)
}

async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        web::serve(listener, router, web::Connections::within(1024, Vec::new()), std::future::pending()).await;
    });
    address
}

fn leaf(n: usize) -> Hash {
    leaf_hash(&n.to_be_bytes())
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("gongkai-witness-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

fn gaze() -> Gaze {
    Gaze { patience: Duration::from_secs(20), ..Gaze::of_the_web().unwrap() }
}

/// Status and body of what a program sends and gets.
async fn asks(address: &str, body: Option<&str>) -> (u16, String) {
    let gaze = gaze();
    let to = notify_address(address);
    let line = notify::post::Line::open(to, &gaze.roots, gaze.patience).await.unwrap();
    let (status, body) = match body {
        Some(body) => line.post(body).await.unwrap(),
        None => line.get(1_000_000).await.unwrap(),
    };
    (status, String::from_utf8(body).unwrap())
}

fn notify_address(address: &str) -> notify::post::WebAddress {
    notify::post::WebAddress::of_anybody(address).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_and_thirty_schools_the_three_that_are_not_well_are_named_and_no_other() {
    let logs = (0..SCHOOLS).map(|at| Log {
        key: SigningKey::new(&format!("school-{at}.example/log/1"), [at as u8; 32]).unwrap(),
        leaves: (0..at * 3 + 2).map(leaf).collect(),
        silent: false,
    });
    let logs: Logs = Arc::new(Mutex::new(logs.collect()));
    let server = serve(Router::new().route("/{at}/log/{*what}", get(shown)).with_state(Arc::clone(&logs))).await;
    let schools: Vec<String> = (0..SCHOOLS).map(|at| format!("{server}/{at}")).collect();
    let folder = folder("many");
    let open = || Arc::new(Witness::open(&folder, Some("example/witness"), &schools, Clock::System).unwrap());
    let witness = open();
    witness.look(&gaze()).await.unwrap();
    assert!(witness.table().iter().all(|line| line.state() == "good"), "{:?}", witness.table());
    assert!(Witness::open(&folder, None, &schools, Clock::System).is_err(), "one folder has one witness");
    let state = |witness: &Witness, at: usize| {
        let line = witness.table().into_iter().find(|line| line.address == schools[at]).unwrap();
        (line.state(), line.size, line.alarms)
    };
    let before = state(&witness, ROLLS_BACK).1.unwrap();
    for (at, log) in logs.lock().unwrap().iter_mut().enumerate() {
        match at {
            FORKS => {
                log.leaves[0] = leaf(1_000_000);
                log.leaves.push(leaf(5));
            }
            ROLLS_BACK => log.leaves.truncate(3),
            SILENT => log.silent = true,
            // Some do not grow, some fill tiles.
            _ => log.leaves.extend((0..(at % 5) * 60).map(|n| leaf(n + 500))),
        }
    }
    witness.look(&gaze()).await.unwrap();
    let is = |witness: &Witness| {
        for (at, school) in schools.iter().enumerate() {
            let expected = match at {
                FORKS => "fork",
                ROLLS_BACK => "rollback",
                SILENT => "silent",
                _ => "good",
            };
            assert_eq!(state(witness, at).0, expected, "{school}");
        }
    };
    is(&witness);
    let alarm = &state(&witness, FORKS).2[0];
    assert_eq!(alarm.kind, AlarmKind::Fork);
    assert!(alarm.shown.starts_with("school-17.example/log/1\n54\n"), "{}", alarm.shown);
    assert!(alarm.before.starts_with("school-17.example/log/1\n53\n") && alarm.before.contains("— example/witness "));
    assert_eq!(state(&witness, ROLLS_BACK).1, Some(before), "what was cosigned stays what was seen");
    // It is known after a restart, and told once.
    drop(witness);
    let witness = open();
    is(&witness);
    witness.look(&gaze()).await.unwrap();
    is(&witness);
    assert_eq!(state(&witness, FORKS).2.len(), 1);
    // One that comes back is well again; one that forked never is.
    logs.lock().unwrap()[ROLLS_BACK].leaves = (0..ROLLS_BACK * 3 + 9).map(leaf).collect();
    logs.lock().unwrap()[SILENT].silent = false;
    witness.look(&gaze()).await.unwrap();
    assert_eq!([ROLLS_BACK, SILENT, FORKS].map(|at| state(&witness, at).0), ["good", "good", "fork"]);
    let page = asks(&format!("{}/", serve(web::witness::router(Arc::clone(&witness))).await), None).await.1;
    assert!(page.contains("日志分叉") && page.find("日志分叉") < page.find("正常"), "{page}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_submits_gets_a_cosignature_or_is_told_why_not_and_nobody_makes_a_school_look_like_a_liar() {
    let key = SigningKey::new("school.example/log/1", [9; 32]).unwrap();
    let log = Log { key, leaves: (0..300).map(leaf).collect(), silent: false };
    let logs: Logs = Arc::new(Mutex::new(vec![log]));
    let server = serve(Router::new().route("/{at}/log/{*what}", get(shown)).with_state(Arc::clone(&logs))).await;
    let folder = folder("one");
    let schools = [format!("{server}/0")];
    let witness = Arc::new(Witness::open(&folder, Some("example/witness"), &schools, Clock::System).unwrap());
    let door = serve(web::witness::router(Arc::clone(&witness))).await;
    let submit = format!("{door}/add-checkpoint");
    let note = logs.lock().unwrap()[0].checkpoint();
    let first = Submission { old: 0, proof: Vec::new(), note: note.clone() };
    assert_eq!(asks(&submit, Some(&first.to_string())).await.0, 404, "no key of this log is known yet");
    witness.look(&gaze()).await.unwrap();
    let cosigned = asks(&submit, Some(&Submission { old: 300, ..first.clone() }.to_string())).await;
    assert!(cosigned.0 == 200 && cosigned.1.starts_with("— example/witness "), "{cosigned:?}");
    assert_eq!(asks(&submit, Some(&first.to_string())).await, (409, "300\n".to_string()));
    assert_eq!(asks(&submit, Some("old 0\n\nnonsense")).await.0, 400);
    assert_eq!(asks(&submit, Some(&"x".repeat(100_000))).await.0, 413);
    // A good checkpoint that somebody sends along with a proof of their own making is refused, and is nobody's fork.
    logs.lock().unwrap()[0].leaves.push(leaf(1));
    let grown = logs.lock().unwrap()[0].checkpoint();
    let made_up = Submission { old: 300, proof: vec![leaf(2); 4], note: grown };
    assert_eq!(asks(&submit, Some(&made_up.to_string())).await.0, 422);
    assert_eq!(witness.table()[0].state(), "good");
    let json = asks(&format!("{door}/schools.json"), None).await.1;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["schools"][0]["size"], &json["schools"][0]["state"]), (&300.into(), &"good".into()));
    let origin = witness.table()[0].origin_hash.clone();
    let latest = asks(&format!("{door}/{origin}/checkpoint"), None).await;
    assert!(latest.0 == 200 && latest.1.contains("— example/witness ") && latest.1.contains("— school.example/log/1 "));
    assert_eq!(asks(&format!("{door}/00/checkpoint"), None).await.0, 404);
    // The root of the same size signed twice is a fork, whoever sends it.
    logs.lock().unwrap()[0].leaves = (7..307).map(leaf).collect();
    let forked = Submission { old: 300, proof: Vec::new(), note: logs.lock().unwrap()[0].checkpoint() };
    assert_eq!(asks(&submit, Some(&forked.to_string())).await.0, 409);
    assert_eq!(witness.table()[0].state(), "fork");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schools_checkpoint_is_cosigned_by_its_witness_and_its_proofs_say_so() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    // Nobody is there yet.
    drop(listener);
    let address = format!("http://{at}");
    let folder = folder("school");
    // The witness is there first, and has the school's address; the school has the witness's key.
    let school = testkit::School::open_on("2023-10-20").await.founded().await;
    let portal = serve(web::router(school.portal(), web::Options::default())).await;
    let witness = Arc::new(Witness::open(&folder, None, std::slice::from_ref(&portal), Clock::System).unwrap());
    let settings = WitnessSettings { address: address.clone(), key: witness.verifier() };
    let school = school.equipped(|all| all.witnesses = vec![settings]);
    school.publishes(record("奖学金评定办法").body("第一条")).await;
    let ran = app::jobs::run_due(&school.app).await.unwrap();
    assert!(ran.failed == 1, "a witness that is away is asked again, and the log is sealed all the same: {ran:?}");
    let checkpoint = async || school.portal().log_checkpoint().await.unwrap().unwrap();
    assert_eq!(checkpoint().await.matches("\n— ").count(), 1);
    let router = web::witness::router(Arc::clone(&witness));
    let listener = tokio::net::TcpListener::bind(at).await.unwrap();
    tokio::spawn(async move {
        web::serve(listener, router, web::Connections::within(1024, Vec::new()), std::future::pending()).await;
    });
    witness.look(&gaze()).await.unwrap();
    assert_eq!(witness.table()[0].state(), "good", "{:?}", witness.table());
    school.minutes_pass(5);
    assert_eq!(school.jobs_run().await.failed, 0);
    assert_eq!(checkpoint().await.matches("\n— ").count(), 2);
    let keys = [school.portal().log_keys().await.unwrap(), vec![witness.verifier()]].concat();
    let proof = school.portal().log_proof(0).await.unwrap().unwrap().1;
    let checked = check(&proof, &keys).unwrap();
    assert_eq!(checked.witnesses.len(), 1, "{checked:?}");
    let log = school.portal().log("9999-12-31".parse().unwrap()).await.unwrap();
    assert_eq!(
        log.witnesses.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        [checked.witnesses[0].0.as_str()]
    );
    // It grows: the new checkpoint is cosigned by the way, from where the witness saw it last.
    for title in ["通知一", "通知二", "通知三"] {
        school.publishes(record(title)).await;
        school.jobs_run().await;
        assert_eq!(checkpoint().await.matches("\n— ").count(), 2, "{title}");
    }
    assert_eq!(witness.table()[0].size, Some(4));
    std::fs::remove_dir_all(&folder).unwrap();
}
