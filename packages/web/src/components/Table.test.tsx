import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { type Column, Table } from './Table.tsx';

interface Fruit {
  id: string;
  name: string;
}
const ROWS: Fruit[] = ['apple', 'pear', 'plum'].map((name) => ({ id: name, name }));
const COLUMNS: Column<Fruit>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name, sortable: true },
  { id: 'length', header: 'Length', align: 'right', cell: (row) => row.name.length },
];

async function show(props: Partial<Parameters<typeof Table<Fruit>>[0]> = {}) {
  const root = createRootRoute({ component: Outlet });
  const list = createRoute({
    getParentRoute: () => root,
    path: '/',
    component: () => (
      <Table
        label="Fruit"
        columns={COLUMNS}
        rows={ROWS}
        rowKey={(row) => row.id}
        rowLink={(row) => ({ to: `/fruit/${row.id}` as never })}
        {...props}
      />
    ),
  });
  const one = createRoute({ getParentRoute: () => root, path: '/fruit/$id', component: () => <p>opened</p> });
  const router = createRouter({
    routeTree: root.addChildren([list, one]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  render(<RouterProvider router={router as never} />);
  await screen.findByRole('table', { name: 'Fruit' });
  return router;
}
const row = (name: string) => {
  const found = screen.getByText(name).closest('tr');
  if (!found) throw new Error(`no row ${name}`);
  return found;
};

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test('a click opens the row', async () => {
  const router = await show();
  fireEvent.click(screen.getByText('pear'));
  await screen.findByText('opened');
  expect(router.state.location.pathname).toBe('/fruit/pear');
});

test('a click with Ctrl opens it beside and leaves the list', async () => {
  const opened = vi.spyOn(window, 'open').mockReturnValue(null);
  const router = await show();
  fireEvent.click(screen.getByText('pear'), { ctrlKey: true });
  expect(opened).toHaveBeenCalledWith('/fruit/pear', '_blank', 'noopener');
  expect(router.state.location.pathname).toBe('/');
});

test('j and k move between rows and stop at the ends, Enter opens', async () => {
  const router = await show();
  row('apple').focus();
  fireEvent.keyDown(row('apple'), { key: 'j' });
  fireEvent.keyDown(row('pear'), { key: 'j' });
  fireEvent.keyDown(row('plum'), { key: 'j' });
  expect(document.activeElement).toBe(row('plum'));
  fireEvent.keyDown(row('plum'), { key: 'k' });
  expect(document.activeElement).toBe(row('pear'));
  fireEvent.keyDown(row('pear'), { key: 'Enter' });
  await screen.findByText('opened');
  expect(router.state.location.pathname).toBe('/fruit/pear');
});

test('a list with a preview asks for it, instead of leaving', async () => {
  const onOpen = vi.fn();
  const router = await show({ onOpen });
  fireEvent.click(screen.getByText('plum'));
  expect(onOpen).toHaveBeenCalledWith(ROWS[2]);
  expect(router.state.location.pathname).toBe('/');
});

test('a header sorts, largest first, then turns around', async () => {
  const onSort = vi.fn();
  await show({ onSort, sort: { column: 'name', direction: 'desc' } });
  expect(screen.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('descending');
  fireEvent.click(screen.getByRole('button', { name: 'Name' }));
  expect(onSort).toHaveBeenCalledWith({ column: 'name', direction: 'asc' });
});
