import type { Locator, Page } from 'playwright-core';

/** The rows of a table that lead somewhere. */
export const rowsOf = (page: Page, table: string): Locator =>
  page.getByRole('table', { name: table }).locator('tbody tr:not([aria-hidden])');

export async function typeFilter(page: Page, text: string): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Filter' });
  await field.fill(text);
  await field.press('Enter');
}

/** What a block of code, of the given name, offers to be copied. */
export const codeIn = async (page: Page, name: string): Promise<string> =>
  ((await page.getByRole('region', { name, exact: true }).textContent()) ?? '').trim();

/** A step in the tree of a trace, by its whole name; the first one of that name. */
export const step = (page: Page, name: string): Locator =>
  page
    .getByRole('treeitem')
    .filter({ has: page.getByTitle(name, { exact: true }) })
    .first();

/** The name of the step whose details are shown. */
export const chosenStep = (page: Page): Promise<string | null> =>
  page.getByRole('region', { name: 'Details of the step' }).getByRole('heading', { level: 2 }).textContent();

/** The pages of a project that holds the recorded traces, a quota and a report, and what is there to be read once they have loaded. */
export const pagesOf = (
  traceId: string,
  quotaId: string,
  runId: string,
): { path: string; shows: string | RegExp }[] => [
  { path: 'overview', shows: 'gpt-5-mini' },
  { path: 'live', shows: 'No run is in flight' },
  { path: 'live/wall', shows: 'No run is in flight' },
  { path: 'traces', shows: 'Great, thank you' },
  { path: `traces/${traceId}`, shows: 'search-knowledge-base' },
  { path: 'sessions', shows: 'B-2046' },
  { path: 'sessions/sess-en-01', shows: 'lookup_order' },
  { path: 'users', shows: 'user-2077' },
  { path: 'users?tab=activity', shows: 'New and returning users' },
  { path: 'users?tab=retention', shows: 'Who came back' },
  { path: 'users?tab=funnels', shows: 'How far they come' },
  { path: 'users?tab=paths', shows: 'Right after the start' },
  { path: 'users?tab=segments&segment=new', shows: 'Slipping away' },
  { path: 'users/online', shows: 'Online now' },
  { path: 'users/user-1042', shows: 'Great, thank you' },
  { path: 'agents', shows: 'support-agent-zh' },
  { path: 'agents/support-agent', shows: 'None of its processes sends heartbeats' },
  { path: 'agents/support-agent/paths', shows: 'Variants' },
  { path: 'agents/support-agent/paths?view=compare', shows: 'Ways that changed most' },
  { path: 'agents/support-agent/paths?view=decisions', shows: 'No decisions' },
  { path: 'errors', shows: 'errors in this time range' },
  { path: 'usage', shows: 'gpt-5-mini' },
  { path: 'usage/what-if', shows: 'What this rests on' },
  { path: 'usage/savings', shows: 'Nothing to save was found' },
  { path: 'usage/reconcile', shows: 'No statement yet' },
  { path: 'performance', shows: 'Slowest steps' },
  { path: 'performance?of=models&by=model', shows: 'Model calls per minute' },
  { path: 'performance/retrieval', shows: 'Slowest queries' },
  { path: 'performance/resources', shows: 'No process tells what it needs' },
  { path: 'performance/baselines', shows: 'Too little is known yet' },
  { path: 'explore', shows: 'Cost by model' },
  { path: 'explore?metrics=tokens&by=model', shows: 'gpt-5-mini' },
  { path: 'explore?metrics=cost,requests,latencyP95&by=agent,model', shows: '(none)' },
  { path: 'explore?metrics=requests&by=spanDuration&mark=heatmap', shows: 'Groups' },
  { path: 'explore?metrics=requests&sel.filter=status:error', shows: 'compared with the other' },
  { path: `explore/sql?q=${encodeURIComponent('SELECT model, tokens FROM spans')}`, shows: 'gpt-5-mini' },
  { path: 'dashboards', shows: 'Come with Pharos' },
  { path: 'dashboards/overview', shows: 'Where to look' },
  { path: 'alerts/rules', shows: 'An agent fails too often' },
  { path: 'alerts/rules/new?template=errors', shows: 'When it would have fired' },
  { path: 'alerts/silences', shows: 'Nothing is silenced now' },
  { path: 'alerts/escalation', shows: 'Nobody is told of incidents yet' },
  { path: 'alerts/channels', shows: 'Nobody is told yet' },
  { path: 'alerts', shows: 'No incident is open' },
  { path: 'quotas', shows: 'Each user' },
  { path: 'quotas?view=crossings', shows: 'user-1042' },
  { path: `quotas/${quotaId}`, shows: 'user-1042' },
  { path: `quotas/${quotaId}?tab=raises`, shows: 'No raise was given' },
  { path: `quotas/${quotaId}?tab=changes`, shows: 'made the quota' },
  { path: 'reports', shows: 'No report is kept yet' },
  { path: 'reports?view=archive', shows: 'What there was' },
  { path: 'reports/new?template=cost', shows: 'Next times' },
  { path: `reports/runs/${runId}`, shows: 'What stands out' },
  { path: 'settings/keys', shows: 'journeys' },
  { path: 'settings/members', shows: 'manages keys, members and the project' },
  { path: 'settings/prices', shows: /\d models/ },
  { path: 'settings/data', shows: 'traces, and the errors in them' },
  { path: 'settings/project', shows: 'Delete this project' },
  { path: 'settings/account', shows: 'Change password' },
];

/** Goes to a page and waits until nothing in it stands for what is still to come. */
export async function read(page: Page, address: string, shows: string | RegExp): Promise<void> {
  await page.goto(address);
  await page.getByRole('main').getByText(shows).filter({ visible: true }).first().waitFor();
  await page.waitForFunction(() => {
    const main = document.querySelector('main');
    if (!main) return false;
    // Charts are asked for as they come into sight.
    main.scrollBy(0, main.clientHeight / 2);
    const isEnd = main.scrollTop + main.clientHeight >= main.scrollHeight - 1;
    return isEnd && document.querySelector('[aria-busy="true"], .animate-pulse-soft') === null;
  });
  await page.evaluate(() => document.querySelector('main')?.scrollTo(0, 0));
}
