import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { TimeSeries, type TimeSeriesProps } from './TimeSeries.tsx';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 12);

const props = (over: Partial<TimeSeriesProps> = {}): TimeSeriesProps => ({
  label: 'Requests',
  locale: 'en',
  texts: { time: 'Time', previous: 'the day before', incomplete: 'still filling', total: 'total' },
  mode: 'bars',
  buckets: [0, 1, 2, 3].map((index) => START + index * MINUTE),
  bucketMs: MINUTE,
  completeUntilMs: START + 3.5 * MINUTE,
  series: [
    { name: 'failed', label: 'failed', color: 'red', points: [1, 0, null, 2] },
    { name: 'ok', label: 'succeeded', color: 'blue', points: [10, 20, 30, 40] },
  ],
  format: String,
  exact: (value) => `${value} requests`,
  ...over,
});
const chart = () => screen.getByRole('img', { name: 'Requests' });

afterEach(cleanup);

test('arrow keys walk through the buckets and read out exact values', () => {
  render(<TimeSeries {...props({ showTotal: true, comparison: [5, 6, 7, 8] })} />);
  fireEvent.keyDown(chart(), { key: 'ArrowRight' });
  expect(screen.getByText('10 requests')).toBeTruthy();
  expect(screen.getByText('11 requests')).toBeTruthy();
  expect(screen.getByText('5 requests')).toBeTruthy();
  fireEvent.keyDown(chart(), { key: 'ArrowLeft' });
  expect(screen.getByText('10 requests')).toBeTruthy();
  fireEvent.keyDown(chart(), { key: 'Escape' });
  expect(screen.queryByText('10 requests')).toBeNull();
});

test('a gap is not read out as zero, and the last bucket says that it still fills', () => {
  render(<TimeSeries {...props()} />);
  fireEvent.keyDown(chart(), { key: 'ArrowLeft' });
  expect(screen.getByText(/still filling/)).toBeTruthy();
  fireEvent.keyDown(chart(), { key: 'ArrowLeft' });
  expect(screen.queryByText('failed')).toBeNull();
  expect(screen.getByText('30 requests')).toBeTruthy();
});

test('a drag zooms into what was dragged over, in whichever direction', () => {
  const onZoom = vi.fn();
  render(<TimeSeries {...props({ onZoom })} />);
  fireEvent.pointerDown(chart(), { clientX: 500, button: 0 });
  fireEvent.pointerMove(chart(), { clientX: 200 });
  fireEvent.pointerUp(chart(), { clientX: 200 });
  expect(onZoom).toHaveBeenCalledOnce();
  const [from, to] = onZoom.mock.calls[0] as [number, number];
  expect(from).toBeGreaterThanOrEqual(START);
  expect(from).toBeLessThan(to);
  expect(to).toBeLessThanOrEqual(START + 4 * MINUTE);
});

test('Shift with arrows and Enter zooms without a mouse', () => {
  const onZoom = vi.fn();
  render(<TimeSeries {...props({ onZoom })} />);
  fireEvent.keyDown(chart(), { key: 'ArrowRight' });
  fireEvent.keyDown(chart(), { key: 'ArrowRight', shiftKey: true });
  fireEvent.keyDown(chart(), { key: 'ArrowRight', shiftKey: true });
  fireEvent.keyDown(chart(), { key: 'Enter' });
  const [from, to] = onZoom.mock.calls[0] as [number, number];
  expect(Math.round((to - from) / MINUTE)).toBe(2);
});

test('a click opens its bucket', () => {
  const onPick = vi.fn();
  render(<TimeSeries {...props({ onPick, onZoom: vi.fn() })} />);
  fireEvent.keyDown(chart(), { key: 'ArrowRight' });
  fireEvent.keyDown(chart(), { key: 'Enter' });
  fireEvent.pointerDown(chart(), { clientX: 630, button: 0 });
  fireEvent.pointerUp(chart(), { clientX: 630 });
  expect(onPick.mock.calls).toEqual([
    [START, START + MINUTE],
    [START + 3 * MINUTE, START + 4 * MINUTE],
  ]);
});

test('the same data stands in a table', () => {
  render(<TimeSeries {...props({ asTable: true })} />);
  expect(screen.getAllByRole('row')).toHaveLength(5);
  expect(screen.getByText('40 requests')).toBeTruthy();
  expect(screen.getByText('–')).toBeTruthy();
});
