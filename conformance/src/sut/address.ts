/**
 * A text without names and passwords of addresses in it: what is printed or written of an address is passed on to people
 * who may not use them.
 */
export const withoutCredentials = (text: string): string =>
  text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/?#\s]*@/gi, '$1');
