import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { type ChartContext, Charts } from '../kit/context.ts';
import { createHover } from '../kit/hover.ts';
import { TimeSeries, type TimeSeriesProps } from './TimeSeries.tsx';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 12);

const props = (over: Partial<TimeSeriesProps> = {}): TimeSeriesProps => ({
  label: 'Requests',
  mode: 'bars',
  unit: 'count',
  buckets: [0, 1, 2, 3].map((index) => START + index * MINUTE),
  bucketMs: MINUTE,
  completeUntilMs: START + 3.5 * MINUTE,
  series: [
    { name: 'failed', label: 'failed', color: 'red', points: [1, 0, null, 2] },
    { name: 'ok', label: 'succeeded', color: 'blue', points: [10, 20, 30, 40] },
  ],
  ...over,
});
const show = (over: Partial<TimeSeriesProps> = {}, context: Partial<ChartContext> = {}) =>
  render(
    <Charts value={{ hover: createHover(), marks: [], ...context }}>
      <TimeSeries {...props(over)} />
    </Charts>,
  );
/** What is read out of the stop that is pointed at. */
const readout = () => document.querySelector('[aria-live]')?.textContent ?? '';
const chart = () => screen.getByRole('img', { name: 'Requests' });

afterEach(cleanup);

test('arrow keys walk through the buckets and read out exact values', () => {
  show({ showTotal: true, comparison: [5, 6, 7, 8], comparisonLabel: 'the day before' });
  fireEvent.keyDown(chart(), { key: 'ArrowRight' });
  expect(readout()).toMatch(/succeeded10 failed1 total11 the day before5$/);
  fireEvent.keyDown(chart(), { key: 'ArrowRight' });
  expect(readout()).toMatch(/succeeded20/);
  fireEvent.keyDown(chart(), { key: 'ArrowLeft' });
  expect(readout()).toMatch(/succeeded10/);
  fireEvent.keyDown(chart(), { key: 'Escape' });
  expect(readout()).toBe('');
});

test('a gap is not read out as zero, and the last bucket says that it still fills', () => {
  show();
  fireEvent.keyDown(chart(), { key: 'ArrowLeft' });
  expect(readout()).toMatch(/still filling/);
  fireEvent.keyDown(chart(), { key: 'ArrowLeft' });
  expect(readout()).not.toMatch(/failed|still filling/);
  expect(readout()).toMatch(/succeeded30/);
});

test('a drag zooms into what was dragged over, in whichever direction', () => {
  const onZoom = vi.fn();
  show({}, { onZoom });
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
  show({}, { onZoom });
  fireEvent.keyDown(chart(), { key: 'ArrowRight' });
  fireEvent.keyDown(chart(), { key: 'ArrowRight', shiftKey: true });
  fireEvent.keyDown(chart(), { key: 'ArrowRight', shiftKey: true });
  fireEvent.keyDown(chart(), { key: 'Enter' });
  const [from, to] = onZoom.mock.calls[0] as [number, number];
  expect(Math.round((to - from) / MINUTE)).toBe(2);
});

test('a click opens its bucket', () => {
  const onPick = vi.fn();
  show({ legend: 'none' }, { onPick, onZoom: vi.fn() });
  fireEvent.keyDown(chart(), { key: 'ArrowRight' });
  fireEvent.keyDown(chart(), { key: 'Enter' });
  fireEvent.pointerDown(chart(), { clientX: 630, button: 0 });
  fireEvent.pointerUp(chart(), { clientX: 630 });
  expect(onPick.mock.calls).toEqual([
    [{ fromMs: START, toMs: START + MINUTE }],
    [{ fromMs: START + 3 * MINUTE, toMs: START + 4 * MINUTE }],
  ]);
});

test('a name in the legend isolates its series, and again shows all of them', () => {
  show({ height: 60 });
  const read = () => {
    fireEvent.keyDown(chart(), { key: 'ArrowRight' });
    const shown = ['succeeded10', 'failed1'].map((text) => readout().includes(text));
    fireEvent.keyDown(chart(), { key: 'Escape' });
    return shown;
  };
  const failed = screen.getByRole('button', { name: 'failed' });
  expect(read()).toEqual([true, true]);
  fireEvent.click(failed);
  expect(read()).toEqual([false, true]);
  expect(screen.getByRole('button', { name: 'succeeded' }).getAttribute('aria-pressed')).toBe('false');
  fireEvent.click(failed);
  expect(read()).toEqual([true, true]);
});

test('the moment that is pointed at on one chart is marked on every other', () => {
  const { container } = render(
    <Charts value={{ hover: createHover(), marks: [] }}>
      <TimeSeries {...props()} />
      <TimeSeries {...props({ label: 'Others' })} />
    </Charts>,
  );
  expect(container.querySelectorAll('.cross')).toHaveLength(0);
  fireEvent.keyDown(chart(), { key: 'ArrowRight' });
  expect(container.querySelectorAll('.cross')).toHaveLength(2);
  fireEvent.blur(chart());
  expect(container.querySelectorAll('.cross')).toHaveLength(0);
});
