import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { type Shortcut, useActiveShortcuts, useShortcuts } from './shortcuts.ts';

const Keys = ({ shortcuts }: { shortcuts: Shortcut[] }) => {
  useShortcuts(shortcuts);
  return <input aria-label="text" />;
};
const List = () => (
  <ul>
    {useActiveShortcuts().map(({ keys }) => (
      <li key={keys}>{keys}</li>
    ))}
  </ul>
);
const press = (key: string, over: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.body, { key, ...over });
const shortcut = (keys: string) => ({ keys, label: keys, run: vi.fn() });

afterEach(cleanup);

test('a key runs what the page says, two in a row run their own', () => {
  const [j, gt] = [shortcut('j'), shortcut('g t')];
  render(<Keys shortcuts={[j, gt]} />);
  press('j');
  press('g');
  press('t');
  press('t');
  expect(j.run).toHaveBeenCalledOnce();
  expect(gt.run).toHaveBeenCalledOnce();
});

test('keys are silent while the reader types, except with the modifier', () => {
  const [j, palette] = [shortcut('j'), shortcut('mod+k')];
  render(<Keys shortcuts={[j, palette]} />);
  fireEvent.keyDown(screen.getByLabelText('text'), { key: 'j' });
  fireEvent.keyDown(screen.getByLabelText('text'), { key: 'k', ctrlKey: true });
  expect(j.run).not.toHaveBeenCalled();
  expect(palette.run).toHaveBeenCalledOnce();
});

test('space presses the button that has the focus, and is no shortcut there', () => {
  const space = shortcut(' ');
  render(
    <>
      <Keys shortcuts={[space]} />
      <button type="button">Full screen</button>
    </>,
  );
  fireEvent.keyDown(screen.getByRole('button'), { key: ' ' });
  expect(space.run).not.toHaveBeenCalled();
  press(' ');
  expect(space.run).toHaveBeenCalledOnce();
});

test('a key pressed to compose Chinese is no shortcut', () => {
  const j = shortcut('j');
  render(<Keys shortcuts={[j]} />);
  press('j', { isComposing: true });
  expect(j.run).not.toHaveBeenCalled();
});

test('the page on top wins, and its keys go with it', () => {
  const [below, above] = [shortcut('Escape'), shortcut('Escape')];
  const { rerender } = render(
    <>
      <Keys shortcuts={[below]} />
      <Keys shortcuts={[above]} />
      <List />
    </>,
  );
  press('Escape');
  expect(above.run).toHaveBeenCalledOnce();
  rerender(
    <>
      <Keys shortcuts={[below]} />
      <List />
    </>,
  );
  press('Escape');
  expect(below.run).toHaveBeenCalledOnce();
  expect(screen.getAllByRole('listitem')).toHaveLength(1);
});

test('a shifted letter with the modifier is another key, and what means something in fields is theirs', () => {
  const [undo, redo] = [{ ...shortcut('mod+z'), ofFields: true }, shortcut('mod+shift+z')];
  render(<Keys shortcuts={[undo, redo]} />);
  press('Z', { ctrlKey: true, shiftKey: true });
  fireEvent.keyDown(screen.getByLabelText('text'), { key: 'z', ctrlKey: true });
  expect(redo.run).toHaveBeenCalledOnce();
  expect(undo.run).not.toHaveBeenCalled();
  press('z', { metaKey: true });
  expect(undo.run).toHaveBeenCalledOnce();
});
