import type { Caller } from '../../checks/types.ts';
import type { KeyRequest } from '../../checks/wire.ts';

/** The credential of each caller but `admin`, whom the namespace is made with. */
export const CALLERS: Readonly<Record<Exclude<Caller, 'admin'>, KeyRequest>> = {
  agent: { principal: 'agent', owner: 'olga', roles: ['agent'] },
  stranger: { principal: 'stranger', owner: 'sven', roles: ['agent'] },
  recorder: {
    principal: 'recorder',
    owner: 'rita',
    roles: ['recorder'],
    sources: [
      { kind: 'human', id: '*' },
      { kind: 'system', id: '*' },
      { kind: 'tool', id: '*' },
      { kind: 'document', id: '*' },
    ],
  },
  executor: { principal: 'executor', owner: 'egon', roles: ['executor'] },
  'other-executor': { principal: 'other-executor', owner: 'otto', roles: ['executor'] },
  approver: { principal: 'approver', owner: 'anna', roles: ['approver'] },
  insider: { principal: 'insider', owner: 'olga', roles: ['approver'] },
  auditor: { principal: 'auditor', owner: 'udo', roles: ['auditor'] },
};
