/** Why a document is not read. Stable: a program may branch on it. */
export type DocumentFaultCode =
  | 'size'
  | 'depth'
  | 'syntax'
  | 'anchor'
  | 'alias'
  | 'tag'
  | 'directive'
  | 'merge-key'
  | 'name'
  | 'duplicate-name'
  | 'several-documents'
  | 'empty'
  | 'ambiguous'
  | 'number'
  | 'text'
  | 'invalid';

/** A place in a text, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A document that is refused: where, with which code, and why in a sentence. */
export class DocumentFault extends Error {
  readonly code: DocumentFaultCode;
  /** What the document is called, as in `policy.yaml`. */
  readonly document: string;
  readonly position: Position;
  readonly reason: string;
  /** The member concerned, as a JSON Pointer, where one is. */
  readonly pointer: string | undefined;

  constructor(
    code: DocumentFaultCode,
    document: string,
    position: Position,
    reason: string,
    pointer?: string,
    options?: ErrorOptions,
  ) {
    super(`${document}:${position.line}:${position.column}: ${reason}`, options);
    this.name = 'DocumentFault';
    this.code = code;
    this.document = document;
    this.position = position;
    this.reason = reason;
    this.pointer = pointer;
  }
}
