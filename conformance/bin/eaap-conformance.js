#!/usr/bin/env node
// Committed, because npm links a workspace's bin only when the file exists. It checks the runtime before it loads
// anything, so that an old one is told what is missing instead of failing on syntax.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`eaap-conformance needs Node.js 22.13 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}
const { existsSync } = await import('node:fs');
const entry = new URL('../dist/cli/main.js', import.meta.url);
if (!existsSync(entry)) {
  process.stderr.write('eaap-conformance is not built yet. Run: npm run build\n');
  process.exit(2);
}
const { main } = await import(entry.href);
process.exitCode = await main(process.argv.slice(2));
