import type { TSchema } from 'typebox';
import { Action } from './action.ts';
import * as admission from './admission.ts';
import { BundleEnvelope, BundleStatement } from './bundle.ts';
import * as fact from './fact.ts';
import { Extraction, JudgeInput, Judgment } from './judgment.ts';
import { Manifest } from './manifest.ts';
import * as operation from './operation.ts';
import { Policy, TrustTable } from './policy.ts';
import * as record from './record.ts';

const MODULES: readonly unknown[] = [
  Action,
  Manifest,
  Policy,
  TrustTable,
  Extraction,
  JudgeInput,
  Judgment,
  ...Object.values(fact),
  ...Object.values(record),
  ...Object.values(admission),
  ...Object.values(operation),
  BundleEnvelope,
  BundleStatement,
];

/** A schema that is a file of its own. */
export type FiledSchema = TSchema & { readonly $id: string };

const isFiled = (value: unknown): value is FiledSchema =>
  typeof value === 'object' && value !== null && typeof (value as { $id?: unknown }).$id === 'string';

/** Every schema that is a file of its own in `schemas/`, by `$id`. */
export const SCHEMAS: ReadonlyMap<string, FiledSchema> = new Map(
  MODULES.filter(isFiled).map((schema) => [schema.$id, schema]),
);
