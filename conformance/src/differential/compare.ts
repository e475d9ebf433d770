import { ANY } from '../model/gateway/types.ts';
import { canonical, type Json, type JsonObject } from '../model/json.ts';

/** Where two answers part. What is not there is `null` here too. */
export interface Parting {
  readonly where: string;
  readonly model: Json;
  readonly gateway: Json;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first place in which what came is not what the model says. Further members are passed over where `open`. */
export function parting(
  model: Json | undefined,
  gateway: Json | undefined,
  open = false,
  where = '',
): Parting | undefined {
  if (model === ANY && gateway !== undefined) return undefined;
  if (isObject(model) && isObject(gateway)) {
    const names = [...Object.keys(model), ...(open ? [] : Object.keys(gateway))];
    for (const name of new Set(names)) {
      const found = parting(model[name], gateway[name], false, `${where}/${name}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (Array.isArray(model) && Array.isArray(gateway)) {
    const [all, came] = [model as readonly Json[], gateway as readonly Json[]];
    for (let at = 0; at < Math.max(all.length, came.length); at += 1) {
      const found = parting(all[at], came[at], false, `${where}/${at}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (model !== undefined && gateway !== undefined && canonical(model) === canonical(gateway))
    return undefined;
  return { where: where === '' ? '/' : where, model: model ?? null, gateway: gateway ?? null };
}

/** The same without the sentences of judgments, which no two gateways need agree on (RFC-0005 section 3.1). */
export function withoutSentences(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutSentences);
  if (!isObject(value)) return value;
  const isReason = 'gate' in value && 'code' in value;
  const isJudgment = 'verdict' in value && 'gates' in value;
  const dropped = isReason ? ['message', 'admissible'] : isJudgment ? ['needs'] : [];
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !dropped.includes(name))
      .map(([name, member]) => [name, withoutSentences(member)]),
  );
}
