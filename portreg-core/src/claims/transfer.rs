//! Carrying a registry elsewhere: export, and an import that never changes a held claim.

use serde_json::json;

use super::Claims;
use super::arriving::{has_ended, imported};
use super::asker::Call;
use super::pools::{add_pool, add_reservation, checked};
use super::settle::all_pools;
use crate::error::{Error, ErrorCode, Result};
use crate::model::{
    Endpoint, Export, ImportOptions, ImportReport, Memory, Pattern, PortRange, Refusal,
    Reservation, Service, is_browser_unsafe, shown_line,
};
use crate::store::{Stored, Writer};
use crate::time::as_ms;

/// The form of the document that is written, and the newest that is read.
const VERSION: u32 = 1;

impl Claims<'_> {
    /// Everything that can be carried to another registry.
    pub(crate) fn export(&self, pattern: Option<&str>) -> Result<Export> {
        let services = self.find(&crate::model::FindOptions {
            pattern: pattern.map(str::to_owned),
            ..Default::default()
        })?;
        let pattern =
            pattern.filter(|text| !text.starts_with(':')).map(str::parse::<Pattern>).transpose()?;
        self.store.snapshot(|reader| {
            let whole = pattern.is_none();
            Ok(Export {
                version: VERSION,
                endpoints: reader.endpoints(pattern.as_ref())?,
                reserved: if whole { reader.reservations()? } else { Vec::new() },
                pools: if whole { reader.pools()? } else { Vec::new() },
                memory: reader.memories(pattern.as_ref())?,
                services,
            })
        })
    }

    /// Takes in a document: all of it, or what does not clash, or nothing.
    pub(crate) fn import(&self, document: &Export, options: ImportOptions) -> Result<ImportReport> {
        if document.version > VERSION {
            let message = format!(
                "its version is {} and this portreg reads up to {VERSION}; update portreg",
                document.version
            );
            return Err(Error::option("document", message));
        }
        let call = self.new_call()?;
        let config = self.config(None)?;
        let default_ttl_ms = as_ms(config.default_expires);
        let mut report = ImportReport::default();
        let result = self.store.write(|writer| {
            report = ImportReport::default();
            for (index, service) in document.services.iter().enumerate() {
                let double = document.services[..index].iter().find(|other| {
                    other.identity == service.identity
                        || (service.port.is_some() && other.port == service.port)
                });
                match double {
                    Some(other) => {
                        let why = format!("the document has it twice, also as {}", other.identity);
                        report.refused.push(refusal(service, ErrorCode::InvalidOption, why));
                    }
                    None => {
                        self.import_service(writer, service, default_ttl_ms, &call, &mut report)?
                    }
                }
            }
            self.import_aside(writer, document, &config, &call, &mut report)?;
            for memory in &document.memory {
                if memory.port == 0 {
                    let why = "0 is no port".to_owned();
                    report.refused.push(Refusal {
                        identity: json!(memory.identity),
                        port: None,
                        code: ErrorCode::InvalidOption,
                        reason: why,
                    });
                    continue;
                }
                remember(writer, memory)?;
            }
            for endpoint in &document.endpoints {
                if endpoint.env != "local" && writer.claim(endpoint.identity.as_str())?.is_some() {
                    import_endpoint(writer, endpoint, &call)?;
                }
            }
            if options.dry_run || (!options.skip && !report.refused.is_empty()) {
                return Err(Stop.into());
            }
            Ok(())
        });
        match result {
            Err(error) if !Stop::is(&error) => Err(error),
            _ if options.dry_run => Ok(report),
            _ if !options.skip && !report.refused.is_empty() => {
                Ok(ImportReport { added: Vec::new(), remembered: Vec::new(), ..report })
            }
            _ => Ok(report),
        }
    }

    fn import_service(
        &self,
        writer: &Writer<'_>,
        service: &Service,
        default_ttl_ms: i64,
        call: &Call,
        report: &mut ImportReport,
    ) -> Stored<()> {
        let identity = &service.identity;
        let Some(port) = service.port.filter(|port| *port != 0) else {
            let why = "it has no port".to_owned();
            report.refused.push(refusal(service, ErrorCode::InvalidOption, why));
            return Ok(());
        };
        let ended = has_ended(service, call.at_ms);
        if let Some(row) = writer.claim(identity.as_str())? {
            if ended || row.port == Some(port) {
                report.kept.push(identity.clone());
            } else {
                let has =
                    row.port.map_or_else(|| "no port".to_owned(), |port| format!("port {port}"));
                report.refused.push(refusal(
                    service,
                    ErrorCode::IdentityHeld,
                    format!("it has {has} here"),
                ));
            }
            return Ok(());
        }
        if ended {
            let memory =
                Memory { identity: identity.clone(), port, since_ms: service.last_seen_ms };
            match remember(writer, &memory)? {
                true => report.remembered.push(memory.identity),
                false => report.kept.push(memory.identity),
            }
            return Ok(());
        }
        if let Some(row) = writer.claim_on(port)? {
            let why = format!("{} claims port {port} here", row.identity);
            report.refused.push(refusal(service, ErrorCode::PortInUse, why));
            return Ok(());
        }
        if is_browser_unsafe(port) {
            let why = format!("browsers refuse to open port {port}, so nobody is given it");
            report.refused.push(refusal(service, ErrorCode::PortReserved, why));
            return Ok(());
        }
        if let Some(known) = writer.reservations()?.iter().find(|known| known.ports.contains(port))
        {
            let why = format!("port {port} is reserved here ({})", known.ports);
            report.refused.push(refusal(service, ErrorCode::PortReserved, why));
            return Ok(());
        }
        writer.take_port(port)?;
        let mut event = call.event("import");
        event.identity = Some(identity);
        event.port = Some(port);
        let generation = writer.record(&event, call.keep)?;
        writer.save(&imported(service, port, generation, call.at_ms, default_ttl_ms))?;
        report.added.push(identity.clone());
        Ok(())
    }

    fn import_aside(
        &self,
        writer: &Writer<'_>,
        document: &Export,
        config: &crate::config::Config,
        call: &Call,
        report: &mut ImportReport,
    ) -> Stored<()> {
        for reservation in &document.reserved {
            let known = writer.reservations()?;
            if known.iter().any(|known| known.ports == reservation.ports) {
                continue;
            }
            let label = json!(format!("reserved {}", reservation.ports));
            let PortRange { first, last } = reservation.ports;
            if let Some(row) = writer.claims_between(first, last)?.first() {
                report.refused.push(Refusal {
                    identity: label,
                    port: row.port,
                    code: ErrorCode::PortInUse,
                    reason: format!("{} claims one of the ports here", row.identity),
                });
                continue;
            }
            match known.iter().find(|known| known.ports.overlaps(&reservation.ports)) {
                Some(known) => {
                    let reason = format!("{} is reserved here already", known.ports);
                    report.refused.push(Refusal {
                        identity: label,
                        port: None,
                        code: ErrorCode::PortReserved,
                        reason,
                    });
                }
                None => match valid(reservation) {
                    true => add_reservation(writer, reservation, call)?,
                    false => {
                        let reason = "it is no range of ports".to_owned();
                        report.refused.push(Refusal {
                            identity: label,
                            port: None,
                            code: ErrorCode::InvalidOption,
                            reason,
                        });
                    }
                },
            }
        }
        for pool in &document.pools {
            let all = all_pools(writer.pools()?, config);
            if all.iter().any(|(known, set)| *set && known == pool) {
                continue;
            }
            if let Err(error) = checked(&pool.name, &pool.ranges) {
                report.refused.push(Refusal {
                    identity: json!(format!("pool {}", pool.name)),
                    port: None,
                    code: ErrorCode::InvalidOption,
                    reason: error.to_string(),
                });
                continue;
            }
            let clash = all.iter().find(|(known, set)| {
                (known.name == pool.name && *set)
                    || (known.name != pool.name
                        && known.ranges.iter().any(|a| pool.ranges.iter().any(|b| a.overlaps(b))))
            });
            match clash {
                Some((known, _)) => report.refused.push(Refusal {
                    identity: json!(format!("pool {}", pool.name)),
                    port: None,
                    code: ErrorCode::InvalidOption,
                    reason: format!(
                        "pool {} has {} here",
                        known.name,
                        PortRange::join(&known.ranges)
                    ),
                }),
                None => add_pool(writer, &pool.name, &pool.ranges, call)?,
            }
        }
        Ok(())
    }
}

/// Lets a name remember a port; false where it is claimed here or remembers one already.
fn remember(writer: &Writer<'_>, memory: &Memory) -> Stored<bool> {
    let name = memory.identity.as_str();
    if writer.claim(name)?.is_some() || writer.remembered(name)?.is_some() {
        return Ok(false);
    }
    writer.remember(name, memory.port, memory.since_ms)?;
    if writer.claim_on(memory.port)?.is_none() {
        writer.take_port(memory.port)?;
        writer.rest_port(memory.port, memory.since_ms)?;
    }
    Ok(true)
}

fn import_endpoint(writer: &Writer<'_>, endpoint: &Endpoint, call: &Call) -> Stored<()> {
    let Endpoint { identity, env, url } = endpoint;
    if writer.set_endpoint(identity.as_str(), env, url)? {
        let mut event = call.event("endpoint_set");
        event.identity = Some(identity);
        event.details = Some(json!({ "env": env, "url": shown_line(url) }));
        writer.record(&event, call.keep)?;
    }
    Ok(())
}

fn valid(reservation: &Reservation) -> bool {
    PortRange::new(reservation.ports.first, reservation.ports.last).is_ok()
}

fn refusal(service: &Service, code: ErrorCode, reason: String) -> Refusal {
    Refusal { identity: json!(service.identity), port: service.port, code, reason }
}

/// Nothing is to be written after all.
struct Stop;

impl Stop {
    const WHAT: &'static str = "an import that changes nothing";

    fn is(error: &Error) -> bool {
        matches!(error, Error::Cancelled { what } if what == Self::WHAT)
    }
}

impl From<Stop> for crate::store::Fault {
    fn from(_: Stop) -> Self {
        Error::Cancelled { what: Stop::WHAT.to_owned() }.into()
    }
}
