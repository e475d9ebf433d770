import type { parse } from '@bufbuild/cel';

/** A parsed expression, in the form the library gives it. */
export type Parsed = ReturnType<typeof parse>;
export type Expr = Parsed['expr'];
export type ExprKind = Expr['exprKind'];
export type Comprehension = Extract<Expr['exprKind'], { case: 'comprehensionExpr' }>['value'];
export type Call = Extract<Expr['exprKind'], { case: 'callExpr' }>['value'];
export type Select = Extract<Expr['exprKind'], { case: 'selectExpr' }>['value'];
export type Constant = Extract<Expr['exprKind'], { case: 'constExpr' }>['value'];
