/** What a detector finds: a stretch of the view it was given, and the normal form of what it is. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly normalised: string;
}

/** What a detector reads. */
export interface Seen {
  readonly text: string;
  /** The text with what is inert overwritten. */
  readonly quiet: string;
  /** The words of what stands before the text. */
  readonly label: string;
}
