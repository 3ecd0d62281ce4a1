// What crosses to the addon and back: JSON, with names as JavaScript has them on this side.

import { invalidOption } from './errors.js';

/** What stands under these names belongs to the caller: no key in it is renamed. */
const OPAQUE = new Set([
  'metadata',
  'payload',
  'details',
  'ready',
  'env',
  'endpoints',
  'values',
  'sources',
]);

/** A record of the core with lowerCamel names. */
export function camel(value: unknown): unknown {
  return renamed(value, (key) =>
    key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
}

/** A record with lowerCamel names as the core spells them. */
export function snake(value: unknown): unknown {
  return renamed(value, (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

function renamed(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, rename));
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(value)) {
    // What is not there is absent, here and in every language.
    if (one === null) continue;
    result[rename(key)] = OPAQUE.has(key) ? one : renamed(one, rename);
  }
  return result;
}

/** Options, where they are an object at all. */
export function objectOf<O extends object>(options: O): O {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return options;
  throw invalidOption('options', 'an object is meant; leave it out where nothing is to be said');
}

const SAYS_NOTHING = 'null says nothing; leave it out';

/** Arguments as JSON. What JSON would lose in silence is refused with the name of the option. */
export function encode(given: object): string {
  return JSON.stringify(plain(given, 'options'));
}

function plain(value: unknown, name: string): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      throw invalidOption(name, `${value} is no number that means anything here`);
    case 'object':
      break;
    default:
      throw invalidOption(name, `a ${typeof value} cannot be used here`);
  }
  if (value === null) throw invalidOption(name, SAYS_NOTHING);
  if (value instanceof Date) return value.getTime();
  if (value instanceof URL) return value.href;
  if (Array.isArray(value)) return value.map((one) => plain(one, name));
  const result: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(value)) {
    if (one === undefined) continue;
    result[key] =
      key === 'metadata' || key === 'payload'
        ? json(one, key)
        : plain(key === 'options' ? objectOf(one as object) : one, key);
  }
  return result;
}

/** A value of the caller's own, which only has to be JSON. */
function json(value: unknown, name: string): unknown {
  if (value === null && name === 'metadata') throw invalidOption(name, SAYS_NOTHING);
  try {
    const text = JSON.stringify(value, finite);
    if (text !== undefined) return JSON.parse(text);
  } catch (error) {
    throw invalidOption(name, `it is no JSON: ${(error as Error).message}`);
  }
  throw invalidOption(name, `a ${typeof value} is no JSON`);
}

/** JSON would make null of them. */
function finite(_: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new TypeError(`there is no ${value} in JSON`);
}
