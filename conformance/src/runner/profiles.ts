import type { Requirement } from '../spec/requirement.ts';

/** Which documents a profile is (RFC-0015 section 6.1). The core is RFC-0001, no requirement of which asks for extractors. */
export const PROFILES = {
  core: ['0001'],
  extraction: ['0006'],
  policy: ['0007'],
  approvals: ['0009'],
  execution: ['0010'],
  evidence: ['0011'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Profile = keyof typeof PROFILES;

/** Whether a requirement belongs to one of the profiles at least. */
export const isOfProfile = ({ id }: Pick<Requirement, 'id'>, profiles: readonly Profile[]): boolean =>
  profiles.some(
    // A report may name any.
    (profile) =>
      Object.hasOwn(PROFILES, profile) && (PROFILES[profile] as readonly string[]).includes(id.slice(5, 9)),
  );
