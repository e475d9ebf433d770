/** A node of the parse tree, as the parser gives it: JSON. */
export type Node = { readonly [name: string]: unknown };

/** Whether a value is a node or an object of fields. */
export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field that holds a node, or an empty one. */
export const nodeAt = (node: Node, name: string): Node => {
  const value = node[name];
  return isNode(value) ? value : {};
};

/** A field that holds a list, or an empty one. */
export const listAt = (node: Node, name: string): readonly unknown[] => {
  const value = node[name];
  return Array.isArray(value) ? value : [];
};

/** A field that holds text, or the empty text. */
export const textAt = (node: Node, name: string): string => {
  const value = node[name];
  return typeof value === 'string' ? value : '';
};

/** The one type and the fields of a wrapped node (`{ SelectStmt: {…} }`), or `null`. */
export function unwrap(value: unknown): { readonly type: string; readonly fields: Node } | null {
  if (!isNode(value)) return null;
  const [type, ...more] = Object.keys(value);
  if (type === undefined || more.length > 0) return null;
  const fields = value[type];
  return isNode(fields) ? { type, fields } : null;
}

/** The fields of a node of one type, or `null` for any other. */
export function as(value: unknown, type: string): Node | null {
  const node = unwrap(value);
  return node?.type === type ? node.fields : null;
}

/** The texts of a list of String nodes; `*` for a star. */
export const names = (list: readonly unknown[]): string[] =>
  list.map((item) => {
    const text = as(item, 'String');
    return text === null ? '*' : textAt(text, 'sval');
  });

/** The text of a constant, or `null`. */
export function constantText(value: unknown): string | null {
  const cast = as(value, 'TypeCast');
  if (cast !== null) return constantText(cast['arg']);
  const constant = as(value, 'A_Const');
  const text = constant === null ? undefined : constant['sval'];
  return isNode(text) ? textAt(text, 'sval') : null;
}

/** The options of a statement, by name: `true` when one stands there without a value. */
export function optionsOf(node: Node): Map<string, string | boolean> {
  const found = new Map<string, string | boolean>();
  for (const item of listAt(node, 'options')) {
    const option = as(item, 'DefElem');
    if (option === null) continue;
    const value = unwrap(option['arg']);
    const said =
      value === null
        ? true
        : value.type === 'String'
          ? textAt(value.fields, 'sval')
          : value.type === 'Boolean'
            ? value.fields['boolval'] === true
            : value.type === 'Integer'
              ? value.fields['ival'] !== undefined && value.fields['ival'] !== 0
              : true;
    found.set(textAt(option, 'defname'), said);
  }
  return found;
}
