import { Client } from 'langsmith';
import { watchedBy } from './agent.ts';

await watchedBy(new Client());
