import { EditorView } from '@codemirror/view';
import { cleanup, render } from '@testing-library/react';
import { createRef } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { SqlEditor } from './SqlEditor.tsx';

afterEach(cleanup);

/** An editor whose value comes back when the test says so, as on a page that is slow to be drawn. */
function anEditor() {
  const onChange = vi.fn<(sql: string) => void>();
  const given = (value: string) => (
    <SqlEditor
      {...{ label: 'SQL', value, onChange, onRun: () => undefined, problemAt: undefined, schema: undefined }}
      {...{ language: 'en', values: async () => [], keys: async () => [] }}
      ref={createRef()}
    />
  );
  const { container, rerender } = render(given(''));
  const host = container.firstElementChild?.shadowRoot?.querySelector<HTMLElement>('.cm-editor');
  const editor = host && EditorView.findFromDOM(host);
  if (!editor) throw new Error('There is no editor.');
  return {
    onChange,
    type: (letter: string) => editor.dispatch(editor.state.replaceSelection(letter)),
    comesBack: (value: string) => rerender(given(value)),
    text: () => editor.state.doc.toString(),
  };
}

test('letters that are typed while the page is drawn are not taken back', () => {
  const { type, comesBack, text, onChange } = anEditor();
  type('S');
  type('E');
  comesBack('S');
  type('L');
  comesBack('SE');
  expect(text()).toBe('SEL');
  comesBack('SEL');
  expect(text()).toBe('SEL');
  expect(onChange.mock.calls).toEqual([['S'], ['SE'], ['SEL']]);
});

test('a statement that is chosen takes the place of what was typed, also one that was typed before', () => {
  const { type, comesBack, text, onChange } = anEditor();
  type('S');
  comesBack('S');
  comesBack('SELECT 1');
  expect(text()).toBe('SELECT 1');
  comesBack('S');
  expect(text()).toBe('S');
  expect(onChange.mock.calls).toEqual([['S']]);
});
