import type { QuotaStatus, StoredQuota } from '@pharos/core/api/quotas';
import { expect, test } from 'vitest';
import { freesAt, rowsOf, standingOf } from './standing.ts';

const quota = (id: string, over: Partial<StoredQuota> = {}): StoredQuota => ({
  ...{ id, name: id, scope: { type: 'project' }, measure: 'tokens', limit: '100', thresholds: [50, 80, 100] },
  window: { type: 'calendar', unit: 'day', timeZone: 'UTC' },
  ...{ action: 'deny', onUnavailable: 'allow', enabled: true, createdAt: '', updatedAt: '', updatedBy: '' },
  ...over,
});
type Subject = QuotaStatus['subjects'][number];
const status = (id: string, used: number, over: Partial<QuotaStatus> = {}): QuotaStatus => ({
  quota: quota(id),
  window: { from: '', to: '' },
  ...{ readAt: '', degraded: false, knowledge: 'current', users: null },
  subjects: [
    {
      ...{ measure: 'tokens', subject: '', limit: '100', used: `${used}`, reserved: '0', remaining: '0' },
      ...{ resetsAt: null, threshold: null, over: used > 100, perHour: '0', exhaustedAt: null },
      state: used >= 100 ? 'over' : used >= 80 ? 'near' : 'ok',
    } satisfies Subject,
  ],
  ...over,
});

test('a calendar window resets as it ends, a rolling one as something leaves it', () => {
  const at = (type: 'calendar' | 'rolling', over: Partial<QuotaStatus> = {}) => {
    const window = type === 'calendar' ? { type, unit: 'day', timeZone: 'UTC' } : { type, unit: 'day' };
    const known = status('q', 50, { window: { from: 'begins', to: 'ends' }, ...over });
    const subjects = known.subjects.map((subject) => ({ ...subject, resetsAt: 'leaves' }));
    return freesAt({ ...known, subjects, quota: { ...known.quota, window } as StoredQuota });
  };
  const users = { near: 0, over: 0, atLeast: false };
  expect([at('calendar'), at('calendar', { users })]).toEqual(['ends', 'ends']);
  expect([at('rolling'), at('rolling', { users })]).toEqual(['leaves', null]);
  expect(freesAt(status('q', 0, { quota: quota('q', { window: { type: 'rolling', unit: 'day' } }) }))).toBe(
    null,
  );
});

test('a quota for each user is as its worst user', () => {
  const users = (near: number, over: number) =>
    standingOf(status('q', 0, { users: { near, over, atLeast: false } }));
  expect([users(0, 0), users(2, 0), users(2, 1)]).toEqual(['ok', 'near', 'over']);
});

test('what cannot be known is said; what is behind can only be fuller', () => {
  expect(standingOf(status('q', 0, { knowledge: 'unavailable', subjects: [] }))).toBe('unavailable');
  expect(standingOf(status('q', 10, { knowledge: 'behind' }))).toBe('behind');
  expect(standingOf(status('q', 120, { knowledge: 'behind' }))).toBe('over');
  expect(standingOf(status('q', 0, { knowledge: 'unread' }))).toBe('unread');
});

test('what needs attention comes first, of these the fullest; unknown and off last', () => {
  const quotas = ['calm', 'near', 'far over', 'over', 'asked', 'off'].map((id) =>
    quota(id, { enabled: id !== 'off' }),
  );
  const rows = rowsOf(quotas, [
    status('calm', 10),
    status('near', 85),
    status('over', 101),
    status('far over', 300),
  ]);
  expect(rows.map((row) => [row.quota.id, row.standing])).toEqual([
    ['far over', 'over'],
    ['over', 'over'],
    ['near', 'near'],
    ['calm', 'ok'],
    ['off', 'off'],
    ['asked', undefined],
  ]);
  expect(rows[0]?.share).toBe(3);
});
