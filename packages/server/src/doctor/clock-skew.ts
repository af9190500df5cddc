import { type Check, fine, type Seen, wrong } from './check.ts';

/** Past this, windows of alerts, sessions and leases begin to differ between machines. */
const MAX_SKEW_MS = 1_000;

/** Whether another machine's clock says the same; half of the way there and back is taken off. */
export const clockCheck = <Subject extends { nowMs(): number }>(
  name: string,
  timeMs: (subject: Subject) => Promise<number>,
): Check<Subject> => ({
  name,
  about: 'its clock agrees with the one here',
  severity: 'warning',
  advice: 'Keep the clocks of both machines by NTP (chrony, systemd-timesyncd).',
  async look(subject): Promise<Seen> {
    const before = subject.nowMs();
    const there = await timeMs(subject);
    const after = subject.nowMs();
    const skewMs = Math.round(there - (before + after) / 2);
    const uncertainMs = Math.ceil((after - before) / 2);
    const found = `${Math.abs(skewMs)} ms ${skewMs < 0 ? 'behind' : 'ahead'} (±${uncertainMs} ms)`;
    return Math.abs(skewMs) > MAX_SKEW_MS + uncertainMs ? wrong(found) : fine(found);
  },
});
