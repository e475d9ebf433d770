export { loadCode, loadJavaScript, loadPython } from './code/load.ts';
export { loadExtractors, DIALECTS, type Dialect } from './load.ts';
export { loadShell } from './shell/load.ts';
export { loadSql } from './sql/load.ts';
