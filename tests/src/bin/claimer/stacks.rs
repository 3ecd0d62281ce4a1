//! What a helper process can do with stacks of services: host one, and steer those of others.

use std::time::Duration;

use portreg_core::{DownOptions, UpOptions, WaitOptions};
use serde_json::Value;

use super::acts::{Done, Process, shown, text};

fn time(request: &Value, name: &str) -> Option<Duration> {
    request[name].as_u64().map(Duration::from_millis)
}

impl Process {
    /// A verb about stacks, by its own name.
    pub(crate) fn of_stacks(&mut self, request: &Value) -> Done {
        let target = request["target"].as_str();
        let down =
            DownOptions { under: request["under"] == true, timeout: time(request, "timeout_ms") };
        match text(request, "do")? {
            "up" => {
                let options: UpOptions = serde_json::from_value(request["options"].clone())?;
                let stack = self.registry()?.up(&options)?;
                let names = shown(stack.services());
                self.stack = Some(stack);
                names
            }
            "check_up" => {
                let options: UpOptions = serde_json::from_value(request["options"].clone())?;
                shown(self.registry()?.check_up(&options)?)
            }
            "next_event" => shown(self.stack()?.next_event(time(request, "at_most_ms"))),
            "stack_ready" => shown(self.stack()?.wait_ready(time(request, "at_most_ms"))?),
            "is_over" => shown(self.stack()?.is_over()),
            "stack_close" => {
                self.stack()?.close(time(request, "grace_ms"));
                Ok(Value::Null)
            }
            "stack_down" => {
                let stack = self.stack.take().ok_or("there is no stack")?;
                stack.down(time(request, "grace_ms"));
                Ok(Value::Null)
            }
            "down" => shown(self.registry()?.down(target, &down)?),
            "restart" => shown(self.registry()?.restart(target, &down)?),
            "ps" => shown(self.registry()?.ps(target, request["all"] == true)?),
            "wait_ready" => {
                let targets: Vec<String> = serde_json::from_value(request["targets"].clone())?;
                let gone = request["gone"] == true;
                let options = WaitOptions { gone, timeout: time(request, "timeout_ms") };
                shown(self.registry()?.wait_ready(&targets, &options)?)
            }
            unknown => Err(format!("nothing is called {unknown}").into()),
        }
    }

    fn stack(&self) -> Result<&portreg_core::Stack, super::acts::Failed> {
        self.stack.as_ref().ok_or_else(|| "there is no stack".into())
    }
}
