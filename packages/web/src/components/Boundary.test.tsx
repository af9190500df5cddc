import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { Boundary } from './Boundary.tsx';

let broken = true;
const Fragile = () => {
  if (broken) throw new Error('internal details');
  return <p>whole</p>;
};
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test('a part that breaks says so kindly in its place, and can be tried again', () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  broken = true;
  const page = (data: number) => (
    <>
      <Boundary resetOn={data}>
        <Fragile />
      </Boundary>
      <p>the rest</p>
    </>
  );
  const { rerender } = render(page(1));
  expect(screen.getByText('the rest')).toBeTruthy();
  expect(screen.getByRole('alert').textContent).toMatch(/This part of the page broke/);
  expect(document.body.textContent).not.toMatch(/internal details/);
  broken = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(screen.getByText('whole')).toBeTruthy();

  broken = true;
  rerender(page(2));
  expect(screen.getByRole('alert')).toBeTruthy();
  broken = false;
  rerender(page(3));
  expect(screen.getByText('whole')).toBeTruthy();
});
