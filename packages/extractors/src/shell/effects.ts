import type { EffectName, ReadEffect } from '@eaap/protocol';
import type { Findings } from '../lib/findings.ts';
import { hostOf } from './host.ts';
import { targetOf, type Place } from './place.ts';
import * as known from './tables/places.ts';
import { isVague, shown, type Value } from './value.ts';

type Rating = Pick<ReadEffect, 'risk' | 'reversibility'>;

/** What commands, and code in other languages, do to files, hosts and the machine. */
export class Effects {
  readonly findings: Findings;

  constructor(findings: Findings) {
    this.findings = findings;
  }

  add(effect: EffectName, target: string | null, detail: string, rating?: Rating): void {
    this.findings.add(effect, target, detail, rating);
  }

  note(detail: string): void {
    this.findings.note(detail);
  }

  compute(detail: string): void {
    this.add('compute', null, detail);
  }

  /** The content of a file is read; with `tree`, of everything below a directory. */
  read(of: Place, by: string, how: { tree?: boolean } = {}): void {
    if (of.root === 'unknown') {
      this.note(`${by} reads ${of.text}, and nobody can say which file that is.`);
      return;
    }
    if (known.isHarmlessDevice(of)) return;
    const target = targetOf(of);
    if (known.isSecret(of) || (how.tree === true && known.holdsSecrets(of))) {
      this.add('secret.read', target, `${by} reads ${of.text}, where secrets are kept.`);
    } else
      this.add('file.read', target, `${by} reads ${of.text}.`, known.isDevice(of) ? { risk: 'high' } : {});
  }

  /** Names and sizes are read, not content. */
  list(of: Place, by: string): void {
    this.add('file.read', of.root === 'unknown' ? null : targetOf(of), `${by} lists ${of.text}.`);
  }

  /** A file is made or changed. */
  write(of: Place, by: string, how: { over?: boolean } = {}): void {
    if (of.root === 'unknown') {
      this.note(`${by} writes ${of.text}, and nobody can say which file that is.`);
      return;
    }
    if (known.isHarmlessDevice(of)) return;
    const target = targetOf(of);
    if (known.isDevice(of)) {
      this.add('system.change', target, `${by} writes to the device ${of.text}.`, { risk: 'critical' });
      return;
    }
    if (known.givesAccess(of))
      this.add('access.grant', target, `${by} writes ${of.text}, which gives access.`);
    if (known.runsLater(of))
      this.add('code.execute', target, `${by} writes ${of.text}, which is run later by itself.`);
    const rating: Rating = known.isSystem(of) ? { risk: 'high', reversibility: 'irreversible' } : {};
    const lost: Rating = how.over === true ? { risk: 'high', reversibility: 'irreversible' } : {};
    this.add('file.write', target, `${by} writes ${of.text}.`, { ...rating, ...lost });
  }

  /** A file is deleted; with `tree`, everything below a directory or all that a pattern stands for. */
  remove(of: Place, by: string, how: { tree?: boolean } = {}): void {
    if (of.root === 'unknown') {
      this.note(`${by} deletes ${of.text}, and nobody can say what that is.`);
      return;
    }
    const all = how.tree === true || /^[*.?]*\*[*.?]*$/.test(of.segments.at(-1) ?? '*');
    const risk = (all && !known.isTemporary(of)) || known.isSystem(of) ? 'critical' : 'high';
    this.add(
      'file.delete',
      targetOf(of),
      `${by} deletes ${of.text}${all ? ' with all that is in it' : ''}.`,
      { risk },
    );
    if (of.root !== 'temp') return;
    // Where the environment names no such directory, the variable is empty and the path begins at the root.
    const bare: Place = { ...of, root: 'abs', text: `/${of.segments.join('/')}` };
    if (known.isSystem(bare)) {
      this.add('file.delete', targetOf(bare), `${by} deletes ${bare.text} where TMPDIR is not set.`, {
        risk: 'critical',
      });
    }
  }

  /** Something is run that is not read here. */
  execute(target: string | null, detail: string): void {
    this.add('code.execute', target, detail);
  }

  /** Another host is called. */
  call(value: Value, by: string, how: { sends?: boolean } = {}): void {
    if (isVague(value)) {
      this.note(`${by} calls ${shown(value)}, and nobody can say which host that is.`);
      return;
    }
    const host = hostOf(shown(value));
    if (host === null) {
      this.note(`${by} calls ${shown(value)}, which names no host.`);
      return;
    }
    // What cloud machines answer there is their credentials.
    if (
      /^(169\.254\.169\.254|169\.254\.170\.2|metadata\.google\.internal|100\.100\.100\.200|metadata)(:\d+)?$/.test(
        host,
      )
    ) {
      this.add(
        'secret.read',
        `host:${host}`,
        `${by} asks ${host}, which hands out credentials of the machine.`,
      );
    }
    this.add('network.call', `host:${host}`, `${by} ${how.sends === true ? 'sends to' : 'calls'} ${host}.`, {
      risk: how.sends === true ? 'high' : 'medium',
    });
  }
}
