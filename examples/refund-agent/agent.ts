import { ActionRefused, type GuardedTool } from '@eaap/sdk';
import type { JsonObject } from '@eaap/protocol';
import type { Model, Turn } from './model.ts';

/** The tools of an agent, guarded. It has no others. */
export type Tools = Readonly<Record<string, GuardedTool<JsonObject, string>>>;

const MOST_STEPS = 20;

/** Lets the model want things until it is done. A refusal goes back to it as the result: it says what would be admissible. */
export async function runAgent(
  model: Model,
  tools: Tools,
  after: (turn: Turn) => Promise<void>,
): Promise<Turn[]> {
  const turns: Turn[] = [];
  while (turns.length < MOST_STEPS) {
    const step = model(turns);
    if ('say' in step) return [...turns, { step, result: step.say }];
    const tool = Object.hasOwn(tools, step.call) ? tools[step.call] : undefined;
    const turn: Turn = {
      step,
      result: tool === undefined ? `There is no tool ${step.call}.` : await use(tool, step),
    };
    turns.push(turn);
    await after(turn);
  }
  throw new Error(`The model is not done after ${MOST_STEPS} steps.`);
}

async function use(
  tool: GuardedTool<JsonObject, string>,
  { parameters, intent }: { readonly parameters: JsonObject; readonly intent: string },
): Promise<string> {
  try {
    return (await tool(parameters, { intent })).result;
  } catch (error) {
    // Anything but a refusal is for people: the gateway is down, or nobody knows whether the tool ran.
    if (!(error instanceof ActionRefused)) throw error;
    return error.message;
  }
}
