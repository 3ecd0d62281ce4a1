// A stack of services that runs below this process.

import type { Running } from '../native/binding.cjs';
import { Stream } from './feeds.js';
import type { Abortable, Duration } from './options.js';
import type { StackEvent } from './records.js';
import { abortable, given, now, until } from './calling.js';
import { camel } from './wire.js';

/** Services that run until `down`, or until this process ends. */
export class Stack {
  /** Their names, in the order in which they start. */
  readonly services: readonly string[];
  readonly #running: Running;

  /** @internal */
  constructor(running: Running) {
    this.#running = running;
    this.services = JSON.parse(running.services()) as string[];
  }

  /** Waits until all are ready; NOT_READY with the first that is not. */
  async waitReady(options: { timeout?: Duration } & Abortable = {}): Promise<void> {
    const [rest, signal] = abortable(options);
    await until(signal, (cancel) => this.#running.waitReady(given(rest), cancel));
  }

  /** What happens to them; each event goes to one who asks. */
  events(options: Abortable = {}): Stream<StackEvent> {
    const [rest, signal] = abortable(options);
    const args = given(rest);
    const feed = now(this.events, () => this.#running.events(args));
    return new Stream(feed, (json) => camel(JSON.parse(json)) as StackEvent, signal);
  }

  /** Ends all in reverse order; returns when they are gone and their ports are free. */
  async down(options: { timeout?: Duration } & Abortable = {}): Promise<void> {
    const [rest, signal] = abortable(options);
    const args = given(rest);
    await until(signal, (cancel) => this.#running.down(args, cancel));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
  }
}
