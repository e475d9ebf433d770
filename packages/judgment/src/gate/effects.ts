import { EFFECTS, REVERSIBILITIES, RISKS, type JudgeInput, type Unread } from '@eaap/protocol';
import { atLeast } from '../lib/rank.ts';
import type { GateFunction } from './context.ts';
import type { Finding } from './reason.ts';

function manifestOf({ manifest, action }: JudgeInput): Finding[] {
  if (manifest === null) {
    return [
      {
        code: 'no-manifest',
        outcome: 'block',
        value: action.tool,
        message: `The tool ${action.tool} has no manifest, so nobody can say what it does.`,
        admissible: `An admin registers a manifest for ${action.tool}.`,
      },
    ];
  }
  if (manifest.tool === action.tool) return [];
  return [
    {
      code: 'manifest-mismatch',
      outcome: 'block',
      value: manifest.tool,
      message: `The action uses ${action.tool} and was read by the manifest of ${manifest.tool}.`,
      admissible: `A manifest for ${action.tool}.`,
    },
  ];
}

const FIX: Partial<Record<Unread['code'], string>> = {
  'no-effect': 'A manifest that states what the tool does.',
  'undescribed-parameter': 'An action without this parameter, or a manifest that describes it.',
  'missing-parameter': 'An action with this parameter.',
  'undeclared-dialect': 'A gateway that reads this dialect; this one does not.',
  'unreadable-code':
    'Code that says plainly what it does, to what: no computed commands, no unknown targets.',
  'url-scheme': 'An https URL.',
  'url-credentials': 'A URL without credentials.',
  'url-idn': 'A host of plain ASCII labels, none of them xn--.',
  'internal-address': 'A public host.',
  'too-large': 'A smaller action.',
};

function unreadOf({ manifest, extraction }: JudgeInput): Finding[] {
  // Without a manifest of its own the tool is told so once, by the better reason.
  const unread = extraction.unread.filter(({ code }) => code !== 'no-manifest' || manifest !== null);
  return unread.map(({ code, field, detail }) => ({
    code: 'unread',
    outcome: 'block',
    field,
    value: code,
    message: `${field === null ? 'The action' : field === '' ? 'The parameters' : field} could not be read (${code}). ${detail}`,
    admissible: FIX[code] ?? 'A value of the type that the manifest states.',
  }));
}

function floorOf({ extraction }: JudgeInput): Finding[] {
  const low = extraction.effects.filter(({ effect, risk, reversibility }) => {
    const floor = EFFECTS[effect];
    return (
      !atLeast(RISKS, risk, floor.risk) ||
      !atLeast(REVERSIBILITIES, reversibility, floor.reversibility) ||
      !atLeast(RISKS, extraction.risk, risk) ||
      !atLeast(REVERSIBILITIES, extraction.reversibility, reversibility)
    );
  });
  return low.map(({ effect, field }) => ({
    code: 'below-floor',
    outcome: 'block',
    field,
    value: effect,
    message: `The effect ${effect} is rated below its floor: risk ${EFFECTS[effect].risk}, ${EFFECTS[effect].reversibility}.`,
    admissible: 'An extraction that rates it at its floor or above.',
  }));
}

/**
 * Gate 3: every effect is known, everything was read, no secret is read, nothing is rated below its floor.
 *
 * @see RFC-0001 section 8.3
 */
export const effects: GateFunction = ({ input }) => {
  const { extraction } = input;
  const findings = [...manifestOf(input), ...unreadOf(input), ...floorOf(input)];
  // What is unread adds one effect `unknown` of its own; its reasons are given above.
  const explained = extraction.unread.length > 0;
  for (const { effect, target, field, origin } of extraction.effects) {
    if (effect === 'secret.read') {
      findings.push({
        code: 'secret-read',
        outcome: 'block',
        field,
        value: target,
        message: 'The action reads a secret. No grant and no approval permits that.',
        admissible: 'An action that leaves the secret to its executor.',
      });
    } else if (effect === 'unknown' && !(explained && origin === 'extracted')) {
      findings.push({
        code: 'unknown-effect',
        outcome: 'block',
        field,
        value: target,
        message: 'Nobody can say what the action does.',
        admissible: 'A manifest that states every effect of the tool.',
      });
    }
  }
  if (extraction.effects.length === 0) {
    findings.push({
      code: 'unknown-effect',
      outcome: 'block',
      message: 'The action has no effect that anybody stated, so nobody can say what it does.',
      admissible: 'A manifest that states every effect of the tool.',
    });
  }
  return findings;
};
