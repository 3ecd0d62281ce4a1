//! In which order the services of a project file start: each after what it needs.

use super::project::ProjectFile;
use super::template::complete;
use crate::error::Result;
use crate::model::Identity;

impl ProjectFile {
    /// The services that `up` starts where nobody names any, each after those of them that it needs, else
    /// in the order of the file. A circle, which `config --check` refuses, is cut where it was entered.
    ///
    /// # Errors
    ///
    /// `INVALID_CONFIG` where two keys apply to one name and neither is nearer.
    pub(crate) fn start_order(&self, context: Option<&str>) -> Result<Vec<Identity>> {
        let mut order = Ordering { project: self, started: Vec::new(), entered: Vec::new() };
        for identity in self.identities(context) {
            order.start(&identity)?;
        }
        let mut enabled = Vec::new();
        for identity in order.started {
            if self.service(&identity)?.is_some_and(|service| service.is_enabled()) {
                enabled.push(identity);
            }
        }
        Ok(enabled)
    }
}

struct Ordering<'p> {
    project: &'p ProjectFile,
    started: Vec<Identity>,
    entered: Vec<Identity>,
}

impl Ordering<'_> {
    fn start(&mut self, identity: &Identity) -> Result<()> {
        if self.entered.contains(identity) {
            return Ok(());
        }
        self.entered.push(identity.clone());
        let Some(service) = self.project.service(identity)? else { return Ok(()) };
        for need in &service.needs {
            self.start(&complete(need, identity)?)?;
        }
        self.started.push(identity.clone());
        Ok(())
    }
}
