// What comes one after the other, as async iterators. They keep the process alive only while somebody waits for the next.

import type { Feed } from '../native/binding.cjs';
import { later } from './calling.js';
import { cancelled } from './errors.js';

/** An async iterator over a feed of the addon. */
export class Stream<T> implements AsyncIterableIterator<T> {
  readonly #feed: Feed;
  readonly #read: (json: string) => T;
  readonly #signal: AbortSignal | undefined;
  readonly #abort = () => this.#feed.close();

  /** @internal */
  constructor(feed: Feed, read: (json: string) => T, signal?: AbortSignal) {
    this.#feed = feed;
    this.#read = read;
    this.#signal = signal;
    if (signal?.aborted) feed.close();
    else signal?.addEventListener('abort', this.#abort, { once: true });
  }

  /** The next one; CANCELLED when the signal gave up. */
  async next(): Promise<IteratorResult<T>> {
    const json = await later(() => this.#feed.next());
    if (json !== null) return { done: false, value: this.#read(json) };
    if (this.#signal?.aborted) throw cancelled(this.#signal);
    this.close();
    return { done: true, value: undefined };
  }

  /** Ends it: who waits for the next one is told that there is none. */
  close(): void {
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#feed.close();
  }

  async return(): Promise<IteratorResult<T>> {
    this.close();
    return { done: true, value: undefined };
  }

  /** Confirms what was given last, before the next one is asked for. */
  protected async confirmed(): Promise<void> {
    await later(() => this.#feed.confirm());
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }
}

/** Messages of a subscription, each once and in the order of their ids. */
export class Subscription<T> extends Stream<T> {
  /** Confirms what was given last: a named cursor goes on after it. Asking for the next one does so too. */
  confirm(): Promise<void> {
    return this.confirmed();
  }
}
