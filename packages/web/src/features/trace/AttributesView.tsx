import type { ApiSpan } from '@pharos/core/api/spans';
import type { Json } from '@pharos/core/content';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { JsonTree } from '../../components/content/JsonTree.tsx';
import { cx } from '../../components/cx.ts';
import { Input } from '../../components/Input.tsx';
import { When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { traceTexts } from './texts.ts';

interface RowsProps {
  rows: readonly (readonly [string, ReactNode])[];
  /** The names are keys as sent, not words of the page. */
  keys?: boolean;
}

const Rows = ({ rows, keys }: RowsProps) => (
  <dl className="divide-y">
    {rows.map(([name, value]) => (
      <div key={name} className="grid grid-cols-1 gap-x-4 py-1.5 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <dt className={cx('leading-5 text-muted [overflow-wrap:anywhere]', keys && 'font-mono text-xs')}>
          {name}
        </dt>
        <dd className="min-w-0">{value}</dd>
      </div>
    ))}
  </dl>
);

function matching(attributes: Record<string, unknown>, wanted: string): [string, ReactNode][] {
  const lower = wanted.toLowerCase();
  return Object.entries(attributes)
    .filter(([key, value]) => lower === '' || `${key} ${JSON.stringify(value)}`.toLowerCase().includes(lower))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, <JsonTree key={key} value={(value ?? null) as Json} />]);
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="py-2">
    <h3 className="pb-1 text-sm font-semibold">{title}</h3>
    {children}
  </section>
);

const Id = ({ id }: { id: string }) => (
  <span className="font-mono text-xs [overflow-wrap:anywhere]">{id}</span>
);

/** What is known of a step beside its text: the facts Pharos understood, then everything as it was sent. */
export function AttributesView({ span }: { span: ApiSpan }) {
  const t = useTexts(traceTexts);
  const project = useProject();
  const [wanted, setWanted] = useState('');
  const attributes = matching(span.attributes, wanted);
  const resource = matching(span.resource, wanted);
  const facts: [string, ReactNode][] = [
    [t('started'), <When key="started" at={span.startTime} relative={false} />],
    [t('spanId'), <Id key="id" id={span.spanId} />],
  ];
  facts.push([t('traceId'), <Id key="trace" id={span.traceId} />]);
  const add = (name: string, value: ReactNode) => {
    if (value) facts.push([name, value]);
  };
  add(
    t('model'),
    [
      span.model,
      span.requestModel !== span.model && span.requestModel && t('requested', { model: span.requestModel }),
    ]
      .filter(Boolean)
      .join(' · '),
  );
  add(t('agent'), [span.agentName, span.agentVersion].filter(Boolean).join(' '));
  add(t('tool'), span.toolName);
  add(t('prompt'), [span.promptName, span.promptVersion].filter(Boolean).join(' · '));
  add(t('user'), span.userId);
  add(t('session'), span.sessionId);
  add(t('service'), span.service);
  add(t('environment'), span.environment);
  add(t('release'), span.release);
  add(t('tags'), span.tags.join(', '));
  add(t('convention'), [span.convention, span.scope].filter(Boolean).join(' · '));
  return (
    <div className="py-2">
      <Rows rows={facts} />
      {span.links.length > 0 && (
        <Section title={t('links')}>
          <ul>
            {span.links.map((link) => (
              <li key={`${link.traceId} ${link.spanId}`} className="truncate font-mono text-xs">
                <Link
                  to="/p/$project/traces/$traceId"
                  params={{ project, traceId: link.traceId }}
                  search={{ span: link.spanId }}
                  className="text-accent hover:underline"
                >
                  {link.traceId} / {link.spanId}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {span.toolDefinitions.length > 0 && (
        <Section title={t('toolDefinitions')}>
          <Rows
            rows={span.toolDefinitions.map((tool) => [
              tool.name,
              <div key={tool.name}>
                {tool.description && <p>{tool.description}</p>}
                {tool.parameters !== undefined && <JsonTree value={tool.parameters as Json} />}
              </div>,
            ])}
          />
        </Section>
      )}
      <Input
        className="mt-3"
        type="search"
        value={wanted}
        placeholder={t('filterAttributes')}
        aria-label={t('filterAttributes')}
        onChange={(event) => setWanted(event.target.value)}
      />
      <Section title={t('attributes')}>
        {attributes.length > 0 ? (
          <Rows keys rows={attributes} />
        ) : (
          <p className="text-muted">{t('noAttributes')}</p>
        )}
      </Section>
      {resource.length > 0 && (
        <Section title={t('resource')}>
          <Rows keys rows={resource} />
        </Section>
      )}
    </div>
  );
}
