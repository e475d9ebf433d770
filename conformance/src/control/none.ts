import { HookAbsent, type Control, type Hook } from './types.ts';

/** The control of a gateway that is reached by its address alone: it has no hooks. */
export function noControl(): Control {
  const absent = (hook: Hook) => (): Promise<never> => Promise.reject(new HookAbsent(hook));
  return {
    hello: { protocol: 1, name: 'none', version: '0', hooks: [] },
    has: () => false,
    start: absent('reset'),
    stop: absent('reset'),
    kill: absent('kill'),
    reset: absent('reset'),
    now: absent('clock'),
    freeze: absent('clock'),
    thaw: absent('clock'),
    advance: absent('clock'),
    setWall: absent('clock'),
    seed: absent('entropy.seed'),
    locate: absent('storage.locate'),
    dump: absent('storage.dump'),
    tamper: absent('storage.tamper'),
    disclose: absent('keys.disclose'),
    fault: absent('fault'),
    step: absent('storage.step'),
    auditExport: absent('audit.export'),
    plant: absent('canary.plant'),
    compute: absent('compute'),
    provoke: absent('egress.provoke'),
  };
}
