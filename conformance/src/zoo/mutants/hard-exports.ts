import type { AuditExport } from '../../control/types.ts';
import type { Mutant } from '../types.ts';

/** Broken in what is shown to whoever wants to verify the log. */
export const HARD_EXPORT_MUTANTS: readonly Mutant[] = [
  {
    id: 'exports-from-a-mirror',
    breaks: ['EAAP-0001-123', 'EAAP-0001-124'],
    invariant: [7],
    description: 'Exports the longest log it has exported before, whatever has become of what is stored.',
    expected: [
      'log.changed-record',
      'log.rehashed-record',
      'log.reordered',
      'log.dropped',
      'log.retenanted',
      'log.truncated',
      'log.forked',
    ],
    control: (next) => {
      const mirror = new Map<string, AuditExport>();
      return {
        ...next,
        async auditExport(namespace) {
          const now = await next.auditExport(namespace);
          const kept = mirror.get(namespace);
          const shown = kept !== undefined && kept.records.length >= now.records.length ? kept : now;
          mirror.set(namespace, shown);
          return shown;
        },
      };
    },
  },
];
