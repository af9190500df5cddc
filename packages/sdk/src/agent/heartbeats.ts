import type { Heartbeat } from '../reports.ts';
import type { Clock } from '../transport/clock.ts';
import type { Transport } from '../transport/transport.ts';
import type { AgentIdentity } from './agent.ts';

export interface Heartbeats {
  /** Tells that the process ends on purpose, and is no longer missed. */
  stop(): void;
}

/** Tells at once and then every so many seconds that the process of an agent lives. */
export function startHeartbeats(
  { name, version, instance }: AgentIdentity,
  { intervalSeconds, host }: { intervalSeconds: number; host: string },
  transport: Transport,
  clock: Clock,
): Heartbeats {
  const now = () => new Date(clock.nowMs()).toISOString();
  const startedAt = now();
  const tell = (says: NonNullable<Heartbeat['says']>) => {
    const who = { agent: name, version, instance, host, startedAt, intervalSeconds };
    transport.report('heartbeats', { ...who, says, at: now() });
  };
  let cancel: () => void;
  const beat = () => {
    tell('ready');
    cancel = clock.after(intervalSeconds * 1000, beat);
  };
  beat();
  return {
    stop() {
      cancel();
      tell('stopping');
    },
  };
}
