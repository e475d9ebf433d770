import type { Json, JsonObject } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';

/** A manifest of `t.x` that reads data, with these parameters. */
export const manifest = (parameters: JsonObject, rest: JsonObject = {}): JsonObject => ({
  v: 1,
  tool: 't.x',
  version: '1',
  description: 'A tool.',
  effects: [{ effect: 'data.read' }],
  parameters,
  ...rest,
});

/** An action with the tool `t.x`. */
export const action = (parameters: JsonObject, rest: JsonObject = {}): JsonObject => ({
  tool: 't.x',
  parameters,
  environment: 'none',
  ...rest,
});

/** A case as its author writes it. */
export interface Written {
  readonly id: string;
  readonly title: string;
  /** Numbers of RFC-0006. */
  readonly of: readonly number[];
  readonly action: JsonObject;
  readonly manifest: Json;
  readonly selects?: readonly JsonObject[];
  /** Whether the extraction is asked for although something is unread. */
  readonly document?: boolean;
  readonly refused?: string;
  readonly mistake?: string;
}

/** Written cases as cases. All of them bear on the whole extraction as well. */
export const written = (all: readonly Written[]): CaseSource[] =>
  all.map(({ id, title, of, refused, mistake, selects, document, ...input }) => ({
    id,
    title,
    requirements: ['EAAP-0006-011', ...of.map((n) => `EAAP-0006-${String(n).padStart(3, '0')}`)],
    input: {
      action: input.action,
      manifest: input.manifest,
      ...(selects === undefined ? {} : { selects }),
      ...(document === undefined ? {} : { document }),
    },
    ...(refused === undefined ? {} : { refused }),
    ...(mistake === undefined ? {} : { mistake }),
  }));
