import { dialectTopic } from '../dialects/dialect.ts';
import { SQL } from '../dialects/sql.ts';

export const topic = dialectTopic('extraction-sql', 'What statements of PostgreSQL do', SQL);
