import { as, isNode, listAt, names, textAt, unwrap, type Node } from './node.ts';

/** The relation whose rows a condition should bound: the names it answers to, and whether it stands alone. */
export interface Bounded {
  readonly names: readonly string[];
  readonly alone: boolean;
}

const KEY = /^(id|uuid|guid|oid|ctid|pk|.*_(id|uuid|guid|pk|key))$/;

/** Two expressions are one when they read the same, wherever they stand. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a, clean) === JSON.stringify(b, clean);
const clean = (key: string, value: unknown): unknown => (key === 'location' ? undefined : value);

function mentions(value: unknown, of: Bounded): boolean {
  if (Array.isArray(value)) return value.some((item) => mentions(item, of));
  if (!isNode(value)) return false;
  const column = as(value, 'ColumnRef');
  if (column !== null) {
    const path = names(listAt(column, 'fields'));
    const table = path.at(-2);
    return table === undefined ? of.alone : of.names.includes(table);
  }
  return Object.values(value).some((item) => mentions(item, of));
}

const columnOf = (value: unknown): string | null => {
  const column = as(value, 'ColumnRef');
  return column === null ? null : (names(listAt(column, 'fields')).at(-1) ?? null);
};

function numberOf(value: unknown): number | null {
  const constant = as(value, 'A_Const');
  if (constant !== null) {
    const whole = constant['ival'];
    if (isNode(whole)) return Number(whole['ival'] ?? 0);
    const real = constant['fval'];
    return isNode(real) ? Number(textAt(real, 'fval')) : null;
  }
  const minus = as(value, 'A_Expr');
  if (minus !== null && names(listAt(minus, 'name')).join() === '-' && minus['lexpr'] === undefined) {
    const inner = numberOf(minus['rexpr']);
    return inner === null ? null : -inner;
  }
  return null;
}

const textConstant = (value: unknown): string | null => {
  const constant = as(value, 'A_Const');
  const text = constant === null ? undefined : constant['sval'];
  return isNode(text) ? textAt(text, 'sval') : null;
};

const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
const NEGATED: Readonly<Record<string, string>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** Whether a comparison can keep a row out, as far as the text alone tells. */
function comparisonBounds(
  kind: string,
  operator: string,
  left: unknown,
  right: unknown,
  not: boolean,
): boolean {
  if (same(left, right)) return (operator === '<>' || operator === '<' || operator === '>') !== not;
  if (kind.includes('LIKE')) {
    const all = /^%+$/.test(textConstant(right) ?? '');
    return !(all && !operator.startsWith('!') && !not);
  }
  if (columnOf(left) === null && columnOf(right) !== null) {
    return comparisonBounds(kind, FLIPPED[operator] ?? operator, right, left, not);
  }
  const used = not ? (NEGATED[operator] ?? operator) : operator;
  const column = columnOf(left);
  const number = numberOf(right);
  if (number !== null && /^(length|char_length|octet_length|abs|count)$/.test(calledBy(left) ?? '')) {
    if ((used === '>=' && number <= 0) || (used === '>' && number < 0)) return false;
  }
  if (column !== null && KEY.test(column)) {
    // Keys are not null and count from one: these leave every row in.
    if ((used === '>' || used === '>=') && number !== null && number <= 1) return false;
    if (used === '<>' && (number !== null || textConstant(right) !== null)) return false;
  }
  return true;
}

function calledBy(value: unknown): string | null {
  const call = as(value, 'FuncCall');
  return call === null ? null : (names(listAt(call, 'funcname')).at(-1) ?? null);
}

function constantTruth(value: unknown): boolean | null {
  const constant = as(value, 'A_Const');
  if (constant === null) {
    const cast = as(value, 'TypeCast');
    if (cast === null) return null;
    const text = textConstant(cast['arg']);
    return text === null ? constantTruth(cast['arg']) : /^(t|true|y|yes|on|1)$/i.test(text.trim());
  }
  const flag = constant['boolval'];
  return isNode(flag) ? flag['boolval'] === true : null;
}

/** Whether one of the terms is the other, negated: then one of both holds for every row. */
const complement = (a: unknown, b: unknown): boolean => {
  const [x, y] = [as(a, 'NullTest'), as(b, 'NullTest')];
  if (x !== null && y !== null) return same(x['arg'], y['arg']) && x['nulltesttype'] !== y['nulltesttype'];
  const [p, q] = [as(a, 'A_Expr'), as(b, 'A_Expr')];
  if (p !== null && q !== null && same(p['lexpr'], q['lexpr']) && same(p['rexpr'], q['rexpr'])) {
    const [one, other] = [names(listAt(p, 'name')).join(), names(listAt(q, 'name')).join()];
    return (
      NEGATED[one] === other ||
      (one === '=' && other === '!=') ||
      (/[<>]=/.test(one) && /[<>]=/.test(other) && one !== other)
    );
  }
  const inner = as(b, 'BoolExpr');
  return inner !== null && inner['boolop'] === 'NOT_EXPR' && same(listAt(inner, 'args')[0], a);
};

const anyComplement = (terms: readonly unknown[]): boolean =>
  terms.some((a, at) => terms.some((b, other) => at !== other && complement(a, b)));

function selectBounds(select: Node, of: Bounded): boolean {
  if (select['limitCount'] !== undefined) return true;
  const from = listAt(select, 'fromClause');
  const tables = from.map((item) => as(item, 'RangeVar'));
  const where = select['whereClause'];
  const own = tables.some((table) => table !== null && of.names.includes(textAt(table, 'relname')));
  // Rows of the same table picked without a condition are all of its rows.
  if (!own) return true;
  return (
    where !== undefined &&
    bounds(where, { names: tables.map((t) => textAt(t ?? {}, 'relname')), alone: true })
  );
}

function boolBounds(node: Node, of: Bounded, not: boolean): boolean {
  const terms = listAt(node, 'args');
  if (node['boolop'] === 'NOT_EXPR') return bounds(terms[0], of, !not);
  const isAnd = (node['boolop'] === 'AND_EXPR') !== not;
  if (!isAnd && anyComplement(terms)) return false;
  return isAnd ? terms.some((term) => bounds(term, of, not)) : terms.every((term) => bounds(term, of, not));
}

function subLinkBounds(node: Node, of: Bounded): boolean {
  const select = as(node['subselect'], 'SelectStmt') ?? {};
  if (node['subLinkType'] === 'EXISTS_SUBLINK')
    return mentions(select['whereClause'], { ...of, alone: false });
  return mentions(node['testexpr'], of) && selectBounds(select, of);
}

/**
 * Whether a condition keeps rows of a relation out. A condition that holds for every row, as far as the text alone can
 * tell, bounds nothing: one without a column of that relation, `1 = 1`, `x = x`, `x is null or x is not null`, `like '%'`,
 * a key that is above zero.
 */
export function bounds(value: unknown, of: Bounded, not = false): boolean {
  const node = unwrap(value);
  if (node === null) return false;
  const truth = constantTruth(value);
  if (truth !== null) return truth === not;
  const { type, fields } = node;
  if (type === 'BoolExpr') return boolBounds(fields, of, not);
  if (type === 'CurrentOfExpr') return true;
  if (type === 'SubLink') return subLinkBounds(fields, of);
  if (!mentions(value, of)) return false;
  if (type === 'NullTest') {
    const column = columnOf(fields['arg']);
    const isNull = (fields['nulltesttype'] === 'IS_NULL') !== not;
    return isNull || column === null || !KEY.test(column);
  }
  if (type === 'A_Expr') {
    const kind = textAt(fields, 'kind');
    const name = names(listAt(fields, 'name')).at(-1) ?? '';
    const operator = name === '!=' ? '<>' : name;
    if (kind === 'AEXPR_IN' && operator === '<>' && !not) {
      return !KEY.test(columnOf(fields['lexpr']) ?? '');
    }
    if (kind === 'AEXPR_NOT_DISTINCT' && !not && same(fields['lexpr'], fields['rexpr'])) return false;
    return comparisonBounds(kind, operator, fields['lexpr'], fields['rexpr'], not);
  }
  if (type === 'CoalesceExpr' || type === 'CaseExpr') {
    // A branch that is true for all that is left may let every row in: nobody can tell from here.
    return false;
  }
  return true;
}
