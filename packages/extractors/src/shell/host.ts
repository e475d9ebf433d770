const NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const DEFAULT_PORT: Readonly<Record<string, string>> = { http: '80', https: '443', ssh: '22', ftp: '21' };

/**
 * The host a URL, `user@host:path`, `host:port` or a plain name leads to, as a target says it, or `null`. Numbers in
 * disguise (`0x7f.1`, `2130706433`) are none: which host they are depends on who reads them.
 */
export function hostOf(text: string): string | null {
  const url = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(text);
  const scheme = url?.[1]?.toLowerCase() ?? '';
  let authority = (url?.[2] ?? text.split(/[/?#]/, 1)[0] ?? '').toLowerCase();
  if (/[\\\s]/.test(authority)) return null;
  authority = authority.slice(authority.lastIndexOf('@') + 1);
  const [, host = '', port = ''] = /^([^:[\]]+)(?::(\d{1,5}))?$/.exec(authority) ?? [];
  // git@host:path has a path where a URL has a port.
  const name = host === '' && url === null ? (/^([^:[\]]+):/.exec(authority)?.[1] ?? '') : host;
  const last = name.split('.').at(-1) ?? '';
  const isNumber = /^(\d+|0x[0-9a-f]*)$/.test(last);
  if (isNumber && !/^((0|[1-9]\d{0,2})\.){3}(0|[1-9]\d{0,2})$/.test(name)) return null;
  if (isNumber && !name.split('.').every((part) => Number(part) < 256)) return null;
  if (!NAME.test(name)) return null;
  if (port === '' || port === DEFAULT_PORT[scheme]) return name;
  return /^[1-9]/.test(port) && Number(port) < 65_536 ? `${name}:${port}` : null;
}
