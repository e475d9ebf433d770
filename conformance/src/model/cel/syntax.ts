/** An expression as it is written, macros not expanded. */
export type Expr =
  | { readonly is: 'constant'; readonly value: boolean | bigint | number | string | null }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'select' | 'has'; readonly of: Expr; readonly member: string }
  | { readonly is: 'list'; readonly items: readonly Expr[] }
  /** An operator, under the sign it is written with; `[]` is the index. A minus with one operand negates. */
  | { readonly is: 'operator'; readonly sign: string; readonly operands: readonly Expr[] }
  | { readonly is: 'call'; readonly name: string; readonly method: boolean; readonly args: readonly Expr[] }
  | {
      readonly is: 'loop';
      readonly macro: Macro;
      readonly range: Expr;
      readonly variable: string;
      /** The parts after the variable: a condition, or for `map` the new element, with a condition before it or not. */
      readonly parts: readonly Expr[];
    };

export type Macro = 'all' | 'exists' | 'filter' | 'map';
export const MACROS: readonly string[] = ['all', 'exists', 'filter', 'map'];

/** Why a condition does not load (RFC-0007 section 6.1), in the order in which it is looked for. */
export type LoadFault = 'size' | 'depth' | 'syntax' | 'name' | 'function' | 'type' | 'pattern' | 'estimate';

/** The text is no expression. */
export class SyntaxFault extends Error {}
