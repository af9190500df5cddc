import { useImperativeHandle, useRef } from 'react';
import type { SqlEditorProps } from './SqlEditor.tsx';

/** A text field in the editor's place until it has come. */
export function PlainEditor({ label, value, onChange, onRun, ref }: SqlEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({
    insert: (text) => onChange(`${value}${text}`),
    goTo: (at) => {
      field.current?.focus();
      field.current?.setSelectionRange(at, at);
    },
  }));
  return (
    <textarea
      ref={field}
      aria-label={label}
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
        event.preventDefault();
        onRun();
      }}
      className="block h-full w-full resize-none bg-transparent py-2 ps-10 pe-2 font-mono text-sm outline-none"
    />
  );
}
