export { loadSql } from './sql/load.ts';
