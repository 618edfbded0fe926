//! Prints what the readers find in a file: one line per block. For people who wonder why a finding
//! stands where it stands; not part of the program.
#![expect(clippy::print_stdout, reason = "an example talks to its user")]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: dump FILE")?;
    let extract = office::read_file(path.as_ref(), &office::Limits::default())?;
    for block in &extract.blocks {
        let concealed = block.concealed.map(|why| format!(" [{why:?}]")).unwrap_or_default();
        println!("{:?} {:?}{concealed} {:?}", block.kind, block.place, extract.text_of(block));
    }
    for link in &extract.links {
        println!("link {:?} -> {}", &extract.text[link.range.clone()], link.address);
    }
    for notice in &extract.notices {
        println!("notice {} {}", notice.key, notice.at);
    }
    Ok(())
}
