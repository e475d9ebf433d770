import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { openSqlite } from '../src/index.ts';
import { contract } from './contract.ts';

const root = mkdtempSync(join(tmpdir(), 'eaap-store-'));
after(() => rmSync(root, { recursive: true, force: true }));
let count = 0;

contract({
  name: 'SQLite in a file',
  open: (options = {}) => openSqlite({ path: join(root, `${++count}.db`), ...options }),
});
contract({ name: 'SQLite in memory', open: (options = {}) => openSqlite({ path: ':memory:', ...options }) });
