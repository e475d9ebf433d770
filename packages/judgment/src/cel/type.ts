/** What is known of the type of an expression. `dyn`: only its evaluation will tell. */
export type CelKind = 'bool' | 'int' | 'double' | 'string' | 'null' | 'list' | 'map' | 'object' | 'dyn';

/** A type; a list may state that of its elements, an object has exactly these members. */
export interface CelType {
  readonly kind: CelKind;
  readonly element?: CelType;
  readonly members?: Readonly<Record<string, CelType>>;
  /** The number of elements, where it is written out. */
  readonly size?: number;
}

const of = (kind: CelKind): CelType => ({ kind });
export const BOOL = of('bool');
export const INT = of('int');
export const DOUBLE = of('double');
export const STRING = of('string');
export const NULL = of('null');
export const MAP = of('map');
export const DYN = of('dyn');
export const listOf = (element: CelType, size?: number): CelType =>
  size === undefined ? { kind: 'list', element } : { kind: 'list', element, size };

/** The variables of EAAP-CEL. */
export const VARIABLES: Readonly<Record<string, CelType>> = {
  action: {
    kind: 'object',
    members: { tool: STRING, parameters: MAP, environment: STRING, session: STRING },
  },
  effects: listOf({
    kind: 'object',
    members: { effect: STRING, target: DYN, risk: STRING, reversibility: STRING },
  }),
  principal: STRING,
  now: INT,
};

export const isOneOf = (type: CelType, ...kinds: readonly CelKind[]): boolean =>
  type.kind === 'dyn' || kinds.includes(type.kind);

const NUMBERS: readonly CelKind[] = ['int', 'double'];
const MAPS: readonly CelKind[] = ['map', 'object'];

/** Whether two types may hold equal values. */
export function comparable(a: CelType, b: CelType): boolean {
  if (a.kind === 'dyn' || b.kind === 'dyn' || a.kind === b.kind) return true;
  return [NUMBERS, MAPS].some((kinds) => kinds.includes(a.kind) && kinds.includes(b.kind));
}

/** A type that covers both. */
export function join(a: CelType, b: CelType): CelType {
  return a.kind === b.kind && a.kind !== 'object' && a.kind !== 'list' ? a : DYN;
}
