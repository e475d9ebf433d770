import { DOCUMENT_NAMES, type DocumentName, type Texts } from '../playground/documents.ts';
import { PRESETS, type Preset } from '../playground/presets.ts';

const MOST_BYTES = 1 << 20;

async function through(bytes: Uint8Array, stream: GenericTransformStream): Promise<Uint8Array> {
  const piped = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = (piped as ReadableStream<Uint8Array>).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    // A small address must not become a large page.
    if (length > MOST_BYTES) throw new Error('The address holds too much.');
    chunks.push(part.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

const toText = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
const toBytes = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));

/** A fragment that says which situation, and what was changed in it. Nothing is sent anywhere. */
export async function fragmentFor(preset: Preset, texts: Texts): Promise<string> {
  const changed = DOCUMENT_NAMES.filter((name) => texts[name] !== preset.texts[name]);
  if (changed.length === 0) return `#p=${preset.id}`;
  const content = { p: preset.id, d: Object.fromEntries(changed.map((name) => [name, texts[name]])) };
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  return `#s=${toText(await through(bytes, new CompressionStream('deflate-raw')))}`;
}

/** What a fragment says; `undefined` when it says nothing that is understood. */
export async function readFragment(
  fragment: string,
): Promise<{ readonly preset: Preset; readonly texts: Texts } | undefined> {
  const [, kind, value = ''] = /^#([ps])=([A-Za-z0-9_-]+)$/.exec(fragment) ?? [];
  const presetOf = (id: unknown): Preset | undefined => PRESETS.find((preset) => preset.id === id);
  if (kind === 'p') {
    const preset = presetOf(value);
    return preset === undefined ? undefined : { preset, texts: preset.texts };
  }
  if (kind !== 's') return undefined;
  try {
    const bytes = await through(toBytes(value), new DecompressionStream('deflate-raw'));
    const { p, d } = JSON.parse(new TextDecoder().decode(bytes)) as {
      p?: unknown;
      d?: Record<string, unknown>;
    };
    const preset = presetOf(p);
    if (preset === undefined || typeof d !== 'object') return undefined;
    const textOf = (name: DocumentName): string => {
      const text = d[name];
      return typeof text === 'string' ? text : preset.texts[name];
    };
    const texts = Object.fromEntries(DOCUMENT_NAMES.map((name) => [name, textOf(name)])) as unknown as Texts;
    return { preset, texts };
  } catch {
    return undefined;
  }
}
