/** The gateway of this example, in a process of its own: what `npm start` does, on any free port. */
import { serve } from '@eaap/server';

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('Usage: gateway.ts FOLDER');
const { url } = await serve({ path, port: 0, signals: true });
console.log(url);
