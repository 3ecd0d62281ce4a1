//! What the verbs over services and ports show.

use portreg_core::{Endpoint, Holder, Pool, PortRange, Released, Reservation, Service, Status};

use super::style::{BOLD, CYAN, DIM, GREEN, PLAIN, RED, YELLOW};
use super::table::{Cell, Table};
use super::{ago, counted};

/// The services as a table, or what to do where there are none.
pub fn services(services: &[Service], asked_for: Option<&str>, now_ms: i64) -> String {
    match (services, asked_for) {
        ([], None) => "no services yet; claim one with `portreg claim shop:web`\n".to_owned(),
        ([], Some(asked)) => format!("no services match {asked}; `portreg find` lists all\n"),
        _ => table(services, now_ms),
    }
}

fn table(services: &[Service], now_ms: i64) -> String {
    let mut table = Table::with_head(&["NAME", "PORT", "STATUS", "PROCESS", "SEEN", "DESCRIPTION"]);
    for service in services {
        let style = match service.status {
            Status::Running => GREEN,
            Status::Assigned => PLAIN,
            Status::Stopped => DIM,
            Status::Crashed => RED,
        };
        table.row([
            Cell::new(BOLD, service.identity.as_str()),
            Cell::new(CYAN, service.port.map(|port| port.to_string()).unwrap_or_default()),
            Cell::new(style, service.status.as_str()),
            Cell::plain(process(service)),
            Cell::new(DIM, ago(service.last_seen_ms, now_ms)),
            Cell::plain(service.description.as_deref().unwrap_or_default()),
        ]);
    }
    table.render()
}

/// The process behind a service, where one is known.
fn process(service: &Service) -> String {
    match (&service.owner, service.pid) {
        (Some(owner), Some(pid)) if owner.pid == pid => owner.to_string(),
        (_, Some(pid)) => format!("pid {pid}"),
        (Some(owner), None) => owner.to_string(),
        (None, None) => String::new(),
    }
}

/// What was freed, or would be.
pub fn released(released: &[Released], dry_run: bool) -> String {
    let [freed, ended] = if dry_run { ["would free", "would end"] } else { ["freed", "ended"] };
    let mut table = Table::default();
    for one in released {
        // A claim that stays frees nothing; only what a killed run had left ends.
        let stays = one.reason == "leftovers";
        table.row([
            Cell::plain(if stays { ended } else { freed }),
            Cell::new(BOLD, one.identity.as_str()),
            Cell::new(CYAN, one.port.map(|port| port.to_string()).unwrap_or_default()),
            Cell::new(
                DIM,
                match one.reason.as_str() {
                    // What was asked for needs no reason.
                    "released" => String::new(),
                    reason => format!("({})", reason.replace('_', " ")),
                },
            ),
            Cell::plain(match one.ended.as_slice() {
                [] => String::new(),
                left if stays => processes(left),
                left => format!("{ended} what a killed run had left: {}", processes(left)),
            }),
        ]);
    }
    table.render()
}

fn processes(holders: &[Holder]) -> String {
    let names = holders.iter().map(|holder| format!("{} (pid {})", holder.name, holder.pid));
    names.collect::<Vec<_>>().join(", ")
}

/// The reserved ports, or how to reserve one.
pub fn reservations(reservations: &[Reservation]) -> String {
    if reservations.is_empty() {
        return "no reserved ports; keep one out of use with `portreg reserve 5432`\n".to_owned();
    }
    let mut table = Table::with_head(&["PORTS", "REASON"]);
    for one in reservations {
        table.row([
            Cell::new(CYAN, one.ports.to_string()),
            Cell::plain(one.reason.as_deref().unwrap_or_default()),
        ]);
    }
    table.render()
}

/// Where services answer, or how to say so.
pub fn endpoints(endpoints: &[Endpoint]) -> String {
    if endpoints.is_empty() {
        return "no endpoints; `portreg endpoint set shop:web prod https://...` sets one\n"
            .to_owned();
    }
    let mut table = Table::with_head(&["NAME", "ENV", "URL"]);
    for one in endpoints {
        table.row([
            Cell::new(BOLD, one.identity.as_str()),
            Cell::plain(&one.env),
            Cell::new(CYAN, &one.url),
        ]);
    }
    table.render()
}

/// The pools and how full they are; `notes` says which of them are nearly full.
pub fn pools(pools: &[Pool]) -> (String, Vec<String>) {
    let mut table = Table::with_head(&["POOL", "PORTS", "CLAIMED", "USE"]);
    let mut notes = Vec::new();
    for pool in pools {
        let size = pool.capacity;
        // Rounded up, so that a pool with one port left is not shown as full of room.
        let percent = (pool.claimed * 100).div_ceil(size.max(1));
        let nearly_full = u64::from(pool.claimed) * 5 > u64::from(size) * 4;
        table.row([
            Cell::new(BOLD, &pool.name),
            Cell::new(CYAN, PortRange::join(&pool.ranges)),
            Cell::plain(format!("{} of {size}", pool.claimed)),
            Cell::new(if nearly_full { YELLOW } else { DIM }, format!("{percent} %")),
        ]);
        if nearly_full {
            let name = &pool.name;
            let free = size.saturating_sub(pool.claimed);
            notes.push(format!(
                "pool {name} is {percent} % full ({} left): end unused claims with `portreg cleanup`, \
                 or widen it with `portreg pool set {name} A-B`",
                counted(free as usize, "port"),
            ));
        }
    }
    (table.render(), notes)
}
