import type { Sut } from '../sut/types.ts';

/** A gateway that sequences are played on. */
export interface Site {
  readonly sut: Sut;
  /** Its clock, stopped, where it can be moved. */
  readonly clock?: {
    now(): Promise<number>;
    advance(ms: number): Promise<number>;
    /** Sets the wall clock alone. */
    setWall(ms: number): Promise<number>;
  };
  /** Whether the whole gateway may be halted: nobody else is using it. */
  readonly isOwn: boolean;
  systemKey(): string;
  nextNamespace(): string;
  /** Kills it and starts it again on the same storage, where its clock outlives that. */
  readonly restart?: () => Promise<void>;
  /** Begins on empty storage, where that can be done. */
  readonly reset?: () => Promise<void>;
}
