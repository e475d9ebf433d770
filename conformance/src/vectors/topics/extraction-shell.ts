import { dialectTopic } from '../dialects/dialect.ts';
import { SHELL } from '../dialects/shell.ts';

export const topic = dialectTopic('extraction-shell', 'What lines for bash do', SHELL);
