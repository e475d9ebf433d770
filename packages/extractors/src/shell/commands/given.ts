import type { Call } from '../call.ts';
import { hostOf } from '../host.ts';
import { givesAccess, isDevice, isSecret, runsLater } from '../tables/places.ts';
import { asText, HOME, isVague, shown, type Value } from '../value.ts';

/** What the words that a program is given may lead to, where nobody here knows what it does with them. */
export interface Given {
  /** A shell among its words may be run. */
  readonly runs?: boolean;
  /** A host among its words may be called: one in a URL, or `any`. */
  readonly calls?: 'url' | 'any';
  /** A file among its words may be written. */
  readonly writes?: boolean;
}

const PATHS = /(?:^|file:\/\/|[=@:,"'\s(]|^-[A-Za-z])([~\ue004]?\/[^\s=@,"'()<>|;&:]+)/g;
const URLS =
  /\b(?:https?|ftps?|sftp|ssh|wss?|tcp|udp|smb|ldaps?|s3|rsync|git|mqtts?|amqps?|telnet):\/\/[^\s"'<>()]+/gi;
const ADDRESS =
  /^(?:[\w.-]+@)?((?:\d{1,3}\.){3}\d{1,3}|(?:[a-z0-9-]+\.)+(?:com|net|info|biz|xyz|onion|example|test))(?::\d{1,5})?(?::?\/.*)?$/i;
const SHELL = /(?:^|[\s"'(=,!;|&:`{])(?:\/usr)?(?:\/local)?\/bin\/(?:env\s+)?(?:[ackz]|ba|da|tc|fi|mk)?sh\b/;
const SHELL_NAME = /^(?:(?:\/usr)?(?:\/local)?\/bin\/)?(?:[ackz]|ba|da|tc|mk)?sh$/;
const SENSITIVE = /^\/(etc|boot|root|var\/spool)\//;

/**
 * Looks at the words of a program whose manual is not in the tables: a secret it is given is taken to be read, a shell to
 * be run, and with what is neither a grant nor a rule can cover, a person decides.
 */
export function given(call: Call, how: Given = {}): void {
  const { name, effects } = call;
  const words = call.args.filter((word) => !/^SHELL=/.test(word));
  for (const word of words) {
    for (const [, path = ''] of asText(word).matchAll(PATHS)) {
      for (const of of call.places(path.replace(/^~(?=\/)/, HOME))) {
        if (of.root !== 'abs' && of.root !== 'home') continue;
        if (isSecret(of)) effects.read(of, name);
        else if (
          how.writes === true &&
          (givesAccess(of) || runsLater(of) || isDevice(of) || SENSITIVE.test(of.text))
        )
          effects.execute(`resource:command/${named(name)}/system`, `${name} is given ${of.text}.`);
      }
    }
  }
  if (how.calls !== undefined) for (const word of words) calls(call, word, how.calls);
  if (how.runs === true) runs(call, words);
}

const named = (name: string): string => (/^[\w.+-]+$/.test(name) ? name : '*');

function calls(call: Call, word: Value, how: 'url' | 'any'): void {
  const text = asText(word);
  for (const [url] of text.matchAll(URLS)) {
    if (isVague(url.replace(/^([a-z]+:\/\/[^/]*).*$/i, '$1')))
      call.effects.note(`${call.name} calls ${shown(url)}.`);
    else if (hostOf(shown(url)) !== null) call.effects.call(shown(url), call.name, { sends: true });
  }
  // Where personal data is kept out of what is judged, an address is a token: some host, and nobody here sees which.
  if (/(^|@)\[PII:ip:\w+\]|:\/\/[^/]*\[PII:|^\[PII:email:\w+\]:/.test(text))
    call.effects.add('network.call', null, `${call.name} calls ${shown(word)}.`, { risk: 'high' });
  if (how === 'url') return;
  const address = ADDRESS.exec(text)?.[0];
  if (address !== undefined && !/^(127\.|0\.0\.0\.0)/.test(address) && hostOf(address) !== null)
    call.effects.call(address, call.name, { sends: true });
}

function runs(call: Call, words: readonly Value[]): void {
  for (const [at, word] of words.entries()) {
    const text = asText(word);
    const isShell = SHELL_NAME.test(text);
    if (isShell && /^-\w*c$/.test(words[at + 1] ?? '')) call.run(words.slice(at));
    else if (SHELL.test(text)) {
      call.effects.execute(
        `resource:command/${named(call.name)}/shell`,
        `${call.name} is given ${shown(word)}, a shell to run.`,
      );
    }
  }
}
