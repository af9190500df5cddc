import type { ReactNode } from 'react';

interface PartProps {
  title: string;
  children: ReactNode;
}

/** One family: its heading and its examples. */
export const Part = ({ title, children }: PartProps) => (
  <section aria-label={title} className="border-t pt-3 pb-8">
    <h2 className="pb-3 text-lg font-semibold">{title}</h2>
    <div className="flex flex-wrap items-start gap-x-8 gap-y-6">{children}</div>
  </section>
);

interface ExampleProps {
  name: string;
  /** CSS pixels; as wide as its content unless told. */
  width?: number;
  children: ReactNode;
}

/** Something in one state, with what that state is. */
export const Example = ({ name, width, children }: ExampleProps) => (
  <figure className="max-w-full min-w-0" style={{ width }}>
    <figcaption className="pb-1.5 text-2xs text-muted">{name}</figcaption>
    {children}
  </figure>
);

/** Things of one kind beside each other. */
export const Row = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-2">{children}</div>
);
