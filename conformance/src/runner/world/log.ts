import type { WireLog } from '../../checks/types.ts';
import type { Checkpoint, LedgerEntry } from '../../checks/wire.ts';
import { Inconclusive } from '../outcome.ts';
import { told, type Session } from './session.ts';

interface Page {
  readonly entries?: LedgerEntry[];
  readonly next?: number | null;
}

/** More pages than this are a cursor that goes round in circles. */
const MAX_PAGES = 200;

/** The whole log of a namespace, page by page, and the newest checkpoint after it. */
export async function readLog(session: Session): Promise<WireLog> {
  const entries: LedgerEntry[] = [];
  let cursor = '';
  for (let page = 0; ; page += 1) {
    if (page === MAX_PAGES) throw new Inconclusive(`The log did not end after ${MAX_PAGES} pages.`);
    const answer = await session.send<Page>('auditor', 'GET', `/v2/ledger/entries?limit=500${cursor}`);
    if (answer.status !== 200 || !Array.isArray(answer.body?.entries))
      throw new Inconclusive(`The log could not be read: ${told(answer)}`);
    entries.push(...answer.body.entries);
    if (answer.body.next === null || answer.body.next === undefined) break;
    cursor = `&cursor=${answer.body.next}`;
  }
  const checkpoint = await session.send<Checkpoint>('auditor', 'GET', '/v2/ledger/checkpoint');
  if (checkpoint.status !== 200 || typeof checkpoint.body?.note !== 'string')
    throw new Inconclusive(`The checkpoint could not be read: ${told(checkpoint)}`);
  return { entries, checkpoint: checkpoint.body };
}
