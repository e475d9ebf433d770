import { HAS, INDEX, LOOP, UNBROKEN } from './env.ts';
import type { Expr, ExprKind } from './expr.ts';
import { CEL_PROFILE } from './profile.ts';

const call = (name: string, ...args: Expr[]): ExprKind => ({
  case: 'callExpr',
  value: { $typeName: 'cel.expr.Expr.Call', function: name, args },
});

const constant = (id: bigint, value: string | bigint): Expr => ({
  $typeName: 'cel.expr.Expr',
  id,
  exprKind: {
    case: 'constExpr',
    value: {
      $typeName: 'cel.expr.Constant',
      constantKind:
        typeof value === 'string' ? { case: 'stringValue', value } : { case: 'int64Value', value },
    },
  },
});

/**
 * Routes, in place, every loop through the meter, with the cost of one turn beside it, and every `has()` through our
 * own: the library takes a member that is null for absent, and a rule that forbids a parameter would be passed by
 * sending null.
 */
export function route(expr: Expr | undefined, turns: ReadonlyMap<bigint, number>): void {
  const kind = expr?.exprKind;
  if (expr === undefined || kind === undefined) return;
  switch (kind.case) {
    case 'selectExpr': {
      const { operand, field, testOnly } = kind.value;
      route(operand, turns);
      if (testOnly && operand !== undefined) expr.exprKind = call(HAS, operand, constant(expr.id, field));
      break;
    }
    case 'callExpr':
      if (kind.value.function === '_[_]') kind.value.function = INDEX;
      route(kind.value.target, turns);
      for (const arg of kind.value.args) route(arg, turns);
      break;
    case 'listExpr':
      for (const element of kind.value.elements) route(element, turns);
      break;
    case 'comprehensionExpr': {
      const loop = kind.value;
      const range = loop.iterRange;
      for (const part of [range, loop.loopCondition, loop.loopStep]) route(part, turns);
      if (range === undefined) break;
      const turn = constant(expr.id, BigInt(turns.get(expr.id) ?? CEL_PROFILE.maxCost));
      // The library goes on after an error where nothing can mend it any more; what it evaluates then would be counted.
      if (loop.accuInit?.exprKind.case === 'listExpr' && loop.loopCondition !== undefined) {
        const result = constant(expr.id, '');
        result.exprKind = {
          case: 'identExpr',
          value: { $typeName: 'cel.expr.Expr.Ident', name: loop.accuVar },
        };
        loop.loopCondition.exprKind = call(UNBROKEN, result);
      }
      loop.iterRange = { $typeName: 'cel.expr.Expr', id: range.id, exprKind: call(LOOP, range, turn) };
      break;
    }
    default:
  }
}
