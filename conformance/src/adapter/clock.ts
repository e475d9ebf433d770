import type { Clock } from '@eaap/protocol';

/** A clock that can be stopped, moved and set, and otherwise runs with another. */
export class HostClock implements Clock {
  readonly #base: Clock;
  #wallOffset = 0;
  #passedOffset = 0;
  #stoppedAt: number | undefined;
  /** Wall time is read from the base once: what the host's own clock does meanwhile is no part of a run. */
  #zero: number | undefined;

  constructor(base: Clock) {
    this.#base = base;
  }

  now(): number {
    this.#zero ??= this.#base.now() - this.#base.monotonic();
    return this.monotonic() + this.#zero + this.#wallOffset;
  }

  monotonic(): number {
    return (this.#stoppedAt ?? this.#base.monotonic()) + this.#passedOffset;
  }

  freeze(): void {
    this.#stoppedAt ??= this.#base.monotonic();
  }

  thaw(): void {
    if (this.#stoppedAt === undefined) return;
    this.#passedOffset -= this.#base.monotonic() - this.#stoppedAt;
    this.#stoppedAt = undefined;
  }

  /** Time passes: both clocks move. */
  advance(ms: number): void {
    this.#passedOffset += ms;
  }

  /** The wall clock alone is set. */
  set(wall: number): void {
    this.#wallOffset += wall - this.now();
  }

  /** As if it had never been touched; it then agrees with its base. */
  restore(): void {
    this.#stoppedAt = undefined;
    this.#wallOffset = 0;
    this.#passedOffset = 0;
  }
}
