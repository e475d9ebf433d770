import type { Call, Comprehension, Constant, Expr, Parsed, Select } from './expr.ts';
import { CelFault } from './fault.ts';
import { FUNCTIONS, OPERATORS } from './call.ts';
import { checkPattern } from './pattern.ts';
import { CEL_PROFILE } from './profile.ts';
import { BOOL, DOUBLE, DYN, INT, isOneOf, listOf, NULL, STRING, VARIABLES, type CelType } from './type.ts';

/** The type of an expression and the most that evaluating it may cost. */
export interface Checked {
  readonly type: CelType;
  readonly cost: number;
}

type Scope = ReadonlyMap<string, CelType>;
const LOOP_VARIABLE = /^[a-z][A-Za-z0-9_]*$/;
const LONE_SURROGATE = /[\ud800-\udfff]/u;
/** A bound on the text that `matches` is expected to look at; more is counted when it happens. */
const MATCH_COST = 200;

function constant({ constantKind }: Constant): CelType {
  switch (constantKind.case) {
    case 'boolValue':
      return BOOL;
    case 'int64Value':
      if (BigInt.asIntN(64, constantKind.value) !== constantKind.value) {
        throw new CelFault('syntax', 'a whole number is over 64 bits');
      }
      return INT;
    case 'doubleValue':
      if (!Number.isFinite(constantKind.value)) throw new CelFault('syntax', 'a number is not finite');
      return DOUBLE;
    case 'stringValue':
      if (LONE_SURROGATE.test(constantKind.value))
        throw new CelFault('syntax', 'a text holds half a character');
      return STRING;
    case 'nullValue':
      return NULL;
    default:
      throw new CelFault('syntax', 'bytes and unsigned numbers are not part of the profile');
  }
}

/** Checks one expression; remembers what each loop costs, for counting when it runs. */
export class Checker {
  /** The cost of one turn of each comprehension, by the id of its expression. */
  readonly turns = new Map<bigint, number>();
  private readonly macros: Parsed['sourceInfo'];
  /** How many expressions there are. */
  nodes = 0;

  constructor(parsed: Parsed) {
    this.macros = parsed.sourceInfo;
  }

  /** @throws CelFault when the expression is not EAAP-CEL. */
  check(expr: Expr | undefined, scope: Scope): Checked {
    if (expr === undefined) throw new CelFault('syntax', 'a part of the expression is missing');
    if (++this.nodes > CEL_PROFILE.maxNodes) {
      throw new CelFault('size', `it has more than ${CEL_PROFILE.maxNodes} expressions`);
    }
    const { exprKind } = expr;
    switch (exprKind.case) {
      case 'constExpr':
        return { type: constant(exprKind.value), cost: 1 };
      case 'identExpr':
        return { type: this.variable(exprKind.value.name, scope), cost: 1 };
      case 'selectExpr':
        return this.select(exprKind.value, scope);
      case 'callExpr':
        return this.call(exprKind.value, scope);
      case 'listExpr':
        return this.list(exprKind.value.elements, scope);
      case 'comprehensionExpr':
        return this.comprehension(expr.id, exprKind.value, scope);
      default:
        throw new CelFault('syntax', 'maps and messages cannot be written in a rule');
    }
  }

  private variable(name: string, scope: Scope): CelType {
    const type = scope.get(name) ?? (Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined);
    if (type === undefined) {
      throw new CelFault('name', `unknown variable ${name}; there are ${CEL_PROFILE.variables.join(', ')}`);
    }
    return type;
  }

  private select({ operand, field, testOnly }: Select, scope: Scope): Checked {
    const { type, cost } = this.check(operand, scope);
    if (!isOneOf(type, 'map', 'object')) throw new CelFault('type', `${type.kind} has no member ${field}`);
    let member = DYN;
    if (type.members !== undefined) {
      const known = Object.hasOwn(type.members, field) ? type.members[field] : undefined;
      if (known === undefined) {
        throw new CelFault('name', `no member ${field}; there are ${Object.keys(type.members).join(', ')}`);
      }
      member = known;
    }
    return { type: testOnly ? BOOL : member, cost: cost + 1 };
  }

  private call({ function: name, target, args }: Call, scope: Scope): Checked {
    const all = target === undefined ? args : [target, ...args];
    const checked = all.map((arg) => this.check(arg, scope));
    const types = checked.map(({ type }) => type);
    const cost = checked.reduce((sum, arg) => sum + arg.cost, 1);
    const operator = OPERATORS.get(name);
    if (operator !== undefined && target === undefined) {
      const [written, signature] = operator;
      return { type: signature(types, written), cost };
    }
    const listed = FUNCTIONS.get(name);
    if (listed === undefined) {
      throw new CelFault(
        'function',
        `unknown function ${name}; there are ${CEL_PROFILE.functions.join(', ')}`,
      );
    }
    if (listed.method !== 'either' && listed.method !== (target !== undefined)) {
      throw new CelFault(
        'function',
        listed.method ? `write x.${name}(y)` : `write ${name}(x), not x.${name}()`,
      );
    }
    const type = listed.of(types, name);
    if (name !== 'matches') return { type, cost };
    this.pattern(args[0]);
    return { type, cost: cost + MATCH_COST };
  }

  /** Only a pattern that stands in the policy can be checked when it is loaded; one from an action is an attack. */
  private pattern(arg: Expr | undefined): void {
    const kind = arg?.exprKind;
    if (kind?.case !== 'constExpr' || kind.value.constantKind.case !== 'stringValue') {
      throw new CelFault('pattern', 'the pattern of matches must be written out');
    }
    checkPattern(kind.value.constantKind.value);
  }

  private list(elements: readonly Expr[], scope: Scope): Checked {
    const checked = elements.map((element) => this.check(element, scope));
    const [first] = checked;
    const alike = first !== undefined && checked.every(({ type }) => type.kind === first.type.kind);
    return {
      type: listOf(alike ? first.type : DYN, elements.length),
      cost: checked.reduce((sum, element) => sum + element.cost, 1),
    };
  }

  private comprehension(id: bigint, loop: Comprehension, scope: Scope): Checked {
    const macro = this.macros?.macroCalls[id.toString()]?.exprKind;
    const name = macro?.case === 'callExpr' ? macro.value.function : '';
    if (!(CEL_PROFILE.macros as readonly string[]).includes(name)) {
      throw new CelFault('function', `the macro ${name} is not part of the profile`);
    }
    const { iterVar, iterVar2, accuVar } = loop;
    if (iterVar2 !== '' || !LOOP_VARIABLE.test(iterVar))
      throw new CelFault('name', 'a loop has one plain variable');
    if (scope.has(iterVar) || Object.hasOwn(VARIABLES, iterVar)) {
      throw new CelFault('name', `the loop variable ${iterVar} hides another variable`);
    }
    const range = this.check(loop.iterRange, scope);
    if (!isOneOf(range.type, 'list', 'map')) throw new CelFault('type', `${name} goes through a list or map`);
    const element =
      range.type.kind === 'list' ? (range.type.element ?? DYN) : range.type.kind === 'map' ? STRING : DYN;
    const start = this.check(loop.accuInit, scope);
    const turn = new Map([...scope, [iterVar, element], [accuVar, start.type]]);
    const condition = this.check(loop.loopCondition, turn);
    const step = this.check(loop.loopStep, turn);
    const each = condition.cost + step.cost;
    this.turns.set(id, each);
    const turns = range.type.size ?? CEL_PROFILE.maxElements;
    return {
      type: start.type.kind === 'list' ? listOf(DYN) : start.type,
      cost: range.cost + turns * each + 2,
    };
  }
}
