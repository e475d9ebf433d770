/** Makes the site: `npm run docs`. */
import { buildSite } from './build.ts';
import { OUT } from './paths.ts';

if (await buildSite()) console.log(`The site is in ${OUT}; open index.html.`);
else process.exitCode = 1;
