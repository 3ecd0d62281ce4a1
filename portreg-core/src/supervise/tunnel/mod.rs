//! Tunnels: how the program of each provider is started, and what its lines mean. What belongs to one
//! program, and where that is written down, is in its own file.

mod cloudflared;
mod ngrok;

use std::collections::{BTreeMap, VecDeque};
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::error::Result;
use crate::model::{HIDDEN, Tunnel, TunnelProvider};

/// So many of a program's last lines are kept.
const KEPT: usize = 20;

/// A longer line is cut.
const LONGEST: usize = 2000;

/// What a user's file says of the providers.
pub(crate) type Providers = BTreeMap<String, Map<String, Value>>;

/// A text that is shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

/// A tunnel as it is to be opened.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) provider: TunnelProvider,
    /// The host name that is asked for.
    host: Option<String>,
    token: Option<Secret>,
    certificate: Option<PathBuf>,
    region: Option<String>,
}

/// A program's arguments, and what its environment has in addition.
pub(super) struct Start {
    pub(super) argv: Vec<OsString>,
    pub(super) env: Vec<(OsString, OsString)>,
}

impl Plan {
    /// What is asked for, with what the user's file says of its provider.
    ///
    /// # Errors
    ///
    /// `INVALID_OPTION` where the name that is asked for is none.
    pub(super) fn new(tunnel: &Tunnel, providers: &Providers) -> Result<Self> {
        tunnel.check()?;
        let provider = tunnel.provider;
        // The older tool's file calls one of them otherwise than its program.
        let settings = providers.iter().find(|(name, _)| name.parse().ok() == Some(provider));
        let said = |key: &str| {
            let value = settings.and_then(|(_, settings)| settings.get(key))?;
            value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let domain = said("domain").or_else(|| match provider {
            TunnelProvider::Ngrok => Some(ngrok::DOMAIN.to_owned()),
            // Its domains are the user's own.
            TunnelProvider::Cloudflared => None,
        });
        let host = tunnel.subdomain.clone().map(|name| match domain {
            Some(domain) if !name.contains('.') => format!("{name}.{domain}"),
            _ => name,
        });
        Ok(Self {
            provider,
            host,
            token: said("authtoken").map(Secret),
            certificate: said("certPath").map(|path| at_home(&path)),
            region: said("region"),
        })
    }

    /// The file that must be there for it.
    pub(super) fn certificate(&self) -> Option<&PathBuf> {
        self.certificate.as_ref()
    }

    /// How a tunnel to this port is opened.
    pub(super) fn start(&self, port: u16) -> Start {
        match self.provider {
            TunnelProvider::Ngrok => ngrok::start(self, port),
            TunnelProvider::Cloudflared => cloudflared::start(self, port),
        }
    }

    /// The ear for what the program says.
    pub(super) fn ear(&self) -> Ear {
        let inherited = std::env::var(ngrok::TOKEN).ok().filter(|token| !token.is_empty());
        let secrets = self.token.clone().into_iter().chain(inherited.map(Secret)).collect();
        let (provider, host) = (self.provider, self.host.clone());
        Ear {
            provider,
            host,
            secrets,
            lines: VecDeque::new(),
            faults: VecDeque::new(),
            has_stood: false,
        }
    }
}

/// What a line of a program means.
#[derive(Debug, Default, PartialEq, Eq)]
struct Meaning {
    /// The tunnel stands, at this URL.
    url: Option<String>,
    /// What is wrong.
    fault: Option<String>,
}

/// Hears what the program of a tunnel says.
#[derive(Debug)]
pub(super) struct Ear {
    provider: TunnelProvider,
    host: Option<String>,
    secrets: Vec<Secret>,
    lines: VecDeque<String>,
    /// What it has told of what is wrong.
    faults: VecDeque<String>,
    /// Whether the tunnel has stood.
    has_stood: bool,
}

impl Ear {
    /// Hears a line; gives the URL that it tells.
    pub(super) fn hear(&mut self, line: &str) -> Option<String> {
        let meaning = match self.provider {
            TunnelProvider::Ngrok => ngrok::meaning(line),
            TunnelProvider::Cloudflared => cloudflared::meaning(line, self.host.as_deref()),
        };
        let line = self.shown(line);
        keep(&mut self.lines, line);
        if let Some(fault) = meaning.fault {
            let fault = self.shown(&fault);
            if self.faults.back() != Some(&fault) {
                keep(&mut self.faults, fault);
            }
        }
        self.has_stood |= meaning.url.is_some();
        meaning.url
    }

    /// The program's own words for what is wrong: what it has told as that, else its last line where the tunnel
    /// has never stood.
    pub(super) fn complaint(&self) -> Option<String> {
        const FEW: usize = 4;
        if self.faults.is_empty() {
            let said = self.lines.iter().rev().find(|line| !line.trim().is_empty());
            return said.filter(|_| !self.has_stood).cloned();
        }
        let first = self.faults.len().saturating_sub(FEW);
        Some(self.faults.range(first..).cloned().collect::<Vec<_>>().join("; "))
    }

    /// Its last lines, oldest first.
    pub(super) fn last_lines(&self) -> Vec<String> {
        self.lines.iter().cloned().collect()
    }

    /// A text without the secrets that the program was given, some of which it repeats in its errors.
    fn shown(&self, text: &str) -> String {
        let mut text: String = text.chars().take(LONGEST).collect();
        for Secret(secret) in &self.secrets {
            text = text.replace(secret.as_str(), HIDDEN);
        }
        text
    }
}

fn keep(lines: &mut VecDeque<String>, line: String) {
    if lines.len() == KEPT {
        lines.pop_front();
    }
    lines.push_back(line);
}

/// A path as a user's file writes it, where `~` is the home folder.
fn at_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    pub(super) fn plan(provider: &str, subdomain: Option<&str>, providers: Value) -> Plan {
        let tunnel =
            Tunnel { provider: provider.parse().unwrap(), subdomain: subdomain.map(str::to_owned) };
        Plan::new(&tunnel, &serde_json::from_value(providers).unwrap()).unwrap()
    }

    pub(super) fn words(start: &Start) -> Vec<&str> {
        start.argv.iter().map(|word| word.to_str().unwrap()).collect()
    }

    #[test]
    fn secrets_are_shown_nowhere() {
        let plan = plan("ngrok", None, json!({ "ngrok": { "authtoken": "2abcSECRET" } }));
        assert!(!format!("{plan:?}").contains("SECRET"), "{plan:?}");
        assert!(!words(&plan.start(3000)).join(" ").contains("SECRET"));
        let mut ear = plan.ear();
        ear.hear("ERROR:  Your authtoken: 2abcSECRET");
        ear.hear(r#"{"lvl":"crit","msg":"command failed","err":"bad token 2abcSECRET"}"#);
        let told = format!("{:?} {:?} {ear:?}", ear.complaint(), ear.last_lines());
        assert!(told.contains("Your authtoken: ***") && !told.contains("SECRET"), "{told}");
    }

    #[test]
    fn the_last_words_are_kept() {
        let mut ear = plan("cloudflared", None, json!({})).ear();
        for number in 0..50 {
            ear.hear(&format!("line {number}"));
        }
        assert_eq!(ear.last_lines().len(), KEPT);
        assert_eq!(ear.complaint().as_deref(), Some("line 49"));
        assert!(ear.hear("https://words.trycloudflare.com").is_some());
        assert_eq!(ear.complaint(), None, "it has stood, and said nothing against that");
        ear.hear("2026-01-01T00:00:00Z ERR it breaks");
        ear.hear("bye");
        assert_eq!(ear.complaint().as_deref(), Some("it breaks"));
    }

    #[test]
    fn a_certificate_may_lie_in_the_home_folder() {
        let settings = json!({ "cloudflare": { "certPath": "~/.cloudflared/cert.pem" } });
        let plan = plan("cloudflared", None, settings);
        let file = std::env::home_dir().unwrap().join(".cloudflared/cert.pem");
        assert_eq!(plan.certificate(), Some(&file));
    }
}
