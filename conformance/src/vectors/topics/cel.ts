import { evaluateRule, loadRule, type Activation } from '../../model/cel/index.ts';
import { failing } from '../lib/cel-failing.ts';
import { loading } from '../lib/cel-loading.ts';
import { metered } from '../lib/cel-metered.ts';
import { readings } from '../lib/cel-readings.ts';
import { running } from '../lib/cel-running.ts';
import type { Topic } from '../types.ts';

export const topic: Topic = {
  name: 'cel',
  title: 'EAAP-CEL',
  specified: 'RFC-0007 sections 5 and 6',
  input:
    'when: the condition. over: what it is evaluated over: action, effects, principal, now (milliseconds since 1970), and facts, which lists every key that is selected with the values of its facts in force of trust verified or more.',
  output: 'The value of the condition: true or false.',
  reasons: {
    size: 'it does not load: too long, or too many expressions',
    depth: 'it does not load: brackets nested too deeply',
    syntax: 'it does not load: no expression of the grammar',
    name: 'it does not load: an unknown variable or member, or a loop variable that may not be',
    function: 'it does not load: an unknown function or macro, or one in another form',
    type: 'it does not load: types do not fit',
    pattern: 'it does not load: a pattern that is not of the profile',
    estimate: 'it does not load: it may cost too much',
    'run-cost': 'it loads and runs out of cost',
    'run-fact': 'it loads and asks for a key that nothing selects',
    'run-failed': 'it loads and has no value',
    'run-not-boolean': 'it loads and has a value that is not true or false',
  },
  cases: () => [...loading(), ...running(), ...failing(), ...metered(), ...readings()],
  answer(input) {
    const { when, over } = input as unknown as { when: string; over: Activation };
    const loaded = loadRule(when);
    if ('faults' in loaded) return { refused: loaded.faults };
    const answer = evaluateRule(when, over);
    return 'value' in answer ? { output: answer.value } : { refused: [`run-${answer.error}`] };
  },
};
