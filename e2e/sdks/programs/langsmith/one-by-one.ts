import { Client } from 'langsmith';
import { watchedBy } from './agent.ts';

// Each run is sent when it starts and when it ends.
await watchedBy(new Client({ autoBatchTracing: false }));
