/** Attributes that the properties are tried with. */
export const ATTRIBUTE_SAMPLES = ['account', 'total', 'x'] as const;
