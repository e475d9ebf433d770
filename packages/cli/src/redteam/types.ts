import type { Json } from '@eaap/protocol';
import type { Random } from './random.ts';

/** What is sent: an action, as JSON or as the very bytes of a body that is none. */
export type Shot =
  | { readonly tool: string; readonly parameters: Json; readonly more?: Readonly<Record<string, Json>> }
  | { readonly body: string };

/** A kind of payload. */
export interface Vector {
  readonly id: string;
  /** What it tries, or what it does. */
  readonly about: string;
  /** An attack must not be allowed; what is benign must be. */
  readonly benign: boolean;
  /** One of the ten that the original red team named. */
  readonly named?: boolean;
  /** A dialect that the gateway has to read for a benign one to be allowed. */
  readonly needs?: string;
  readonly make: (random: Random) => Shot;
}

/** How a payload is made. */
export type Make = Vector['make'];

/** An attack. */
export const attack = (id: string, about: string, make: Make, named = false): Vector => ({
  id,
  about,
  benign: false,
  ...(named ? { named } : {}),
  make,
});

/** Something an agent may do. */
export const harmless = (id: string, about: string, make: Make, needs?: string): Vector => ({
  id,
  about,
  benign: true,
  ...(needs === undefined ? {} : { needs }),
  make,
});
