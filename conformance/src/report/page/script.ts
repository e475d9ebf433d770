/**
 * What the page does in a browser: it filters, and writes checks and transcripts out when they are opened. Everything
 * goes in as text, never as markup: it was said by strangers.
 */
export const SCRIPT = `
'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const checks = new Map(data.checks.map((one) => [one.id, one]));
const make = (name, text, kind) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
};
const kept = (body) => typeof body === 'string' ? body
  : body.cut + '… (' + body.length + ' characters in all, ' + body.digest + ')';
const value = (one, name) => one[name + '_body'] !== undefined ? kept(data.bodies[one[name + '_body']])
  : one[name] === undefined ? 'nothing' : JSON.stringify(one[name]);
const folded = (title, fill, kind) => {
  const details = make('details');
  details.append(make('summary', title));
  if (kind) details.className = kind;
  details.addEventListener('toggle', () => { if (details.open && details.children.length === 1) fill(details); });
  return details;
};
const statement = (one) => {
  const item = make('li');
  item.append(make('span', one.holds ? 'holds ' : 'FAILS ', 'verdict ' + (one.holds ? 'PASS' : 'FAIL')), one.observation);
  if (!one.holds) item.append(make('pre', 'expected  ' + value(one, 'expected') + '\\ngot       ' + value(one, 'got')));
  return item;
};
const statements = (list) => (into) => { const ul = make('ul'); ul.append(...list.map(statement)); into.append(ul); };
const transcript = (lines) => (into) => lines.forEach((line, i) => into.append(
  folded((i + 1) + '  ' + line.method + ' ' + line.path + '  ' + (line.status || 'no answer'), (inner) => {
    if (line.request !== undefined) inner.append(make('pre', kept(data.bodies[line.request]), 'request'));
    inner.append(make('pre', kept(data.bodies[line.answer]), 'answer'));
  })));
function showCheck(id) {
  const check = checks.get(id);
  const box = make('div', undefined, 'check');
  const head = make('p');
  head.append(make('span', check.verdict.replace('_', ' '), 'verdict ' + check.verdict), ' ', make('code', id), ' ' + check.title);
  box.append(head);
  if (check.message) box.append(make('p', check.message));
  const broken = check.expectations.filter((one) => !one.holds);
  if (broken.length > 0) statements(broken)(box);
  const rest = check.expectations.filter((one) => one.holds);
  if (rest.length > 0) box.append(folded(rest.length + ' statements that hold', statements(rest)));
  const lines = data.transcripts[id];
  if (lines) box.append(folded('transcript: ' + lines.length + ' exchanges', transcript(lines), 'transcript'));
  return box;
}
const rows = [...document.querySelectorAll('.requirement')];
for (const row of rows) row.addEventListener('toggle', () => {
  const inner = row.querySelector('.inner');
  if (!row.open || inner.dataset.full) return;
  inner.dataset.full = 'yes';
  inner.replaceChildren(...inner.dataset.checks.split(' ').filter((id) => checks.has(id)).map(showCheck));
  if (!inner.firstChild) inner.append(make('p', 'No check bears on it.'));
});
const form = document.querySelector('form');
function filter() {
  const text = form.elements.text.value.trim().toLowerCase();
  const { value: verdict } = form.elements.verdict;
  const { value: grade } = form.elements.grade;
  let shown = 0;
  for (const row of rows) {
    const { dataset } = row;
    row.hidden = (verdict !== '' && dataset.verdict !== verdict) || (grade !== '' && dataset.grade !== grade)
      || !(row.textContent + ' ' + row.querySelector('.inner').dataset.checks).toLowerCase().includes(text);
    if (!row.hidden) shown += 1;
  }
  form.querySelector('output').value = shown + ' of ' + rows.length + ' shown';
}
form.addEventListener('input', filter);
form.addEventListener('submit', (event) => event.preventDefault());
form.hidden = false;
filter();
`;
