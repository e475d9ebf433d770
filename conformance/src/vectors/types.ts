import type { Json } from '../model/json.ts';

/** What a computation says of an input: a value, or the one reason for which it is refused. */
export type Answer = { readonly output: Json } | { readonly refused: string };

/** What a model says of an input: a value, or everything that is wrong with it. */
export type Finding = { readonly output: Json } | { readonly refused: readonly string[] };

/** A case as its author states it; the model gives the answer. */
export interface CaseSource {
  /** A slug, unique in its topic and never used again for another case. */
  readonly id: string;
  /** What is particular about it, in a few words. */
  readonly title: string;
  /** The requirements it bears on, as in `EAAP-0002-003`. */
  readonly requirements: readonly string[];
  readonly input: Json;
  /** The reason for which it has to be refused; left out when it has to be answered. */
  readonly refused?: string;
  /** The mistake an implementation makes that accepts it, or that made the claim it holds. */
  readonly mistake?: string;
}

/** A topic of vectors: one source, one file. */
export interface Topic {
  /** As in `canonical-json`: the name of its file, of its source, and what the hook `compute` is asked for. */
  readonly name: string;
  /** As in `Canonical JSON`. */
  readonly title: string;
  /** Where it is specified, as in `RFC-0002 section 3`. */
  readonly specified: string;
  /** The dialect that a gateway has to declare for it to be held to the cases; left out where every gateway is. */
  readonly dialect?: string;
  /** What the members of an input are, with encodings and units, in a sentence or a few. */
  readonly input: string;
  /** What the output is. */
  readonly output: string;
  /** The closed list of reasons for refusal, each with a sentence. */
  readonly reasons: Readonly<Record<string, string>>;
  /** The cases, in the order of the file. */
  cases(): readonly CaseSource[];
  /** The model: pure, total over what the topic's inputs can be, naming every fault it finds. */
  answer(input: Json): Finding;
}

/** A case as it is committed. */
export type VectorCase = Pick<CaseSource, 'id' | 'title' | 'requirements' | 'input' | 'mistake'> & Answer;

/** A file of vectors. */
export interface VectorFile extends Omit<Topic, 'name' | 'cases' | 'answer'> {
  readonly $schema: string;
  readonly generated: string;
  readonly topic: string;
  readonly cases: readonly VectorCase[];
}
