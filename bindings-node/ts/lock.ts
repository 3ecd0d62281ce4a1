// A lock in the hands of this process.

import type { Guard } from '../native/binding.cjs';
import { now } from './calling.js';

/** A lock that is held until it is released or this process ends. */
export class Lock {
  /** Its name. */
  readonly name: string;
  /** A number that grows with each holder: what the lock protects can refuse a lower one. */
  readonly generation: number;
  readonly #guard: Guard;

  /** @internal */
  constructor(name: string, guard: Guard) {
    this.name = name;
    this.generation = guard.generation;
    this.#guard = guard;
  }

  /** Whether it is held still: its time may be over. */
  get isHeld(): boolean {
    return now(now, () => this.#guard.isHeld());
  }

  /** Lets go of it; a second call does nothing. */
  release(): void {
    now(this.release, () => this.#guard.release());
  }

  [Symbol.dispose](): void {
    this.release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.release();
  }
}
