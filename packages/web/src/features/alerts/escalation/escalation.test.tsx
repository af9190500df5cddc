import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const BY = { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', updatedBy: 'Ada' };
const SCHEDULE = {
  ...{ id: 's1', name: 'Nights', timeZone: 'UTC', overrides: [], ...BY },
  layers: [{ people: ['u1'], turn: { unit: 'week', count: 1 }, startsOn: '2026-01-01' }],
};
const MEMBER = { id: 'u1', email: 'bob@example.com', name: 'Bob', role: 'member', since: BY.createdAt };
const hoursFromNow = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

let server: ApiServer;
beforeEach(async () => {
  setLanguage('en');
  server = await startApiServer(({ path, method, body }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path === '/api/v1/projects/p1/members') return { body: { data: [MEMBER] } };
    if (path === '/api/v1/alerts/schedules') return { body: { data: [SCHEDULE] } };
    if (path === '/api/v1/alerts/schedules/s1/shifts')
      return { body: { data: [{ from: hoursFromNow(-1), to: hoursFromNow(1), person: 'u1' }] } };
    if (path === '/api/v1/alerts/policies' && method === 'POST')
      return { status: 201, body: { ...(body as object), ...BY, id: 'n1' } };
    if (['/api/v1/alerts/policies', '/api/v1/alerts/contacts', '/api/v1/channels/names'].includes(path))
      return { body: { data: [] } };
    return undefined;
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

test('it is told who is on call; a policy is made of steps, and what is wrong is said beside its field', async () => {
  openApp('/p/p1/alerts/escalation');
  await screen.findByText('On call now: Bob', {}, PATIENCE);
  fireEvent.click(await screen.findByRole('button', { name: 'New policy' }, PATIENCE));
  const dialog = within(await screen.findByRole('dialog', {}, PATIENCE));
  const save = dialog.getByRole('button', { name: 'Save' });
  fireEvent.click(save);
  expect(dialog.getAllByRole('alert').map(({ textContent }) => textContent)).toEqual([
    ...['It needs a name.', 'Choose who is told.'],
  ]);
  fireEvent.change(dialog.getByLabelText('Name'), { target: { value: 'Pages' } });
  fireEvent.change(dialog.getByLabelText('Told at once'), { target: { value: 'schedule:s1' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Add a step' }));
  fireEvent.change(dialog.getByLabelText('Told then'), { target: { value: 'person:u1' } });
  fireEvent.change(dialog.getByLabelText('Unless acknowledged, after'), { target: { value: '1 h' } });
  fireEvent.click(save);
  const isMade = ({ method, path }: { method: string; path: string }) =>
    method === 'POST' && path === '/api/v1/alerts/policies';
  await waitFor(() => expect(server.seen.find(isMade)).toBeDefined(), PATIENCE);
  expect(server.seen.find(isMade)?.body).toMatchObject({
    name: 'Pages',
    steps: [
      { targets: [{ type: 'schedule', id: 's1' }] },
      { targets: [{ type: 'person', id: 'u1' }], afterSeconds: 3600 },
    ],
  });
});

test('while a schedule is typed it is shown who would be on call', async () => {
  openApp('/p/p1/alerts/escalation');
  fireEvent.click(await screen.findByRole('button', { name: 'New schedule' }, PATIENCE));
  const dialog = within(await screen.findByRole('dialog', {}, PATIENCE));
  const preview = within(dialog.getByRole('group', { name: 'The next two weeks' }));
  preview.getByText('Once all is filled in, this shows who would be on call.');
  const date = new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10);
  fireEvent.change(dialog.getByLabelText('From'), { target: { value: date } });
  await dialog.findByRole('option', { name: 'Bob' }, PATIENCE);
  fireEvent.change(dialog.getByLabelText('Layer 1: take turns in this order'), { target: { value: 'u1' } });
  await preview.findByText('On call now: Bob', {}, PATIENCE);
  expect(preview.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^Bob: /),
  ]);
  fireEvent.change(dialog.getByLabelText('Time zone'), { target: { value: 'Nowhere' } });
  await preview.findByText('Once all is filled in, this shows who would be on call.', {}, PATIENCE);
  expect(server.seen.some(({ method }) => method === 'POST')).toBe(false);
});
