import type { ComponentProps } from 'react';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Media } from './Media.tsx';
import { webUrl } from './safe-url.ts';

type Plugins = NonNullable<ComponentProps<typeof ReactMarkdown>['remarkPlugins']>;
const NO_PLUGINS: Plugins = [];

const components: ComponentProps<typeof ReactMarkdown>['components'] = {
  a: ({ href, children }) =>
    href ? (
      <a
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="text-accent underline-offset-2 hover:underline"
      >
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  img: ({ src, alt }) => (
    <Media type="image" url={typeof src === 'string' ? src : undefined} name={alt || undefined} />
  ),
  h1: ({ children }) => <p className="mt-3 mb-1 text-base font-semibold first:mt-0">{children}</p>,
  h2: ({ children }) => <p className="mt-3 mb-1 font-semibold first:mt-0">{children}</p>,
  h3: ({ children }) => <p className="mt-2 mb-1 font-semibold first:mt-0">{children}</p>,
  p: ({ children }) => <p className="my-1.5 whitespace-pre-wrap first:mt-0 last:mb-0">{children}</p>,
  ul: ({ children }) => <ul className="my-1.5 list-disc ps-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="my-1.5 list-decimal ps-5">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="my-1.5 border-s-2 border-line-strong ps-3 text-soft">{children}</blockquote>
  ),
  pre: ({ children }) => (
    <pre
      dir="ltr"
      className="scroll-thin my-2 overflow-x-auto rounded-md bg-sunken p-2.5 font-mono text-xs [&_code]:bg-transparent [&_code]:p-0"
    >
      {children}
    </pre>
  ),
  code: ({ children }) => <code className="rounded bg-sunken px-1 font-mono text-xs">{children}</code>,
  table: ({ children }) => (
    <div className="scroll-thin my-2 overflow-x-auto">
      <table className="border-collapse text-sm">{children}</table>
    </div>
  ),
  th: ({ children }) => <th className="border-b px-2 py-1 text-start font-medium">{children}</th>,
  td: ({ children }) => <td className="border-b px-2 py-1 align-top">{children}</td>,
  hr: () => <hr className="my-3" />,
};

interface MarkdownProps {
  text: string;
  /** What changes the parsed document before it is shown. */
  plugins?: Plugins;
}

/**
 * Recorded markdown. Raw HTML in it stays text, links lead to the web only and tell nobody where they were followed
 * from, pictures wait for a click.
 */
export const Markdown = ({ text, plugins = NO_PLUGINS }: MarkdownProps) => (
  <ReactMarkdown
    remarkPlugins={[remarkGfm, ...plugins]}
    components={components}
    urlTransform={(url, key) => (key === 'src' ? url : (webUrl(url)?.href ?? ''))}
  >
    {text}
  </ReactMarkdown>
);
