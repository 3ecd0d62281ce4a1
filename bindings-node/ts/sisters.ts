// Services that one service speaks of: `api` and `shop:api` from where it stands.

import { PortregError } from './errors.js';
import type { Registry } from './registry.js';

/** Who speaks: a name, and the registry it is in. */
export interface Whose {
  registry: Registry;
  name: string;
}

/** A service and where it answers now, found by `api` (same project), `shop:api` (same context where there is one) or its whole name. */
export function service(whose: Whose, reference: string): { identity: string; url: string } {
  const names = candidates(whose.name, reference);
  for (const name of names) {
    try {
      return whose.registry.urlSync(name);
    } catch (error) {
      if (!(error instanceof PortregError && error.code === 'NOT_FOUND')) throw error;
    }
  }
  throw new PortregError(
    'NOT_FOUND',
    `no service ${names.join(' or ')}: start it with \`portreg up ${names.at(-1)}\` or claim its name`,
    { kind: 'service', identity: names[0] },
  );
}

function candidates(own: string, reference: string): string[] {
  const [project, , context] = own.split(':');
  const parts = reference.split(':');
  const whole = parts.length === 1 ? [project, reference] : parts;
  const name = whole.join(':');
  return context !== undefined && whole.length === 2 ? [`${name}:${context}`, name] : [name];
}
