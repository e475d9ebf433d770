import { relative } from '../paths.ts';

/** What stands in the bar at the top of every page. */
export const NAVIGATION: readonly (readonly [label: string, page: string])[] = [
  ['RFCs', 'rfcs/index.html'],
  ['Playground', 'playground.html'],
  ['HTTP', 'http.html'],
  ['Schemas', 'schemas/index.html'],
  ['Errors', 'errors.html'],
  ['Reasons', 'reasons.html'],
  ['Packages', 'modules.html'],
];

/** Links that lead to a folder, and the page that shows what is in it. */
const FOLDERS: readonly (readonly [link: RegExp, page: string])[] = [
  [/(^|\/)(media|schemas)\/tables\/?$/, 'schemas/tables/index.html'],
  [/(^|\/)(media|schemas)\/examples\/?$/, 'schemas/examples/index.html'],
  [/(^|\/)(conformance|media)\/vectors\/?$/, 'vectors.html'],
  [/(^|\/)(media\/|(\.\.\/)+)schemas\/?$/, 'schemas/index.html'],
  [/(^|\/)(media\/|(\.\.\/)+)rfcs\/?$/, 'rfcs/index.html'],
];

/** Files that a browser would offer to download; they get `.txt` added, on disk too. */
export const SHOWN_AS_TEXT = /\.(ts|sh|md|txt|sql|cjs|yml)$/;

const script = (page: string, name: string): string =>
  `<script defer src="${relative(page, `assets/${name}`)}"></script>`;

function replaceOnce(html: string, what: string, by: string): string {
  if (!html.includes(what)) throw new Error(`TypeDoc's page no longer holds ${what}.`);
  return html.replace(what, () => by);
}

/** What TypeDoc's theme is not asked to do: the bar, the scripts, rows that can be linked to. */
export function finishPage(page: string, html: string): string {
  const bar = NAVIGATION.map(([label, to]) => {
    const current = to === page || (to.endsWith('/index.html') && page.startsWith(to.slice(0, -10)));
    return `<a href="${relative(page, to)}"${current ? ' aria-current="page"' : ''}>${label}</a>`;
  }).join('');
  let done = replaceOnce(
    html,
    '<div id="tsd-toolbar-links"></div>',
    `<nav id="tsd-toolbar-links" aria-label="Site">${bar}</nav>`,
  );
  done = replaceOnce(
    done,
    '<button id="tsd-search-trigger"',
    '<button type="button" class="theme-button" id="theme-button" hidden></button><button id="tsd-search-trigger"',
  );
  const scripts = [
    script(page, 'site.js'),
    ...(html.includes('class="mermaid-source"') ? [script(page, 'diagrams.js')] : []),
    ...(html.includes('id="pg"') ? [script(page, 'playground.js')] : []),
  ];
  done = replaceOnce(done, '</head>', `${scripts.join('')}</head>`);
  done = replaceOnce(
    done,
    '<body>',
    `<body class="page-${page.replace(/\W+/g, '-').replace(/-html$/, '')}"><a class="skip" href="#content">Skip to the text</a>`,
  );
  done = replaceOnce(done, '<div class="col-content">', '<div class="col-content" id="content" role="main">');

  // The icons are in every page; taken from the file beside it, a page from a folder may not have them.
  done = done.replace(/href="[^"]*assets\/icons\.svg#/g, 'href="#');
  if (page === 'errors.html') done = linkRows(done);
  return done.replace(/href="([^"#:]+)(#[^"]*)?"/g, (whole, href: string, fragment = '') => {
    const folder = FOLDERS.find(([link]) => link.test(href));
    if (folder !== undefined) return `href="${relative(page, folder[1])}${String(fragment)}"`;
    return /(^|\/)media\//.test(href) && SHOWN_AS_TEXT.test(href) ? `href="${href}.txt"` : whole;
  });
}

/** A row of a table whose first cell is a code gets it as its id. A code that stands in two tables is linked in the first. */
function linkRows(html: string): string {
  const seen = new Set<string>();
  return html.replace(/<tr>\n<td><code>([a-z0-9-]+)<\/code><\/td>/g, (whole, code: string) => {
    if (seen.has(code)) return whole;
    seen.add(code);
    return `<tr id="${code}">\n<td><a href="#${code}"><code>${code}</code></a></td>`;
  });
}
