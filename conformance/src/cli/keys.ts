import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { keyText } from '../report/signature.ts';
import { EXIT, Stop } from './exit.ts';

const MAKE = 'openssl genpkey -algorithm ed25519 -out report.key';
const HALVE = 'openssl pkey -in report.key -pubout -out report.pub';

function keyIn(path: string, what: string, make: string, read: (pem: string) => KeyObject): KeyObject {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Stop(EXIT.usage, `${path} cannot be read: ${(error as Error).message}`);
  }
  try {
    const key = read(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below, without what is in the file.
  }
  throw new Stop(EXIT.usage, `${path} holds no ${what} Ed25519 key in PEM. One is made by: ${make}`);
}

/** The key to sign reports with. @throws Stop */
export const signingKeyIn = (path: string): KeyObject =>
  keyIn(path, 'private', MAKE, (pem) => createPrivateKey(pem));

/** The key a report has to be signed by, as it is written in one. A private key is not taken for one. @throws Stop */
export const signerIn = (path: string): string =>
  keyText(
    keyIn(path, 'public', HALVE, (pem) => {
      if (/PRIVATE KEY/.test(pem)) throw new TypeError('private');
      return createPublicKey(pem);
    }),
  );
