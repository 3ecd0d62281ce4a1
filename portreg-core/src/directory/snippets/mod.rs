//! `snippet`: pieces of configuration that tell other tools where services answer.

mod forms;
mod site;

use super::Directory;
use crate::error::{Error, Result};
use crate::model::{Identity, Snippet, SnippetTool, Sought};
use crate::store::ServiceRow;
use site::{Peer, Site};

impl Directory<'_> {
    /// The configuration of a tool for all services that fit.
    pub(crate) fn snippet(&self, pattern: &str, tool: SnippetTool) -> Result<Snippet> {
        let (mut sites, mut left_out) = (Vec::new(), Vec::new());
        for row in self.rows(Some(&self.named(pattern)?))? {
            match self.site(&row, tool)? {
                Some(site) => sites.push(site),
                None => left_out.push(row.claim.identity),
            }
        }
        if sites.is_empty() {
            return Err(no_port(pattern, &left_out));
        }
        let snippet = match tool {
            SnippetTool::Vite => each(&sites, forms::vite),
            SnippetTool::Next => each(&sites, forms::next),
            SnippetTool::Express => each(&sites, forms::express),
            SnippetTool::Django => each(&sites, forms::django),
            SnippetTool::Flask => each(&sites, forms::flask),
            SnippetTool::Compose => forms::compose(&sites),
            SnippetTool::Caddy => each(&site::hosts(&sites)?, forms::caddy),
            SnippetTool::Nginx => each(&site::hosts(&sites)?, forms::nginx),
        };
        let services = sites.into_iter().map(|site| site.own.identity).collect();
        Ok(Snippet { tool, snippet, services, left_out })
    }

    /// What a snippet says of a service, where it has a port.
    fn site(&self, row: &ServiceRow, tool: SnippetTool) -> Result<Option<Site>> {
        let Some(own) = Peer::of(row) else { return Ok(None) };
        let mut partners: Vec<Peer> = self.partners(row)?.iter().filter_map(Peer::of).collect();
        partners.retain(|partner| partner.identity != own.identity);
        let callers = match tool {
            SnippetTool::Django => self.callers(&own.identity)?,
            _ => Vec::new(),
        };
        Ok(Some(Site { own, host: row.claim.host.clone(), partners, callers }))
    }

    /// Who works with a service: those of its project that name it in their `pair` or `needs`.
    fn callers(&self, identity: &Identity) -> Result<Vec<Peer>> {
        let mut found = Vec::new();
        for row in self.rows(Some(identity.project()))? {
            let partners = self.partners(&row)?;
            if partners.iter().any(|partner| partner.claim.identity == *identity) {
                found.extend(Peer::of(&row));
            }
        }
        Ok(found)
    }
}

/// The pieces of one form, with an empty line between them.
fn each<S>(sites: &[S], form: fn(&S) -> String) -> String {
    sites.iter().map(form).collect::<Vec<_>>().join("\n")
}

fn no_port(pattern: &str, left_out: &[Identity]) -> Error {
    let what = match left_out {
        [name] => format!("{name} has no port, which is what a snippet tells"),
        _ => format!("no service that fits {pattern} has a port, which is what a snippet tells"),
    };
    Error::NotFound { what, sought: Sought::Services(Some(pattern.to_owned())) }
}
