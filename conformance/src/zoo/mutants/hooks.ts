import type { AuditExport, Control } from '../../control/types.ts';
import type { Mutant } from '../types.ts';
import { over } from './lib/parts.ts';

type Broken = NonNullable<Mutant['control']>;

const hook =
  (replaced: (control: Control) => Partial<Control>): Broken =>
  (control) =>
    over(control, replaced(control));

/** Remembers what a log was when it was first exported, record by record, and exports that. */
const remembering = (names: readonly ('records' | 'leaves')[]): Broken =>
  hook((control) => {
    const first = new Map<string, AuditExport>();
    return {
      auditExport: async (namespace) => {
        const now = await control.auditExport(namespace);
        const before = first.get(namespace);
        if (before === undefined) first.set(namespace, now);
        if (before === undefined) return now;
        const kept = names.map(
          (name) => [name, now[name].map((one, seq) => before[name][seq] ?? one)] as const,
        );
        return { ...now, ...Object.fromEntries(kept) };
      },
    };
  });

/** Adapters that are not what they say, and a log whose export hides what was done to it. */
export const HOOK_MUTANTS: readonly Mutant[] = [
  {
    id: 'export-of-kept-records',
    breaks: ['EAAP-0001-123'],
    invariant: [7],
    description: 'The log is exported with the records as they were when it was exported before.',
    expected: ['log.changed-record'],
    control: remembering(['records']),
  },
  {
    id: 'export-of-kept-records-and-leaves',
    breaks: ['EAAP-0001-123'],
    invariant: [7],
    description: 'The log is exported with records and leaves as they were when it was exported before.',
    expected: ['log.changed-record', 'log.rehashed-record', 'log.reordered', 'log.retenanted'],
    control: remembering(['records', 'leaves']),
  },
  {
    id: 'advances-by-half',
    breaks: ['EAAP-0015-001'],
    invariant: [],
    description: 'An advance of the clock is told in full and made by half.',
    expected: ['control.clock-advances'],
    control: hook((control) => ({
      advance: async (ms) => (await control.advance(Math.floor(ms / 2))) + Math.ceil(ms / 2),
    })),
  },
  {
    id: 'reset-restarts',
    breaks: ['EAAP-0015-002'],
    invariant: [],
    description: 'A reset starts the gateway anew on the storage there is.',
    expected: ['control.reset-empties'],
    control: hook((control) => ({
      reset: async () => {
        await control.fault({ point: 'none' });
        await control.thaw();
        await control.stop();
        return control.start();
      },
    })),
  },
  {
    id: 'planted-elsewhere',
    breaks: ['EAAP-0015-003'],
    invariant: [],
    description: 'A canary is written to a file that is not named.',
    expected: ['control.canary-located'],
    control: hook(() => ({ plant: () => Promise.resolve() })),
  },
  {
    id: 'exports-all-but-the-last',
    breaks: ['EAAP-0015-004'],
    invariant: [7],
    description: 'The newest record is left out of an export.',
    expected: ['control.export-is-the-log'],
    control: hook((control) => ({
      auditExport: async (namespace) => {
        const log = await control.auditExport(namespace);
        return { ...log, records: log.records.slice(0, -1), leaves: log.leaves.slice(0, -1) };
      },
    })),
  },
  {
    id: 'dumps-sealed',
    breaks: ['EAAP-0015-005'],
    invariant: [3],
    description: 'A dump does not open the payloads of facts.',
    expected: ['control.dump-opens-facts'],
    control: hook((control) => ({
      dump: async (namespace) => {
        const { records } = await control.dump(namespace);
        return { records: records.map((one) => (one.table === 'facts' ? { ...one, payload: null } : one)) };
      },
    })),
  },
  {
    id: 'discloses-nothing',
    breaks: ['EAAP-0015-006'],
    invariant: [3],
    description: 'No key is disclosed.',
    expected: ['control.keys-of-subject'],
    control: hook(() => ({ disclose: () => Promise.resolve([]) })),
  },
  {
    id: 'detectors-stay-broken',
    breaks: ['EAAP-0015-007'],
    invariant: [],
    description: 'Detectors that were made to fail go on failing.',
    expected: ['control.fault-taken-away'],
    control: hook((control) => {
      let last = 'none';
      return {
        fault: async (fault) => {
          const stays = fault.point === 'none' && last === 'detector';
          last = fault.point;
          if (!stays) await control.fault(fault);
        },
      };
    }),
  },
  {
    id: 'refuses-unknown-topics',
    breaks: ['EAAP-0015-008'],
    invariant: [],
    description: 'A topic nobody knows is refused as malformed.',
    expected: ['control.unknown-topic'],
    compute: (next) => async (topic, input) => {
      const right = await next(topic, input);
      return 'unsupported' in right ? { refused: 'malformed' } : right;
    },
  },
];
