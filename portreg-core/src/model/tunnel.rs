//! Tunnels: who makes a service reachable from outside, and under which name.

use std::str::FromStr;

use serde::Deserialize as _;

use crate::error::Error;

/// Who provides a tunnel.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum TunnelProvider {
    /// The program `ngrok`.
    Ngrok,
    /// The program `cloudflared`; in files of older tools also `cloudflare`.
    #[serde(alias = "cloudflare")]
    Cloudflared,
}

impl TunnelProvider {
    /// The word for it in options, configuration and JSON, which is also the name of its program.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ngrok => "ngrok",
            Self::Cloudflared => "cloudflared",
        }
    }
}

impl std::fmt::Display for TunnelProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for TunnelProvider {
    type Err = Error;

    fn from_str(input: &str) -> Result<Self, Error> {
        match input {
            "ngrok" => Ok(Self::Ngrok),
            "cloudflared" | "cloudflare" => Ok(Self::Cloudflared),
            _ => Err(Error::option(
                "tunnel",
                format!("{:?} is unknown; it is one of ngrok, cloudflared", super::clip(input)),
            )),
        }
    }
}

/// A tunnel that makes a service reachable from outside.
#[derive(
    Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Tunnel {
    /// Who provides it.
    pub provider: TunnelProvider,
    /// The name it asks for there: `shop`, or a whole host name as `shop.example.com`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "checked_subdomain"
    )]
    pub subdomain: Option<String>,
}

impl Tunnel {
    /// Checks what is asked for: a host name or the first part of one.
    ///
    /// # Errors
    ///
    /// `INVALID_OPTION` where it is none.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match self.subdomain.as_deref().map(check_subdomain) {
            Some(Err(message)) => Err(Error::option("tunnel_subdomain", message)),
            _ => Ok(()),
        }
    }
}

fn checked_subdomain<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    if let Some(text) = &text {
        check_subdomain(text).map_err(serde::de::Error::custom)?;
    }
    Ok(text)
}

fn check_subdomain(text: &str) -> Result<(), String> {
    let label = |label: &str| {
        let plain = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        (1..=63).contains(&label.len()) && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    match text.len() <= 253 && text.split('.').all(label) {
        true => Ok(()),
        false => Err(format!(
            "{:?} is no host name; it is a-z 0-9 - with dots between, such as shop or shop.example.com",
            super::clip(text)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks_for(subdomain: &str) -> Result<(), Error> {
        let subdomain = Some(subdomain.to_owned());
        Tunnel { provider: TunnelProvider::Ngrok, subdomain }.check()
    }

    #[test]
    fn a_name_is_a_host_name_or_its_first_part() {
        for name in ["shop", "shop.example.com", "my-shop2.ngrok.app"] {
            assert!(asks_for(name).is_ok(), "{name}");
        }
        for name in ["", "-v", "a b", "https://shop.example.com", "a..b", "shop-", "ä"] {
            let error = asks_for(name).unwrap_err().to_string();
            assert!(error.contains("is no host name"), "{name}: {error}");
        }
    }

    #[test]
    fn the_older_tools_word_is_understood() {
        let tunnel: Tunnel = serde_json::from_str(r#"{"provider":"cloudflare"}"#).unwrap();
        assert_eq!(tunnel.provider, TunnelProvider::Cloudflared);
        assert_eq!("cloudflare".parse::<TunnelProvider>().unwrap(), TunnelProvider::Cloudflared);
        let error = "localtunnel".parse::<TunnelProvider>().unwrap_err().to_string();
        assert!(error.contains("one of ngrok, cloudflared"), "{error}");
    }
}
