const WIDTH = 76;

/** JSON with what fits on a line on one line: easier to read than one member a line. */
export function pretty(value: unknown, indent = ''): string {
  const short = JSON.stringify(value, null, 1)
    .replace(/\n\s*/g, ' ')
    .replace(/\[ (?=\S)/g, '[')
    .replace(/ \]/g, ']');
  if (indent !== '' && short.length + indent.length <= WIDTH) return short;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => deeper + pretty(item, deeper)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(
    ([name, item]) => `${deeper}${JSON.stringify(name)}: ${pretty(item, deeper)}`,
  );
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}
