// Opens the database named on the command line and says how it went.
import { EaapError } from '@eaap/protocol';
import { openSqlite } from '../../src/index.ts';

try {
  const store = await openSqlite({ path: process.argv[2] ?? '' });
  await store.close();
  console.log('opened');
} catch (error) {
  console.log(error instanceof EaapError ? error.message : error);
}
